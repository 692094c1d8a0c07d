#include "features/places/places.hpp"
#include "features/places/places_store.hpp"
#include "http/fields.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/public_id.hpp"

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using ledger::Capabilities;
using service::actor_of;
using service::PlaceTexts;

void Places::add_routes(http::Router& router) {
    router.on(Operation::listPlaces, [this](Request& r) { return list(r); });
    router.on(Operation::createPlace, [this](Request& r) { return create(r); });
    router.on(Operation::getPlace, [this](Request& r) { return get(r); });
    router.on(Operation::setPlaceStatus, [this](Request& r) { return set_status(r); });
    router.on(Operation::setPlaceTraits, [this](Request& r) { return set_traits(r); });
    router.on(Operation::retirePlaceCode, [this](Request& r) { return retire_code(r); });
    router.on(Operation::getOwnPlace, [this](Request& r) { return own(r); });
    router.on(Operation::getSales, [this](Request& r) { return sales(r); });
    router.on(Operation::listSales, [this](Request& r) { return list_sales(r); });
    router.on(Operation::getSalesCsv, [this](Request& r) { return sales_file(r); });
    router.on(Operation::listPlaceSales, [this](Request& r) { return list_sales(r); });
    router.on(Operation::getPlaceSalesCsv, [this](Request& r) { return sales_file(r); });
    router.on(Operation::getCash, [this](Request& r) { return cash(r); });
}

namespace {

Capabilities read_capabilities(Fields& in) {
    Capabilities all;
    const auto bits = in.several<std::uint32_t>(
        "capabilities",
        {{"takes_money", Capabilities::takes_money},
         {"tops_up", Capabilities::tops_up},
         {"takes_points", Capabilities::takes_points},
         {"gives", Capabilities::gives}},
        1
    );
    for (const std::uint32_t bit : bits)
        all.bits |= bit;
    return all;
}

ledger::PlaceStatus read_status(Fields& in) {
    return in.choice<ledger::PlaceStatus>(
        "status", {{"open", ledger::PlaceStatus::open}, {"closed", ledger::PlaceStatus::closed}}
    );
}

bool same_texts(const PlaceTexts& a, const PlaceTexts& b) {
    return a.name == b.name && a.reading == b.reading && a.type == b.type && a.area == b.area &&
           a.organization_name == b.organization_name;
}

} // namespace

http::Async<Try<>> Places::load() {
    auto loaded = co_await service::transact(p_.registry, [](store::Database& db) {
        return places_store::all(db);
    });
    if (!loaded) co_return std::unexpected(loaded.error());
    for (std::size_t i = 0; i < loaded->places.size(); ++i) {
        PlaceTexts& place = loaded->places[i];
        const places_store::Organization& organization = loaded->organizations[i];
        organizations_.try_emplace( // by its first place, the oldest
            organization.name,
            Organization{organization.number, place.organization_id, organization.since}
        );
        p_.directory.put(std::move(place));
    }
    for (const auto& [code, place] : loaded->retired_codes)
        p_.directory.put_code(code, {place, true});
    co_return Try<>{};
}

Places::Facts Places::facts_of(const ledger::Place* place) {
    return place ? Facts{true, place->status, place->capabilities, place->traits} : Facts{};
}

std::string_view Places::word_of(ledger::PlaceStatus status) {
    return status == ledger::PlaceStatus::open ? "open" : "closed";
}

void Places::write(JsonOut& out, const PlaceTexts& texts, const Facts& place) const {
    out.object([&] {
        out.field("id", texts.id);
        out.field("name", texts.name);
        out.field("reading", texts.reading);
        out.field("type", texts.type);
        out.field("area", texts.area);
        service::write_capabilities(out, place.capabilities);
        out.object("organization", [&] {
            out.field("id", texts.organization_id);
            out.field("name", texts.organization_name);
        });
        if (place.traits != ledger::PlaceTraits{}) {
            out.object("traits", [&] {
                if (place.traits.type > 0) out.field("type", std::int64_t{place.traits.type});
                if (place.traits.area > 0) out.field("area", std::int64_t{place.traits.area});
            });
        }
        out.field("status", word_of(place.status));
        out.field("code_url", p_.codes.url({1, texts.code}));
        out.field("code_number", texts.shop_number);
    });
}

Places::Reply Places::list(Request&) {
    const auto seen = co_await service::look(p_.engine, [](const ledger::State& state) {
        std::vector<Facts> all; // by number, from 1
        all.reserve(static_cast<std::size_t>(state.places.size()));
        for (std::int64_t n = 1; n <= state.places.size(); ++n)
            all.push_back(facts_of(state.places.find({n})));
        return all;
    });
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.array("places", p_.directory.places(), [&](const PlaceTexts* texts) {
            const auto at = static_cast<std::size_t>(texts->number.value - 1);
            if (at < seen->size() && (*seen)[at].exists) write(out, *texts, (*seen)[at]);
        });
    });
    co_return http::ok(std::move(out));
}

Places::Reply Places::show(const PlaceTexts& texts, int status) {
    const auto seen =
        co_await service::look(p_.engine, [id = texts.number](const ledger::State& state) {
            return facts_of(state.places.find(id));
        });
    if (!seen) co_return problem(Refusal::paused);
    if (!seen->exists) co_return problem(Refusal::place_unknown);
    JsonOut out;
    write(out, texts, *seen);
    co_return http::answer(status, std::move(out));
}

Places::Reply Places::get(Request& request) {
    const auto* texts = p_.directory.place(request.id);
    if (!texts) co_return problem(Refusal::not_found);
    co_return co_await show(*texts, 200);
}

Places::Reply Places::create(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    PlaceTexts texts;
    texts.name = in.text("name", 1, 60);
    texts.reading = in.text("reading", 1, 60);
    texts.type = in.text("type", 1, 40);
    texts.area = in.text("area", 1, 40);
    const Capabilities capabilities = read_capabilities(in);
    texts.organization_name = in.text("organization_name", 1, 60);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    // As it was when the key was issued: the same command sent again must be the same command, also
    // after its first sending has made the organization.
    const auto known = organizations_.find(texts.organization_name);
    const bool there = known != organizations_.end() && known->second.since < key->issued_at;
    const OrganizationId organization = there ? known->second.number : OrganizationId{};
    const auto answer = co_await service::submit(
        p_.engine, {actor_of(request), *key, ledger::RegisterPlace{organization, capabilities}}
    );
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    co_return co_await place_from(*answer.entry, std::move(texts));
}

// The ledger has the place; now its names. Sent again after a crash in between, this finds the
// entry and writes them then.
Places::Reply Places::place_from(const ledger::Entry& entry, PlaceTexts texts) {
    const auto* fact = ledger::fact_of<ledger::PlaceRegistered>(entry);
    MEGURI_ENSURE(fact);
    if (const auto* known = p_.directory.place(fact->place)) {
        if (!same_texts(*known, texts)) co_return problem(Refusal::key_reused);
        co_return co_await show(*known, 201);
    }
    const auto organization = organizations_.find(texts.organization_name);
    texts.number = fact->place;
    texts.organization = fact->organization;
    texts.id = service::fresh_public_id(p_.random);
    texts.organization_id = organization == organizations_.end()
                                ? service::fresh_public_id(p_.random)
                                : organization->second.id;
    texts.capabilities = fact->capabilities.bits;
    texts.code = access::PlaceCodes::fresh(p_.random).number;
    do
        texts.shop_number = access::fresh_shop_number(p_.random);
    while (p_.directory.place_of_shop_number(texts.shop_number));
    const auto insert_texts = [texts, at = entry.at](store::Database& db) {
        return places_store::insert(db, texts, at);
    };
    const auto written = co_await service::transact(p_.registry, insert_texts);
    if (!written) co_return problem(written.error());
    if (!*written) co_return problem(Refusal::outcome_unknown); // its twin is writing it: ask again
    organizations_.try_emplace(
        texts.organization_name, Organization{fact->organization, texts.organization_id, entry.at}
    );
    p_.directory.put(texts);
    co_return co_await show(texts, 201);
}

Places::Reply Places::set_status(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const ledger::PlaceStatus status = read_status(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* texts = p_.directory.place(request.id);
    if (!texts) co_return problem(Refusal::place_unknown);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto answer = co_await service::submit(
        p_.engine, {actor_of(request), *key, ledger::SetPlaceStatus{texts->number, status}}
    );
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    co_return co_await show(*texts, 200);
}

// The words on the place's page follow the numbers, so that nobody reads one thing while the rules
// know another.
Places::Reply Places::set_traits(Request& request) {
    using service::CityList;
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::int64_t type = in.optional_integer("type", 1, 1'000'000).value_or(0);
    const std::int64_t area = in.optional_integer("area", 1, 1'000'000).value_or(0);
    const auto* type_item = p_.lists.find(CityList::place_types, type);
    const auto* area_item = p_.lists.find(CityList::areas, area);
    if (type > 0 && !type_item) in.refuse("type");
    if (area > 0 && !area_item) in.refuse("area");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* found = p_.directory.place(request.id);
    if (!found) co_return problem(Refusal::place_unknown);
    PlaceTexts texts = *found;
    if (type_item) texts.type = type_item->name;
    if (area_item) texts.area = area_item->name;
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const ledger::SetPlaceTraits command{
        texts.number, {static_cast<std::int32_t>(type), static_cast<std::int32_t>(area)}
    };
    const auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, command});
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    const auto set_words = [place = texts.number, type = texts.type,
                            area = texts.area](store::Database& db) {
        return places_store::set_words(db, place, type, area);
    };
    const auto written = co_await service::transact(p_.registry, set_words);
    if (!written) co_return problem(written.error());
    PlaceTexts now = *p_.directory.place(texts.number); // its code may have been replaced meanwhile
    now.type = texts.type, now.area = texts.area;
    p_.directory.put(now);
    co_return co_await show(now, 200);
}

Places::Reply Places::retire_code(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* found = p_.directory.place(request.id);
    if (!found) co_return problem(Refusal::place_unknown);
    PlaceTexts texts = *found;
    const std::int64_t old = texts.code;
    texts.code = access::PlaceCodes::fresh(p_.random).number;
    const auto set_code = [place = texts.number, code = texts.code,
                           at = request.at](store::Database& db) {
        return places_store::replace_code(db, place, code, at);
    };
    const auto written = co_await service::transact(p_.registry, set_code);
    if (!written) co_return problem(written.error());
    p_.directory.put_code(old, {texts.number, true});
    p_.directory.put(texts);
    co_return co_await show(texts, 200);
}

} // namespace meguri::features
