// Cards, stickers and tents for printers (DLV-3, DLV-4). What is asked for is a row; its files are
// drawn beside the requests, kept so that only this process can read them, and drawn again when
// they are wanted after they are gone (a restart, another process, or newer prints).
//
// A file of cards holds their codes and activation codes: whoever asks for one is written into the
// log of looks, before the first byte is answered.
#pragma once

#include "base/config.hpp"
#include "engine/engine.hpp"
#include "features/prints/print_run.hpp"
#include "features/prints/prints_store.hpp"
#include "http/router.hpp"
#include "service/city_look.hpp"
#include "service/directory.hpp"
#include "service/people_names.hpp"
#include "service/printed_cards.hpp"
#include "vault/vault.hpp"

#include <boost/asio/thread_pool.hpp>
#include <list>
#include <set>

namespace meguri::features {

class Prints {
  public:
    struct Parts { // all must outlive it
        boost::asio::io_context& io;
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        const service::PeopleNames& names;
        const access::PlaceCodes& place_codes;
        const access::CardCodes& card_codes;
        const service::printed_cards::BatchKeys& batch_keys;
        const vault::Vault& vault;
        const service::CityLook& look; // name and colour of the city
        const Config& config;
        Random& random;
        boost::asio::thread_pool& workers; // of their own: drawing takes a minute
    };
    explicit Prints(Parts parts) : p_(std::move(parts)) {}
    void add_routes(http::Router& router);
    void stop(); // what is being drawn ends

  private:
    using Reply = http::Async<http::Response>;
    using Print = prints_store::Print;
    Reply list(http::Request& request);
    Reply create_of_cards(http::Request& request);
    Reply create_of_places(http::Request& request);
    Reply get(http::Request& request);
    Reply file(http::Request& request);
    // artwork_routes.cpp
    Reply front(http::Request& request);
    Reply set_artwork(http::Request& request);
    // form_routes.cpp
    Reply get_form(http::Request& request);
    Reply set_form(http::Request& request);

    http::Async<std::expected<Print, http::Response>> find(std::string id);
    Reply insert(Print print);
    http::Response show(const Print& print, int status) const;
    void write(http::JsonOut& out, const Print& print) const;
    http::Async<Try<>> note(http::Request& request, std::string_view what, std::string reason);

    // print_work.cpp
    struct Running {
        std::string id;
        std::shared_ptr<PrintRun> run; // null while what it is drawn from is gathered
        bool failed = false;
    };
    const Running* running(const std::string& id) const;
    Running* running(const std::string& id);
    void begin(const Print& print); // unless it is under way, or made and still right
    http::Async<void> make(Print print);
    http::Async<void>
    draw_files(std::string id, std::shared_ptr<PrintRun> run, std::shared_ptr<std::size_t> next);
    http::Async<Try<PrintSource>> source_of(Print print);
    http::Async<Try<PrintSource>> cards_of(Print print);
    http::Async<Try<PrintSource>> places_of(Print print);
    print::CardLook card_look() const;
    bool is_test() const;
    print::PlaceFace face_of(PlaceId place) const;
    std::string code_of(PlaceId place, const prints_store::Form& form) const;
    bool is_right(const PrintRun& run, const Print& print) const;

    Parts p_;
    std::list<Running> running_; // newest first; a few
    bool stopping_ = false;
};

} // namespace meguri::features
