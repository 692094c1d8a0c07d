// The owner's side: gives, sees, takes back.
#include "features/mandates/mandates.hpp"
#include "service/actor.hpp"
#include "service/look_log.hpp"

#include <algorithm>
#include <set>

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using ledger::MandateRights;
using service::actor_of;

void Mandates::add_routes(http::Router& router) {
    router.on(Operation::listMandates, [this](Request& r) { return list(r); });
    router.on(Operation::openMandateCode, [this](Request& r) { return open_code(r); });
    router.on(Operation::giveMandate, [this](Request& r) { return give(r); });
    router.on(Operation::revokeMandate, [this](Request& r) { return revoke(r); });
    router.on(Operation::getMandateWallet, [this](Request& r) { return wallet(r); });
    router.on(Operation::createMandateCode, [this](Request& r) { return create_code(r); });
    router.on(Operation::previewOnMandate, [this](Request& r) { return preview(r); });
    router.on(Operation::payOnMandate, [this](Request& r) { return pay(r); });
    router.on(Operation::closeMandateKey, [this](Request& r) { return close_key(r); });
}

namespace {

constexpr std::int64_t wallets_a_look = 20'000;
constexpr std::size_t most_held = 100; // shown; the newest

// Not inside the coroutines: g++ 12 cannot keep an initializer list in a coroutine's frame.
MandateRights read_rights(Fields& in) {
    MandateRights rights;
    for (const std::uint32_t bit : in.several<std::uint32_t>(
             "rights",
             {{"see", MandateRights::see},
              {"top_up", MandateRights::top_up},
              {"pay", MandateRights::pay}},
             1
         ))
        rights.bits |= bit;
    return rights;
}

ledger::Amount read_maximum(Fields& in, std::string_view name) {
    return {in.has(name) ? in.amount(name) : 0};
}

std::string_view state_word(const ledger::Mandate& mandate, Date today) {
    if (mandate.revoked) return "revoked";
    return mandate.in_force(today) ? "active" : "ended";
}

} // namespace

std::string Mandates::id_of(WalletId wallet, std::int64_t number) const {
    Writer which;
    which.i(wallet.value), which.i(number);
    return to_base32(view(hmac_sha256(view(id_key_), which.done())).substr(0, 10));
}

void Mandates::remember(WalletId wallet, const ledger::MandateGiven& given) {
    std::vector<Which>& all = held_[given.terms.to];
    const auto known = std::find_if(all.begin(), all.end(), [&](const Which& w) {
        return w.wallet == wallet && w.number == given.mandate;
    });
    if (known == all.end()) all.push_back({wallet, given.mandate});
}

http::Async<Try<>> Mandates::load() {
    struct Slice {
        std::vector<std::pair<WalletId, ledger::MandateGiven>> given;
        std::int64_t next = 0; // 0: all were looked at
    };
    for (std::int64_t next = 1; next != 0;) {
        const auto look_through = [from = next](const ledger::State& state) {
            Slice slice;
            const std::int64_t to = std::min(from + wallets_a_look, state.wallets.size() + 1);
            for (std::int64_t n = from; n < to; ++n) {
                const ledger::Wallet* wallet = state.wallets.find({n});
                if (!wallet) continue;
                for (const ledger::Mandate& m : wallet->mandates)
                    slice.given.push_back({{n}, {m.number, m.terms}});
            }
            slice.next = to > state.wallets.size() ? 0 : to;
            return slice;
        };
        const auto slice = co_await service::look(p_.engine, look_through);
        if (!slice) co_return fault(FaultCode::unavailable, "mandates: the ledger is paused");
        for (const auto& [wallet, given] : slice->given)
            remember(wallet, given);
        next = slice->next;
    }
    co_return Try<>{};
}

http::Async<bool> Mandates::complete() {
    if (!incomplete_) co_return true;
    incomplete_ = false; // before the look: who loses an answer meanwhile says so again
    const auto done = co_await load();
    if (!done) incomplete_ = true;
    co_return done.has_value();
}

http::Async<std::expected<std::vector<Mandates::Found>, http::Response>>
Mandates::all(Request& request, As as) {
    std::vector<Which> held;
    if (as == As::holder) {
        const bool known = co_await complete();
        if (!known) co_return std::unexpected(problem(Refusal::paused));
        const auto mine = held_.find(request.caller().person);
        if (mine != held_.end()) held = mine->second;
    }
    const auto collect = [as, held, own = request.session->wallet,
                          today = jst_date(request.at)](const ledger::State& state) {
        std::vector<Found> all;
        const auto add = [&](WalletId id, const ledger::Wallet& wallet, const ledger::Mandate& m) {
            all.push_back(
                {id, wallet.owner, m,
                 ledger::counted(
                     wallet.tallies, ledger::Counter::mandate, m.number, ledger::Period::month,
                     today
                 )}
            );
        };
        const ledger::Wallet* mine = state.wallets.find(own);
        for (const ledger::Mandate& m :
             as == As::owner && mine ? mine->mandates : std::vector<ledger::Mandate>{})
            add(own, *mine, m);
        for (const Which& which : held) {
            const ledger::Wallet* wallet = state.wallets.find(which.wallet);
            for (const ledger::Mandate& m :
                 wallet ? wallet->mandates : std::vector<ledger::Mandate>{})
                if (m.number == which.number) add(which.wallet, *wallet, m);
        }
        return all;
    };
    auto found = co_await service::look(p_.engine, collect);
    if (!found) co_return std::unexpected(problem(Refusal::paused));
    co_return std::move(*found);
}

http::Async<std::expected<Mandates::Found, http::Response>> Mandates::one(Request& request, As as) {
    const auto found = co_await all(request, as);
    if (!found) co_return std::unexpected(found.error());
    for (const Found& each : *found) {
        if (id_of(each.wallet, each.mandate.number) == request.id) co_return each;
    }
    co_return std::unexpected(problem(Refusal::not_found));
}

bool Mandates::allows(const Found& found, std::uint32_t right, Date today) {
    return found.mandate.gives(right, today);
}

http::Async<std::expected<std::vector<std::string>, http::Response>>
Mandates::labels(const Request& request, std::vector<PersonId> people) {
    const auto read = [this, people, by = request.caller().person,
                       at = request.at](store::Database& db) -> Try<std::vector<std::string>> {
        std::vector<std::string> all;
        std::set<PersonId> noted;
        for (const PersonId person : people) {
            const service::Look look{by, person, "mandate", "mandate"};
            if (noted.insert(person).second) {
                if (auto done = service::note_look(db, p_.vault, look, at); !done)
                    return std::unexpected(done.error());
            }
            const auto phone = p_.vault.get(db, person, vault::field::phone);
            if (!phone) return std::unexpected(phone.error());
            const bool known = *phone && (*phone)->size() > 2;
            all.push_back(known ? "··" + (*phone)->substr((*phone)->size() - 2) : "");
        }
        return all;
    };
    const auto found = co_await service::transact(p_.registry, read);
    if (!found) co_return std::unexpected(problem(found.error()));
    co_return *found;
}

void Mandates::write(JsonOut& out, const Found& found, std::string_view label, Date today) const {
    const ledger::GiveMandate& terms = found.mandate.terms;
    std::vector<std::string_view> rights;
    if (terms.rights.bits & MandateRights::see) rights.push_back("see");
    if (terms.rights.bits & MandateRights::top_up) rights.push_back("top_up");
    if (terms.rights.bits & MandateRights::pay) rights.push_back("pay");
    out.object([&] {
        out.field("id", id_of(found.wallet, found.mandate.number));
        out.field("label", label);
        out.array("rights", rights, [&](std::string_view word) { out.item(word); });
        if (terms.payment_maximum.value > 0)
            out.field("payment_maximum", terms.payment_maximum.value);
        if (terms.month_maximum.value > 0) {
            out.field("month_maximum", terms.month_maximum.value);
            const std::int64_t left = terms.month_maximum.value - found.month_used.value;
            out.field("month_left", std::max<std::int64_t>(0, left));
        }
        out.field("until", terms.until);
        out.field("state", state_word(found.mandate, today));
    });
}

Mandates::Reply Mandates::list(Request& request) {
    const auto given = co_await all(request, As::owner);
    if (!given) co_return given.error();
    auto held = co_await all(request, As::holder);
    if (!held) co_return held.error();
    if (held->size() > most_held)
        held->erase(held->begin(), held->end() - static_cast<std::ptrdiff_t>(most_held));
    std::vector<PersonId> people;
    for (const Found& each : *given)
        people.push_back(each.mandate.terms.to);
    for (const Found& each : *held)
        people.push_back(each.owner);
    const auto names = co_await labels(request, people);
    if (!names) co_return names.error();
    const Date today = jst_date(request.at);
    std::size_t n = 0;
    JsonOut out;
    out.object([&] {
        out.array("given", *given, [&](const Found& f) { write(out, f, (*names)[n++], today); });
        out.array("received", *held, [&](const Found& f) { write(out, f, (*names)[n++], today); });
    });
    co_return http::ok(std::move(out));
}

// The other person shows the code of the own wallet: so a mandate is given face to face, and nobody
// learns from a telephone number who has a wallet.
Mandates::Reply Mandates::open_code(Request& request) {
    Fields in(request.body);
    const std::string scanned = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto use_code = [this, scanned, by = request.caller().person,
                           at = request.at](store::Database& db) {
        return p_.codes.redeem(db, scanned, {by}, at);
    };
    const auto shown = co_await service::transact(p_.registry, use_code);
    if (!shown) co_return problem(shown.error());
    if (!*shown) co_return problem(shown->error(), {.field = "code"});
    const WalletId owners = (*shown)->wallet;
    if (owners == request.session->wallet)
        co_return problem(Refusal::same_wallet, {.field = "code"});
    const auto owner_of = [id = owners](const ledger::State& state) {
        const ledger::Wallet* wallet = state.wallets.find(id);
        return wallet ? wallet->owner : PersonId{};
    };
    const auto person = co_await service::look(p_.engine, owner_of);
    if (!person) co_return problem(Refusal::paused);
    if (!*person) co_return problem(Refusal::wallet_unknown);
    std::vector<PersonId> who(1, *person);
    const auto names = co_await labels(request, std::move(who));
    if (!names) co_return names.error();
    const Instant now = p_.engine.now(); // of both: one's age is judged by the other's
    JsonOut out;
    out.object([&] {
        out.field("to", references_.seal(owners, request.caller(), now, p_.random));
        out.field("label", names->front());
        out.field("key", p_.keys.seal(actor_of(request), now, p_.random));
        out.field("key_expires_at", now + ledger::key_life_ms);
    });
    co_return http::ok(std::move(out));
}

Mandates::Reply Mandates::give(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string reference = in.text("to", 1, 200);
    ledger::GiveMandate give{request.session->wallet, {}, read_rights(in), {}, {}, {}};
    give.payment_maximum = read_maximum(in, "payment_maximum");
    give.month_maximum = read_maximum(in, "month_maximum");
    give.until = in.optional_date("until").value_or(Date{});
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto to = references_.open(reference, request.caller(), key->issued_at);
    if (!to) co_return problem(Refusal::wallet_code_expired, {.field = "to"});
    const auto owner_of = [id = *to](const ledger::State& state) {
        const ledger::Wallet* wallet = state.wallets.find(id);
        return wallet ? wallet->owner : PersonId{};
    };
    const auto person = co_await service::look(p_.engine, owner_of);
    if (!person) co_return problem(Refusal::paused);
    give.to = *person;
    const auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, give});
    if (answer.refusal == Refusal::outcome_unknown) incomplete_ = true;
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    const ledger::MandateGiven* made = ledger::fact_of<ledger::MandateGiven>(*answer.entry);
    MEGURI_ENSURE(made);
    remember(give.wallet, *made);
    co_return co_await show_one(request, {give.wallet, made->mandate}, true);
}

Mandates::Reply Mandates::show_one(Request& request, Which which, bool created) {
    const auto given = co_await all(request, As::owner);
    if (!given) co_return given.error();
    for (const Found& each : *given) {
        if (each.wallet != which.wallet || each.mandate.number != which.number) continue;
        std::vector<PersonId> who(1, each.mandate.terms.to);
        const auto names = co_await labels(request, std::move(who));
        if (!names) co_return names.error();
        JsonOut out;
        write(out, each, names->front(), jst_date(request.at));
        co_return created ? http::created(std::move(out)) : http::ok(std::move(out));
    }
    co_return problem(Refusal::not_found);
}

Mandates::Reply Mandates::revoke(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto found = co_await one(request, As::owner);
    if (!found) co_return found.error();
    const Which which{found->wallet, found->mandate.number};
    const ledger::RevokeMandate revoke{which.wallet, which.number};
    const auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, revoke});
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    co_return co_await show_one(request, which, false);
}

} // namespace meguri::features
