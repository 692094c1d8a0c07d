// The directory of places (お店をさがす): what the city writes about each place, and how residents
// look for one. What can be used there is never written here: the ledger knows it.
#pragma once

#include "engine/engine.hpp"
#include "features/guide/guide_store.hpp"
#include "http/router.hpp"
#include "service/city_lists.hpp"
#include "service/entry_json.hpp"
#include "service/people_names.hpp"

#include <boost/asio/thread_pool.hpp>
#include <unordered_map>

namespace meguri::features {

class Guide {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        service::Directory& directory;
        const service::CityLists& lists;
        const service::PeopleNames& names;
        boost::asio::thread_pool& workers; // photos are drawn there
    };
    explicit Guide(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

    // At start, on the io thread, after the places: what is written of them, and their photos.
    http::Async<Try<>> load();

  private:
    using Reply = http::Async<http::Response>;
    Reply list(http::Request& request);
    Reply get(http::Request& request);
    Reply directory(http::Request& request);
    Reply set_directory(http::Request& request);
    void add_photo_routes(http::Router& router);
    Reply add_photo(http::Request& request);
    Reply remove_photo(http::Request& request);
    Reply photo(http::Request& request);

    struct Known { // of a place, beside its names
        DirectoryTexts texts;
        std::string folded; // what of it is searched
        std::vector<std::string> photos;
    };
    const Known& known(PlaceId place) const;
    void put(DirectoryTexts texts);
    void put_photos(PlaceId place, std::vector<std::string> photos);

    struct PlaceFacts { // copied out of the ledger between two payments
        bool open = false;
        ledger::Capabilities capabilities;
        ledger::PlaceTraits traits{};
    };
    struct ProgramFacts { // one whose value can be used somewhere today
        ProgramId program;
        ledger::Unit unit{};
        ledger::Where where;
    };
    struct Seen {
        std::vector<PlaceFacts> places; // by number, from 1
        std::vector<ProgramFacts> programs;
        const PlaceFacts& of(PlaceId place) const;
    };
    static Seen see(const ledger::State& state, Date today);

    struct Row {
        const service::PlaceTexts* texts = nullptr;
        const Known* known = nullptr;
        const PlaceFacts* facts = nullptr;
        std::vector<ProgramId> programs;
        OpenNow now;
        std::optional<std::int64_t> metres;
    };
    struct Wanted;
    struct Middle { // of an area, in millionths of a degree
        std::int64_t latitude = 0, longitude = 0, places = 0;
    };
    using Words = std::vector<std::pair<std::string, std::int64_t>>;
    static Wanted read_wanted(http::Request& request, std::optional<http::Response>& refused);
    Row row_of(const service::PlaceTexts& texts, const Seen& seen, Instant at) const;
    std::vector<Row> rows(const Seen& seen, Instant at) const;
    bool fits(const Row& row, const Wanted& wanted) const;
    static bool comes_before(const Row& a, const Row& b);
    std::vector<std::string> type_words(const Row& row) const;
    static void measure(std::vector<Row>& rows, std::string_view area);
    http::Response page(const Seen& seen, const Wanted& wanted, Instant at) const;
    void write_words(
        http::JsonOut& out, std::string_view name, const std::vector<Row>& rows, bool areas
    ) const;
    void write_programs(http::JsonOut& out, const Seen& seen, const Row* only) const;
    void write(http::JsonOut& out, const Row& row) const;
    void write(http::JsonOut& out, const DirectoryTexts& texts) const;
    static void write_photos(http::JsonOut& out, const std::vector<std::string>& photos);
    http::Response written(PlaceId place) const;

    Parts p_;
    service::EntryJson json_;
    std::unordered_map<PlaceId, Known> known_;
};

} // namespace meguri::features
