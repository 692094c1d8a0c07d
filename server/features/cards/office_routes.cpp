// The city's office: hands cards out, blocks, re-issues, puts value on them.
#include "base/typed_digits.hpp"
#include "features/cards/cards.hpp"
#include "service/actor.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace meguri::features {

using http::Fields;
using http::problem;
using http::Request;
using service::actor_of;

namespace {

// Not inside the coroutines: g++ 12 cannot keep an initializer list in a coroutine's frame.
ledger::CardStatus read_status(Fields& in) {
    return in.choice<ledger::CardStatus>(
        "status", {{"active", ledger::CardStatus::active}, {"blocked", ledger::CardStatus::blocked}}
    );
}

ledger::SourceRef source_of_first_value(CardId card) {
    const Hash hash = sha256(fmt::format("cards/{}/first value", card.value));
    ledger::SourceRef ref;
    std::copy_n(hash.begin(), ref.size(), ref.begin());
    return ref;
}

} // namespace

Cards::Reply Cards::find(Request& request) {
    Fields in(request.body);
    const std::string scanned = in.text("card", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto row = co_await row_of_either(scanned, card_field);
    if (!row) co_return row.error();
    co_return co_await show(*row, request.at);
}

// Under the scratch film of this very card.
Cards::MaybeRefused
Cards::refuse_activation(CardId card, std::string typed, cards_store::TriedWith with) {
    const auto read = [card, with](store::Database& db) -> Try<Activation> {
        const auto counted = cards_store::count_activation_try(db, card, with);
        if (!counted) return std::unexpected(counted.error());
        if (!*counted) return Activation{};
        auto made = service::printed_cards::made_in(db, card);
        if (!made) return std::unexpected(made.error());
        return Activation{true, std::move(*made)};
    };
    const auto seen = co_await service::transact(p_.registry, read);
    if (!seen) co_return problem(seen.error());
    if (!seen->may_try) co_return problem(Refusal::activation_locked, {.field = "activation"});
    if (!is_under_film(*seen, typed))
        co_return problem(Refusal::activation_code_wrong, {.field = "activation"});
    const auto forget = [card](store::Database& db) {
        return cards_store::forget_activation_tries(db, card);
    };
    const auto done = co_await service::transact(p_.registry, forget);
    if (!done) co_return problem(done.error());
    co_return std::nullopt;
}

bool Cards::is_under_film(const Activation& seen, const std::string& typed) const {
    const auto digits = typed_digits(typed);
    if (!seen.made || !digits) return false;
    const auto key = p_.batch_keys.open(seen.made->batch.first, seen.made->batch.sealed_key);
    return key && equal_secret(p_.codes.made_by(*key, seen.made->index).activation, *digits);
}

cards_store::TriedWith Cards::tried_with(const std::string& code) {
    return access::CardCodes::parse_number(code) ? cards_store::TriedWith::number
                                                 : cards_store::TriedWith::code;
}

// What every card of its batch begins with. Under a source of its own, so that it is put on once,
// however often handing out is asked for. Nothing: there is none, or it is on the card.
http::Async<std::optional<http::Response>> Cards::give_first_value(CardId id, Instant at) {
    const auto read = [id](store::Database& db) { return service::printed_cards::made_in(db, id); };
    const auto made = co_await service::transact(p_.registry, read);
    if (!made) co_return problem(made.error());
    if (!*made || !(*made)->batch.first_program) co_return std::nullopt;
    const auto card = co_await seen(id, at);
    if (!card) co_return card.error();
    const service::printed_cards::Batch batch = (*made)->batch;
    const ledger::Grant grant{card->wallet, batch.first_program, batch.first_amount};
    const ledger::Actor machine{ledger::ActorKind::machine, {}};
    ledger::Command command{machine, std::nullopt, grant, source_of_first_value(id)};
    const auto answer = co_await service::submit(p_.engine, std::move(command));
    if (answer.done()) co_return std::nullopt;
    co_return json_.refused(answer.refusal, answer.explanation());
}

// What its batch begins with has not been approved by a second person.
Cards::MaybeRefused Cards::refuse_unapproved(CardId card) {
    const auto read = [card](store::Database& db) {
        return service::printed_cards::made_in(db, card);
    };
    const auto made = co_await service::transact(p_.registry, read);
    if (!made) co_return problem(made.error());
    if (!*made || !(*made)->batch.waits()) co_return std::nullopt;
    co_return problem(Refusal::card_not_active, {.field = "code"});
}

Cards::MaybeRefused Cards::refuse_closed_place(const Request& request, std::uint32_t capabilities) {
    if (request.caller().role != access::Role::staff) co_return std::nullopt;
    const auto see = [place = request.caller().place, capabilities](const ledger::State& state) {
        const ledger::Place* at = state.places.find(place);
        if (!at) return Refusal::place_unknown;
        if (at->status != ledger::PlaceStatus::open) return Refusal::place_closed;
        return at->capabilities.has(capabilities) ? Refusal::none : Refusal::place_not_capable;
    };
    const auto no = co_await service::look(p_.engine, see);
    if (!no) co_return problem(Refusal::paused);
    if (*no == Refusal::none) co_return std::nullopt;
    co_return problem(*no);
}

http::Async<std::optional<bool>> Cards::answered(const Request& request, ledger::Key key) {
    const ledger::KeyOf of{actor_of(request), key.id};
    const auto find = [of](const ledger::State& city) { return city.keys.contains(of); };
    const auto found = co_await service::look(p_.engine, find);
    if (!found) co_return std::nullopt;
    co_return *found;
}

Cards::Reply Cards::activate(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string code = in.text("code", 1, 500);
    const auto activation = in.optional_text("activation", 1, 40);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    Row row = std::unexpected(problem(Refusal::card_unknown, {.field = code_field}));
    if (activation) // then the printed number is enough
        row = co_await row_of_either(code, code_field);
    else
        row = co_await row_of_code(code, code_field);
    if (!row) co_return row.error();
    const auto done_before = co_await answered(request, *command_key);
    if (!done_before) co_return problem(Refusal::paused);
    if (auto refused = co_await refuse_closed_place(request, ledger::Capabilities::tops_up);
        refused && !*done_before)
        co_return std::move(*refused);
    if (activation && !*done_before) {
        const std::string typed = *activation;
        if (auto refused = co_await refuse_activation(row->card, typed, tried_with(code)))
            co_return std::move(*refused);
    }
    if (!*done_before) {
        if (auto refused = co_await refuse_unapproved(row->card)) co_return std::move(*refused);
    }
    const ledger::ActivateCard hand_out{row->card};
    const auto answer =
        co_await service::submit(p_.engine, {actor_of(request), *command_key, hand_out});
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    if (auto refused = co_await give_first_value(row->card, request.at))
        co_return std::move(*refused);
    co_return co_await show(*row, request.at);
}

Cards::Reply Cards::set_status(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const ledger::CardStatus status = read_status(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const std::string id(request.id);
    const auto row = co_await row_of_number(id);
    if (!row) co_return row.error();
    const ledger::SetCardStatus set{row->card, status};
    co_return co_await change(request, *command_key, set, *row);
}

Cards::Reply Cards::reissue(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string code = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const std::string id(request.id);
    const auto lost = co_await row_of_number(id);
    if (!lost) co_return lost.error();
    const auto fresh = co_await row_of_code(code, code_field);
    if (!fresh) co_return fresh.error();
    const ledger::ReissueCard reissue{lost->card, fresh->card};
    co_return co_await change(request, *command_key, reissue, *fresh);
}

Cards::Reply Cards::grant(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string program_id = in.id("program");
    const std::int64_t amount = in.amount("amount");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const auto* program = p_.directory.program(program_id);
    if (!program) co_return problem(Refusal::program_unknown, {.field = "program"});
    const ProgramId number = program->number;
    const std::string id(request.id);
    const auto row = co_await row_of_number(id);
    if (!row) co_return row.error();
    const auto card = co_await seen(row->card, request.at);
    if (!card) co_return card.error();
    if (!card->wallet) co_return problem(Refusal::card_not_active);
    const ledger::Grant grant{card->wallet, number, {amount}};
    const auto answer =
        co_await service::submit(p_.engine, {actor_of(request), *command_key, grant});
    co_return json_.response(answer, service::Side::wallet);
}

} // namespace meguri::features
