// A resident reads a slip and pays it.
#include "base/hash.hpp"
#include "base/typed_digits.hpp"
#include "features/public_dues/public_dues.hpp"
#include "http/problem.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"

#include <fmt/format.h>

namespace meguri::features {

namespace rows = public_dues_store;
using access::Operation;
using gateway::Slip;
using gateway::SlipProblem;
using gateway::SlipRefused;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

namespace {

// The slip's number and how often it was given back: the ledger holds for it once, whoever asks.
// Keyed: the books stay, and the number leads to somebody's tax.
ledger::SourceRef source_of(const vault::Vault& vault, const Slip& slip, std::int64_t returned) {
    const Hash hash = vault.lookup_hash("slip_source", fmt::format("{}/{}", slip.number, returned));
    ledger::SourceRef ref;
    std::copy_n(hash.begin(), ref.size(), ref.begin());
    return ref;
}

Refusal word_of(SlipProblem what) {
    return what == SlipProblem::payee ? Refusal::slip_not_taken : Refusal::slip_unreadable;
}

Refusal word_of(SlipRefused what) {
    switch (what) {
    case SlipRefused::none: break;
    case SlipRefused::already_paid: return Refusal::slip_taken;
    case SlipRefused::expired: return Refusal::slip_expired;
    case SlipRefused::unknown:
    case SlipRefused::amount_differs: return Refusal::slip_unknown;
    }
    return Refusal::none;
}

// "" unless exactly so many digits were typed.
std::string digits_in(Fields& in, std::string_view name, std::size_t length, std::size_t most) {
    const std::string typed = in.text(name, 1, most);
    if (typed.empty()) return "";
    const auto digits = typed_digits(typed);
    if (digits && digits->size() == length) return *digits;
    in.refuse(name);
    return "";
}

// The institution is told apart: another one is no mistake in typing, but another kind of slip.
std::pair<Slip, std::string> typed_slip(Fields in) {
    Slip slip;
    std::string institution = digits_in(in, "institution", 5, 20);
    slip.number = digits_in(in, "number", 20, 60);
    slip.confirmation = digits_in(in, "confirmation", 6, 20);
    slip.division = digits_in(in, "division", 3, 10);
    if (in.has("amount")) slip.yen = in.amount("amount");
    return {slip, std::move(institution)};
}

} // namespace

void PublicDues::add_routes(http::Router& router) {
    router.on(Operation::previewPublicDues, [this](Request& r) { return preview(r); });
    router.on(Operation::payPublicDues, [this](Request& r) { return pay(r); });
    router.on(Operation::getPublicDues, [this](Request& r) { return show(r); });
    router.on(Operation::listOwnPublicDues, [this](Request& r) { return list_own(r); });
    router.on(Operation::listPublicDues, [this](Request& r) { return list_city(r); });
    router.on(Operation::getDuesReconciliation, [this](Request& r) { return reconcile(r); });
}

// The slip in the body, scanned or typed. `in` says what is wrong with its form; the refusal is
// about the slip.
std::expected<PublicDues::Asked, PublicDues::No>
PublicDues::asked_for(Fields& in, Date today) const {
    const auto code = in.optional_text("code", 1, 500);
    const auto typed = in.optional_object("typed");
    if (code.has_value() == typed.has_value()) in.refuse("code");
    Asked asked;
    std::string institution(gateway::slip_institution);
    asked.field = code ? "code" : "typed";
    if (typed) std::tie(asked.slip, institution) = typed_slip(*typed);
    if (in.refused()) return std::unexpected(No{Refusal::invalid_request, ""});
    if (code) {
        auto read = gateway::read_slip(*code);
        if (!read) return std::unexpected(No{word_of(read.error()), "code"});
        asked.slip = std::move(*read);
    }
    const auto kind = kind_of(asked.slip.division);
    const bool ours = asked.slip.organization == p_.config.public_dues->organization || typed;
    if (!kind || !ours || institution != gateway::slip_institution)
        return std::unexpected(No{Refusal::slip_not_taken, asked.field});
    if (asked.slip.last && asked.slip.last < today)
        return std::unexpected(No{Refusal::slip_expired, asked.field});
    asked.kind = *kind;
    return asked;
}

std::optional<std::int32_t> PublicDues::kind_of(std::string_view division) const {
    const auto& taxes = p_.config.public_dues->taxes;
    for (std::size_t kind = 0; kind < taxes.size(); ++kind) {
        const std::string_view codes =
            std::string_view(taxes[kind]).substr(0, taxes[kind].find(' '));
        for (std::size_t at = 0; at < codes.size(); at += 4) {
            if (codes.substr(at, 3) == division) return static_cast<std::int32_t>(kind);
        }
    }
    return std::nullopt;
}

// What the clearing side says of the slip, with its amount where none was given. False: it does not
// answer; then the amount must have been given.
http::Async<std::expected<bool, PublicDues::No>> PublicDues::confirm(Asked& asked) {
    const auto ask = [this, slip = asked.slip] { return p_.clearing->ask(slip); };
    const auto standing = co_await http::on_pool(p_.workers, ask);
    if (!standing) {
        if (asked.slip.yen == 0)
            co_return std::unexpected(No{Refusal::slip_unanswered, "typed.amount"});
        co_return false;
    }
    if (standing->refused != SlipRefused::none)
        co_return std::unexpected(No{word_of(standing->refused), asked.field});
    if (asked.slip.yen == 0) asked.slip.yen = standing->yen;
    if (asked.slip.yen == 0)
        co_return std::unexpected(No{Refusal::slip_unanswered, "typed.amount"});
    co_return true;
}

// --- a look before paying: moves nothing

PublicDues::Reply PublicDues::preview(Request& request) {
    if (!p_.clearing) co_return problem(Refusal::not_found);
    Fields in(request.body);
    auto asked = asked_for(in, jst_date(request.at));
    if (auto refused = in.refused()) co_return std::move(*refused);
    if (!asked) co_return problem(asked.error().first, {.field = asked.error().second});
    const auto find = [this, number = asked->slip.number](store::Database& db) {
        return rows::is_taken(db, p_.vault, number);
    };
    const auto taken = co_await service::transact(p_.registry, find);
    if (!taken) co_return problem(taken.error());
    if (*taken) co_return problem(Refusal::slip_taken, {.field = asked->field});
    const auto confirmed = co_await confirm(*asked);
    if (!confirmed) co_return problem(confirmed.error().first, {.field = confirmed.error().second});
    co_return co_await shown(*asked, *confirmed, request);
}

PublicDues::Reply PublicDues::shown(const Asked& asked, bool confirmed, const Request& request) {
    const ledger::HoldDues hold{request.session->wallet, {asked.slip.yen}, asked.kind};
    const auto try_it = [hold, at = request.at](const ledger::State& state) {
        return ledger::decide_hold_dues(state, hold, ledger::Now::of(std::max(state.last_at, at)));
    };
    const auto outcome = co_await service::look(p_.engine, try_it);
    if (!outcome) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.raw("slip", [&] {
            JsonOut slip;
            write_slip(slip, asked.slip, asked.kind);
            return std::move(slip).text();
        }());
        out.field("confirmed", confirmed);
        out.field("overdue", asked.slip.due && asked.slip.due < jst_date(request.at));
        json_.explanation(
            out, "explanation", *outcome ? (*outcome)->explanation : outcome->error().explanation
        );
        if (!*outcome) out.field("refusal", text_of(outcome->error().word).word);
    });
    co_return http::ok(std::move(out));
}

// --- paying

PublicDues::Reply PublicDues::pay(Request& request) {
    if (!p_.clearing) co_return problem(Refusal::not_found);
    Fields in(request.body);
    const std::string token = in.token("key");
    // Not held against today: the same key again has the same answer, also after midnight.
    auto asked = asked_for(in, Date::none());
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    if (!asked) co_return problem(asked.error().first, {.field = asked.error().second});
    if (asked->slip.yen == 0)
        co_return problem(Refusal::slip_unanswered, {.field = "typed.amount"});
    Dues it;
    it.person = request.caller().person, it.wallet = request.session->wallet;
    it.key = to_hex(view(key->id));
    it.slip = asked->slip, it.kind = asked->kind, it.created = request.at;
    ledger::Command command{
        actor_of(request), *key, ledger::HoldDues{it.wallet, {it.slip.yen}, it.kind}
    };
    co_return co_await hold(std::move(it), std::move(command));
}

http::Async<std::expected<rows::Wanted, Refusal>> PublicDues::want(Dues it) {
    const auto note = [this, it](store::Database& db) { return rows::want(db, p_.vault, it); };
    auto wanted = co_await service::transact(p_.registry, note);
    if (!wanted) co_return std::unexpected(Refusal::paused); // the ledger was not asked
    if (wanted->known && wanted->known->slip != it.slip)
        co_return std::unexpected(Refusal::key_reused);
    const bool begun = wanted->known && wanted->known->state != Dues::State::wanted;
    if (!begun && it.slip.last && it.slip.last < jst_date(it.created))
        co_return std::unexpected(Refusal::slip_expired);
    co_return std::move(*wanted);
}

PublicDues::Reply PublicDues::hold(Dues it, ledger::Command command) {
    const auto wanted = co_await want(it);
    if (!wanted) co_return problem(wanted.error());
    if (wanted->known && wanted->known->state != Dues::State::wanted) {
        co_return co_await answer(wanted->known->hold, 201);
    }
    command.source = source_of(p_.vault, it.slip, wanted->returned);
    const ledger::Key key = *command.key;
    const auto held = co_await service::submit(p_.engine, std::move(command));
    if (held.refusal == Refusal::source_reused) co_return problem(Refusal::slip_taken);
    if (!held.done()) co_return json_.refused(held.refusal, held.explanation());
    // The same person's earlier hold for this slip, under another key.
    if (!held.entry->key || held.entry->key->id != key.id) co_return problem(Refusal::slip_taken);
    const auto effect = engine::dues_effect(*held.entry);
    MEGURI_ENSURE(effect.has_value());
    // Should this fail, the outbox still knows.
    if (const auto taken = co_await take_over(*effect); !taken) co_return problem(taken.error());
    start(effect->hold);
    co_return co_await answer(effect->hold, 201);
}

} // namespace meguri::features
