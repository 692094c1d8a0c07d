#include "features/city/city.hpp"
#include "http/fields.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"

#include <map>

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::CityList;
using service::CityListItem;

void CityDecisions::add_routes(http::Router& router) {
    router.on(Operation::getCityLists, [this](Request& r) { return lists(r); });
    router.on(Operation::addCityListItem, [this](Request& r) { return add_item(r); });
    router.on(Operation::renameCityListItem, [this](Request& r) { return rename_item(r); });
    router.on(Operation::getPolicy, [this](Request& r) { return policy(r); });
    router.on(Operation::setPolicy, [this](Request& r) { return set_policy(r); });
    router.on(Operation::getBaseDateFigures, [this](Request& r) { return base_dates(r); });
    add_look_routes(router);
}

namespace {
CityList read_list(Fields& in) {
    return in.choice<CityList>(
        "list", {{"place_types", CityList::place_types},
                 {"areas", CityList::areas},
                 {"marks", CityList::marks}}
    );
}
} // namespace

void CityDecisions::reword_places(
    CityList list, const std::string& before, const std::string& now
) {
    if (list == CityList::marks) return;
    for (const service::PlaceTexts* place : p_.directory.places()) {
        service::PlaceTexts texts = *place;
        std::string& words = list == CityList::areas ? texts.area : texts.type;
        if (words != before) continue;
        words = now;
        p_.directory.put(std::move(texts));
    }
}

http::Async<Try<>> CityDecisions::load() {
    auto items = co_await service::transact(p_.registry, [](store::Database& db) {
        return service::city_lists_store::all(db);
    });
    if (!items) co_return std::unexpected(items.error());
    for (CityListItem& item : *items)
        p_.lists.put(std::move(item));
    co_return co_await load_look();
}

CityDecisions::Reply CityDecisions::show_lists(int status) {
    const auto changes =
        co_await service::transact(p_.registry, service::city_lists_store::changes);
    if (!changes) co_return problem(changes.error());
    std::map<std::string, std::int64_t> types, areas;
    for (const service::PlaceTexts* place : p_.directory.places())
        ++types[place->type], ++areas[place->area];
    JsonOut out;
    out.object([&] {
        for (const CityList list : service::city_lists) {
            out.array(service::word_of(list), p_.lists.all(list), [&](const CityListItem& item) {
                out.object([&] {
                    out.field("number", std::int64_t{item.number});
                    out.field("name", item.name);
                    if (list == CityList::place_types) out.field("places", types[item.name]);
                    if (list == CityList::areas) out.field("places", areas[item.name]);
                });
            });
        }
        out.array("changes", *changes, [&](const service::CityListChange& change) {
            const service::PersonName& by = p_.names.of(change.by);
            out.object([&] {
                out.field("list", service::word_of(change.item.list));
                out.field("number", std::int64_t{change.item.number});
                out.field("name", change.item.name);
                out.object("set_by", [&] { out.field("id", by.id), out.field("name", by.name); });
                out.field("set_at", change.at);
            });
        });
    });
    co_return http::answer(status, std::move(out));
}

CityDecisions::Reply CityDecisions::lists(Request&) { co_return co_await show_lists(200); }

// A name that is there already is not added again, so sending it twice does no harm.
CityDecisions::Reply CityDecisions::add_item(Request& request) {
    Fields in(request.body);
    const CityList list = read_list(in);
    const std::string name = in.text("name", 1, 40);
    if (auto refused = in.refused()) co_return std::move(*refused);
    if (p_.lists.named(list, name)) co_return co_await show_lists(201);
    const auto number = p_.lists.next(list);
    if (!number) co_return problem(Refusal::invalid_request, {.field = "list"}); // full
    const CityListItem item{list, *number, name};
    const auto insert_item = [item, by = request.caller().person,
                              at = request.at](store::Database& db) {
        return service::city_lists_store::insert(db, item, by, at);
    };
    const auto written = co_await service::transact(p_.registry, insert_item);
    if (!written) co_return problem(written.error());
    if (!*written) co_return problem(Refusal::outcome_unknown); // another is writing: ask again
    p_.lists.put(item);
    co_return co_await show_lists(201);
}

CityDecisions::Reply CityDecisions::rename_item(Request& request) {
    Fields in(request.body);
    const CityList list = read_list(in);
    const std::int64_t number = in.integer("number", 0, 1'000'000);
    const std::string name = in.text("name", 1, 40);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const CityListItem* known = p_.lists.find(list, number);
    if (!known) co_return problem(Refusal::invalid_request, {.field = "number"});
    const CityListItem* other = p_.lists.named(list, name);
    if (other && other != known) co_return problem(Refusal::invalid_request, {.field = "name"});
    if (known->name == name) co_return co_await show_lists(200);
    const std::string before = known->name;
    const CityListItem item{list, known->number, name};
    const auto rename = [item, before, by = request.caller().person,
                         at = request.at](store::Database& db) {
        return service::city_lists_store::rename(db, item, before, by, at);
    };
    const auto written = co_await service::transact(p_.registry, rename);
    if (!written) co_return problem(written.error());
    p_.lists.put(item);
    reword_places(list, before, name);
    co_return co_await show_lists(200);
}

CityDecisions::Reply CityDecisions::show_policy() {
    const auto limited_first = co_await service::look(p_.engine, [](const ledger::State& state) {
        return state.limited_first();
    });
    if (!limited_first) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] { out.field("limited_first", *limited_first); });
    co_return http::ok(std::move(out));
}

CityDecisions::Reply CityDecisions::policy(Request&) { co_return co_await show_policy(); }

CityDecisions::Reply CityDecisions::set_policy(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const bool limited_first = in.boolean("limited_first");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, service::actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const ledger::SetPolicy command{limited_first};
    const auto answer =
        co_await service::submit(p_.engine, {service::actor_of(request), *key, command});
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    co_return co_await show_policy();
}

} // namespace meguri::features
