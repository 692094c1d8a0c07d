// Places (店舗・場所): the city adds them, opens and closes them, replaces their printed code;
// their staff see their own place and its takings.
#pragma once

#include "access/command_key.hpp"
#include "access/place_code.hpp"
#include "engine/engine.hpp"
#include "http/fields.hpp"
#include "http/router.hpp"
#include "service/city_lists.hpp"
#include "service/entry_json.hpp"
#include "service/people_names.hpp"
#include "service/words.hpp"
#include "views/place_books.hpp"

#include <boost/asio/thread_pool.hpp>
#include <map>
#include <unordered_map>

namespace meguri::features {

class Places {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        service::Directory& directory;
        const service::CityLists& lists;
        const service::PeopleNames& names;
        const access::CommandKeys& keys;
        const access::PlaceCodes& codes;
        Random& random;
        boost::asio::thread_pool& workers; // write files
    };
    explicit Places(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

    // At start, on the io thread: names and codes into the directory.
    http::Async<Try<>> load();

  private:
    using Reply = http::Async<http::Response>;
    Reply list(http::Request& request);
    Reply get(http::Request& request);
    Reply create(http::Request& request);
    Reply set_status(http::Request& request);
    Reply set_traits(http::Request& request);
    Reply retire_code(http::Request& request);
    Reply own(http::Request& request);
    Reply sales(http::Request& request);
    Reply list_sales(http::Request& request);
    Reply sales_file(http::Request& request);
    Reply cash(http::Request& request);

    struct Filtered {
        views::PlaceFilter filter;
        std::string staff; // public id, as asked for
    };
    // The place of whoever is signed in; the one that an operator asks for. Nothing: no such place.
    std::optional<PlaceId> whose(const http::Request& request) const;
    Filtered read_filter(const http::Request& request, PlaceId place, http::Fields& in) const;
    void choose_person(Filtered& wanted, const std::vector<PersonId>& people) const;
    http::Async<Try<std::vector<PersonId>>> people_of(views::PlaceFilter filter);
    void write_programs(http::JsonOut& out, const std::vector<views::PlaceSum>& sums) const;
    void write_given(http::JsonOut& out, const std::vector<views::GivenSum>& given) const;

    struct Facts { // what pages need of a place in the ledger: copied between two payments
        bool exists = false;
        ledger::PlaceStatus status{};
        ledger::Capabilities capabilities;
        ledger::PlaceTraits traits{};
    };
    static Facts facts_of(const ledger::Place* place);
    static std::string_view word_of(ledger::PlaceStatus status);

    // Of the top-ups among a day's entries, those taken back on that day.
    using CancelledOf = std::unordered_map<Seq, service::Cancelled>;
    http::Async<std::optional<CancelledOf>>
    cancelled_top_ups(const std::vector<engine::EntryPtr>& entries, Date day);

    Reply show(const service::PlaceTexts& texts, int status);
    Reply place_from(const ledger::Entry& entry, service::PlaceTexts texts);
    void write(http::JsonOut& out, const service::PlaceTexts& texts, const Facts& place) const;

    Parts p_;
    service::EntryJson json_;
    struct Organization {
        OrganizationId number;
        std::string id; // public
        Instant since;
    };
    std::map<std::string, Organization> organizations_; // by name
};

} // namespace meguri::features
