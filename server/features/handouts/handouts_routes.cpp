// The city's and the organizations' side: opening, counts, closing, a new printed code.
#include "features/handouts/handout_json.hpp"
#include "features/handouts/handouts.hpp"
#include "features/handouts/handouts_store.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/public_id.hpp"

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;
using service::HandoutTexts;

void Handouts::add_routes(http::Router& router) {
    router.on(Operation::listHandouts, [this](Request& r) { return list(r); });
    router.on(Operation::openHandout, [this](Request& r) { return open(r); });
    router.on(Operation::getHandout, [this](Request& r) { return get(r); });
    router.on(Operation::closeHandout, [this](Request& r) { return close(r); });
    router.on(Operation::retireHandoutCode, [this](Request& r) { return retire_code(r); });
    router.on(Operation::listBudgets, [this](Request& r) { return list_budgets(r); });
    router.on(Operation::giveBudget, [this](Request& r) { return give_budget(r); });
    router.on(Operation::openHandoutScan, [this](Request& r) { return open_scan(r); });
    router.on(Operation::giveByScan, [this](Request& r) { return scan(r); });
    router.on(Operation::listStays, [this](Request& r) { return list_stays(r); });
    router.on(Operation::correctStay, [this](Request& r) { return correct_stay(r); });
    router.on(Operation::openHandoutCode, [this](Request& r) { return open_code(r); });
    router.on(Operation::createClaim, [this](Request& r) { return claim(r); });
    router.on(Operation::checkIn, [this](Request& r) { return check_in(r); });
    router.on(Operation::checkOut, [this](Request& r) { return check_out(r); });
}

http::Async<Try<>> Handouts::load() {
    auto loaded = co_await service::transact(p_.registry, [](store::Database& db) {
        return handouts_store::all(db);
    });
    if (!loaded) co_return std::unexpected(loaded.error());
    for (HandoutTexts& handout : loaded->handouts)
        p_.directory.put(std::move(handout));
    for (const auto& [code, owner] : loaded->retired_codes)
        p_.directory.put_handout_code(code, owner);
    co_return Try<>{};
}

Handouts::Reply Handouts::list(Request& request) {
    Fields in = Fields::of_query(request.query);
    const auto before_id = in.optional_id("before");
    const auto limit = static_cast<std::size_t>(in.optional_integer("limit", 1, 100).value_or(20));
    if (auto refused = in.refused()) co_return std::move(*refused);
    const HandoutTexts* last = before_id ? p_.directory.handout(*before_id) : nullptr;
    const HandoutId before = last ? last->number : HandoutId{};
    const PlaceId staff_of = request.caller().place;
    const auto see_last = [staff_of, before](const ledger::State& state) {
        return see_handout(state, before, staff_of).has_value();
    };
    const auto own = co_await service::look(p_.engine, see_last);
    if (!own) co_return problem(Refusal::paused);
    if (before_id && !*own) co_return problem(Refusal::invalid_request, {.field = "before"});
    // One more than is shown says whether there are more.
    const auto see = [staff_of, before, limit](const ledger::State& state) {
        return see_handouts(state, staff_of, before, limit + 1);
    };
    auto seen = co_await service::look(p_.engine, see);
    if (!seen) co_return problem(Refusal::paused);
    const bool more = seen->size() > limit;
    if (more) seen->pop_back();
    // One whose name is still being written is not shown, and no page ends on it.
    const auto texts_of = [this](const SeenHandout& each) {
        return p_.directory.handout(each.number);
    };
    const HandoutTexts* end = nullptr;
    JsonOut out;
    out.object([&] {
        out.array("handouts", *seen, [&](const SeenHandout& each) {
            const HandoutTexts* texts = texts_of(each);
            if (!texts) return;
            end = texts;
            write(out, {texts, each});
        });
        if (more && end) out.field("next_before", end->id);
    });
    co_return http::ok(std::move(out));
}

http::Async<std::expected<Handouts::Own, Refusal>> Handouts::find_own(const Request& request) {
    const HandoutTexts* texts = p_.directory.handout(request.id);
    if (!texts) co_return std::unexpected(Refusal::not_found);
    const auto see = [id = texts->number,
                      staff_of = request.caller().place](const ledger::State& state) {
        return see_handout(state, id, staff_of);
    };
    const auto seen = co_await service::look(p_.engine, see);
    if (!seen) co_return std::unexpected(Refusal::paused);
    if (!*seen) co_return std::unexpected(Refusal::not_found);
    co_return Own{texts, **seen};
}

http::Async<std::expected<Handouts::Own, Refusal>> Handouts::find_to_act(const Request& request) {
    auto own = co_await find_own(request);
    if (!own) co_return own;
    const auto see = [staff_of = request.caller().place](const ledger::State& state) {
        return refuse_staff(state, staff_of);
    };
    const auto refusal = co_await service::look(p_.engine, see);
    if (!refusal) co_return std::unexpected(Refusal::paused);
    if (*refusal != Refusal::none) co_return std::unexpected(*refusal);
    co_return own;
}

Handouts::Reply Handouts::show_own(const Own& own, int status) {
    JsonOut out;
    write(out, own);
    co_return http::answer(status, std::move(out));
}

Handouts::Reply Handouts::show(const Request& request, int status) {
    const auto own = co_await find_own(request);
    if (!own) co_return problem(own.error());
    co_return co_await show_own(*own, status);
}

Handouts::Reply Handouts::get(Request& request) { co_return co_await show(request, 200); }

// The terms with their program, place and organization, or the refusal and the field at fault.
http::Async<std::expected<ledger::HandoutTerms, http::Response>>
Handouts::terms_of(const Request& request, const AskedHandout& asked) {
    const bool by_operator = request.caller().role == access::Role::operator_;
    if (!by_operator && !asked.organization.empty())
        co_return std::unexpected(problem(Refusal::not_allowed, {.field = "organization"}));
    const auto* program = p_.directory.program(asked.program);
    if (!program)
        co_return std::unexpected(problem(Refusal::program_unknown, {.field = "program"}));
    const auto* place = p_.directory.place(asked.place);
    if (!asked.place.empty() && !place)
        co_return std::unexpected(problem(Refusal::place_unknown, {.field = "place"}));
    const auto* any = p_.directory.place_of_organization(asked.organization);
    if (!asked.organization.empty() && !any)
        co_return std::unexpected(problem(Refusal::organization_unknown, {.field = "organization"})
        );
    Opening opening{by_operator, request.caller().place, {}, {}};
    if (any) opening.organization = any->number;
    if (place) opening.only_at = place->number;
    const auto see = [opening](const ledger::State& state) { return see_giver(state, opening); };
    const auto giver = co_await service::look(p_.engine, see);
    if (!giver) co_return std::unexpected(problem(Refusal::paused));
    if (giver->refusal != Refusal::none)
        co_return std::unexpected(problem(giver->refusal, {.field = giver->field}));
    ledger::HandoutTerms terms = asked.terms;
    terms.organization = giver->organization;
    terms.program = program->number;
    terms.place = opening.only_at;
    co_return terms;
}

Handouts::Reply Handouts::open(Request& request) {
    Fields in(request.body);
    const AskedHandout asked = read_handout(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(asked.key, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    auto terms = co_await terms_of(request, asked);
    if (!terms) co_return std::move(terms.error());
    const ledger::Command command{actor_of(request), *key, ledger::OpenHandout{*terms}};
    const auto answer = co_await service::submit(p_.engine, command);
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    co_return co_await opened(*answer.entry, asked.name);
}

// The ledger has the handout; now its name and code. Sent again after a crash in between, this
// finds the entry and writes them then.
Handouts::Reply Handouts::opened(const ledger::Entry& entry, const std::string& name) {
    const auto* fact = ledger::fact_of<ledger::HandoutOpened>(entry);
    MEGURI_ENSURE(fact);
    const HandoutId number = fact->handout;
    const HandoutTexts* texts = p_.directory.handout(number);
    if (texts && texts->name != name) co_return problem(Refusal::key_reused);
    if (!texts) {
        HandoutTexts fresh;
        fresh.number = number;
        fresh.id = service::fresh_public_id(p_.random);
        fresh.name = name;
        fresh.code = access::PlaceCodes::fresh(p_.random).number;
        fresh.opened_at = entry.at;
        const auto insert_texts = [fresh](store::Database& db) {
            return handouts_store::insert(db, fresh);
        };
        const auto written = co_await service::transact(p_.registry, insert_texts);
        if (!written) co_return problem(written.error());
        if (!*written)
            co_return problem(Refusal::outcome_unknown); // its twin is writing: ask again
        p_.directory.put(fresh);
        texts = p_.directory.handout(number);
    }
    const auto see = [number](const ledger::State& state) {
        return see_handout(state, number, {});
    };
    const auto seen = co_await service::look(p_.engine, see);
    if (!seen) co_return problem(Refusal::paused);
    MEGURI_ENSURE(*seen);
    const Own own{texts, **seen};
    co_return co_await show_own(own, 201);
}

Handouts::Reply Handouts::close(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await find_to_act(request);
    if (!own) co_return problem(own.error());
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const ledger::Command command{
        actor_of(request), *key, ledger::CloseHandout{own->texts->number}
    };
    const auto answer = co_await service::submit(p_.engine, command);
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    co_return co_await show(request, 200);
}

Handouts::Reply Handouts::retire_code(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await find_to_act(request);
    if (!own) co_return problem(own.error());
    const HandoutId number = own->texts->number;
    const std::int64_t fresh = access::PlaceCodes::fresh(p_.random).number;
    const Instant now = p_.engine.now();
    const auto set_code = [number, fresh, now](store::Database& db) {
        return handouts_store::replace_code(db, number, fresh, now);
    };
    const auto written = co_await service::transact(p_.registry, set_code);
    if (!written) co_return problem(written.error());
    HandoutTexts texts =
        *p_.directory.handout(number); // as it is now: another may have been faster
    p_.directory.put_handout_code(texts.code, {number, now});
    texts.code = fresh;
    p_.directory.put(texts);
    co_return co_await show(request, 200);
}

} // namespace meguri::features
