// The PIN of a card (GEN-b): whether and when it is asked for is the city's decision. The holder
// chooses it with the activation code under the scratch film, or changes it with the one before;
// the city's counter sets it anew for whoever proved who they are, and writes down that it did.
#include "access/password.hpp"
#include "base/codec.hpp"
#include "features/cards/cards.hpp"
#include "ledger/giving.hpp"
#include "service/actor.hpp"
#include "service/look_log.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using pins_store::Ask;
using pins_store::Policy;

namespace {

// Not inside the coroutines: g++ 12 cannot keep an initializer list in a coroutine's frame.
Policy read_policy(Fields& in) {
    Policy policy;
    policy.ask =
        in.choice<Ask>("pin", {{"off", Ask::off}, {"always", Ask::always}, {"above", Ask::above}});
    if (policy.ask == Ask::above) policy.above = {in.amount("above")};
    return policy;
}

std::string_view word_of(Ask ask) {
    return ask == Ask::off ? "off" : ask == Ask::always ? "always" : "above";
}

void write_policy(JsonOut& out, const Policy& policy) {
    out.field("pin", word_of(policy.ask));
    if (policy.ask == Ask::above) out.field("above", policy.above.value);
}

std::optional<std::string> read_pin(Fields& in, std::string_view name) {
    if (!in.has(name)) return std::nullopt;
    std::string pin = in.secret(name, 4, 4);
    const bool digits = std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) in.refuse(name);
    return pin;
}

http::Response wrong(Refusal word) { return problem(word, {.field = "pin"}); }

} // namespace

Cards::Reply Cards::card_policy(Request&) {
    const auto read = [](store::Database& db) { return pins_store::policy(db); };
    const auto policy = co_await service::transact(p_.registry, read);
    if (!policy) co_return problem(policy.error());
    JsonOut out;
    out.object([&] { write_policy(out, *policy); });
    co_return http::ok(std::move(out));
}

Cards::Reply Cards::set_card_policy(Request& request) {
    Fields in(request.body);
    const Policy policy = read_policy(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto set = [policy, by = request.caller().person, at = request.at](store::Database& db) {
        return pins_store::set_policy(db, policy, by, at);
    };
    const auto done = co_await service::transact(p_.registry, set);
    if (!done) co_return problem(done.error());
    co_return co_await card_policy(request);
}

http::Async<Try<Cards::PinState>> Cards::pin_state(CardId card) {
    const auto read = [card](store::Database& db) -> Try<PinState> {
        const auto policy = pins_store::policy(db);
        if (!policy) return std::unexpected(policy.error());
        auto kept = pins_store::find(db, card);
        if (!kept) return std::unexpected(kept.error());
        return PinState{*policy, std::move(*kept)};
    };
    co_return co_await service::transact(p_.registry, read);
}

void Cards::write_pin(JsonOut& out, const PinState& state) {
    out.object("pin", [&] {
        out.field("asked", word_of(state.policy.ask));
        if (state.policy.ask == Ask::above) out.field("above", state.policy.above.value);
        out.field("chosen", state.kept.has_value());
        out.field("locked", state.kept && state.kept->locked());
    });
}

// One card's PIN says nothing about another's, and without the city's key nothing can be tried.
std::string Cards::pin_secret(CardId card, std::string_view pin) const {
    Writer w;
    w.i(card.value);
    w.bytes(pin);
    return to_base64url(view(hmac_sha256(view(pin_key_), w.done())));
}

// One try of a card at a time: right ones at once are all right, and of wrong ones no more are
// judged than may be.
Cards::MaybeRefused Cards::refuse_wrong_pin(
    CardId card, pins_store::Pin kept, std::string typed, boost::asio::thread_pool& workers
) {
    const auto turn = co_await pin_turns_.wait(card);
    const auto count = [card](store::Database& db) { return pins_store::count_try(db, card); };
    const auto may_try = co_await service::transact(p_.registry, count);
    if (!may_try) co_return problem(may_try.error());
    if (!may_try->has_value()) co_return wrong(Refusal::pin_locked);
    const auto check = [hash = kept.hash, secret = pin_secret(card, typed)] {
        return access::verify_password(hash, secret);
    };
    const bool right = co_await http::on_pool(workers, check);
    if (!right && **may_try == 0) co_return wrong(Refusal::pin_locked);
    if (!right) co_return wrong(Refusal::pin_wrong);
    const auto forget = [card](store::Database& db) { return pins_store::forget_tries(db, card); };
    const auto done = co_await service::transact(p_.registry, forget);
    if (!done) co_return problem(done.error());
    co_return std::nullopt;
}

// A command that was done already is answered again whatever became of the PIN since.
Cards::MaybeRefused Cards::refuse_without_pin(const Request& request, Asking asking) {
    const auto state = co_await pin_state(asking.card);
    if (!state) co_return problem(state.error());
    if (state->policy.ask == Ask::off) co_return std::nullopt;
    const bool locked = state->kept && state->kept->locked();
    if (!locked && !state->policy.asks_for(asking.yen)) co_return std::nullopt;
    const auto done_before = co_await answered(request, asking.key);
    if (!done_before) co_return problem(Refusal::paused);
    if (*done_before) co_return std::nullopt;
    if (!state->kept) co_return wrong(Refusal::pin_not_set);
    if (locked) co_return wrong(Refusal::pin_locked);
    if (!asking.pin) co_return wrong(Refusal::pin_needed);
    const pins_store::Pin kept = *state->kept;
    const std::string typed = *asking.pin;
    co_return co_await refuse_wrong_pin(asking.card, kept, typed, p_.pin_workers);
}

// Nobody chooses a PIN for a card that is only found or stolen: the first one takes the activation
// code, another one the one before.
Cards::MaybeRefused Cards::refuse_first_pin(CardId card, Proof proof) {
    if (!proof.activation) co_return problem(Refusal::pin_not_set, {.field = "activation"});
    const std::string typed = *proof.activation;
    co_return co_await refuse_activation(card, typed, proof.with);
}

Cards::MaybeRefused Cards::refuse_chooser(
    Request& request, cards_store::CardRow row, std::optional<pins_store::Pin> kept, Proof proof
) {
    if (request.caller().role == access::Role::operator_) {
        const service::Look look{request.caller().person, {}, "card_pin", {}};
        const auto note = [this, look, number = row.number, at = request.at](store::Database& db) {
            service::Look noted = look;
            noted.reason = number;
            return service::note_look(db, p_.vault, noted, at);
        };
        const auto done = co_await service::transact(p_.registry, note);
        if (!done) co_return problem(done.error());
        co_return std::nullopt;
    }
    if (!kept) co_return co_await refuse_first_pin(row.card, proof);
    if (kept->locked()) co_return wrong(Refusal::pin_locked);
    if (!proof.current_pin) co_return problem(Refusal::pin_needed, {.field = "current_pin"});
    const pins_store::Pin pin = *kept;
    const std::string typed = *proof.current_pin;
    co_return co_await refuse_wrong_pin(row.card, pin, typed, p_.slow_workers);
}

Cards::Reply Cards::choose_pin(Request& request) {
    Fields in(request.body);
    const std::string code = in.text("code", 1, 500);
    const auto pin = read_pin(in, "pin");
    const Proof proof{
        in.optional_text("activation", 1, 40), read_pin(in, "current_pin"), tried_with(code)
    };
    if (!pin) in.refuse("pin");
    if (auto refused = in.refused()) co_return std::move(*refused);
    // The printed number opens nothing: it is enough only beside what only the holder has.
    const bool number_will_do =
        proof.activation.has_value() || request.caller().role == access::Role::operator_;
    Row row = std::unexpected(problem(Refusal::card_unknown, {.field = code_field}));
    if (number_will_do)
        row = co_await row_of_either(code, code_field);
    else
        row = co_await row_of_code(code, code_field);
    if (!row) co_return row.error();
    const auto card = co_await seen(row->card, request.at);
    if (!card) co_return card.error();
    if (const Refusal no = ledger::refuse_card_status(card->status); no != Refusal::none)
        co_return problem(no, {.field = "code"});
    if (auto refused = co_await refuse_closed_place(request, ledger::Capabilities::tops_up))
        co_return std::move(*refused);
    const auto before = co_await pin_state(row->card);
    if (!before) co_return problem(before.error());
    const std::optional<pins_store::Pin> pin_before = before->kept;
    if (auto refused = co_await refuse_chooser(request, *row, pin_before, proof))
        co_return std::move(*refused);
    const auto make = [secret = pin_secret(row->card, *pin)] {
        return access::hash_password(secret);
    };
    const std::string hash = co_await http::on_pool(p_.slow_workers, make);
    const bool by_operator = request.caller().role == access::Role::operator_;
    const auto keep = [=, id = row->card, by = request.caller().person,
                       at = request.at](store::Database& db) -> Try<bool> {
        if (by_operator) {
            if (auto put = pins_store::put(db, id, hash, by, at); !put)
                return std::unexpected(put.error());
        } else {
            const auto put = pins_store::replace(db, id, pin_before, hash, by, at);
            if (!put || !*put) return put; // somebody else has chosen meanwhile
        }
        if (auto done = cards_store::forget_activation_tries(db, id); !done)
            return std::unexpected(done.error());
        return true;
    };
    const auto kept = co_await service::transact(p_.registry, keep);
    if (!kept) co_return problem(kept.error());
    if (!*kept) co_return problem(Refusal::pin_needed, {.field = "current_pin"});
    const auto state = co_await pin_state(row->card);
    if (!state) co_return problem(state.error());
    JsonOut out;
    out.object([&] { write_pin(out, *state); });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features
