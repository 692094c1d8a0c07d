// The city's office: makes cards, hands them out, blocks, re-issues, loads single-use ones.
#include "features/cards/cards.hpp"
#include "service/actor.hpp"
#include "service/public_id.hpp"

#include <algorithm>

namespace meguri::features {

using cards_store::Batch;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

namespace {

constexpr std::int64_t most_batches = 1'000;
constexpr std::size_t rows_at_once = 250; // keeps each piece of registry work short

// Not inside the coroutines: g++ 12 cannot keep an initializer list in a coroutine's frame.
ledger::CardKind read_kind(Fields& in) {
    return in.choice<ledger::CardKind>(
        "kind", {{"rechargeable", ledger::CardKind::rechargeable},
                 {"single_use", ledger::CardKind::single_use}}
    );
}
ledger::CardStatus read_status(Fields& in) {
    return in.choice<ledger::CardStatus>(
        "status", {{"active", ledger::CardStatus::active}, {"blocked", ledger::CardStatus::blocked}}
    );
}

void write_batch(JsonOut& out, const Batch& batch, const service::PeopleNames& names) {
    out.field("id", batch.id);
    out.field("kind", batch.kind == ledger::CardKind::rechargeable ? "rechargeable" : "single_use");
    out.field("count", batch.count);
    out.field("made_at", batch.made);
    out.object("made_by", [&] {
        out.field("id", names.of(batch.by).id);
        out.field("name", names.of(batch.by).name);
    });
}

} // namespace

Cards::Reply Cards::list_batches(Request&) {
    const auto read = [](store::Database& db) { return cards_store::batches(db, most_batches); };
    const auto batches = co_await service::transact(p_.registry, read);
    if (!batches) co_return problem(batches.error());
    JsonOut out;
    out.object([&] {
        out.array("batches", *batches, [&](const Batch& batch) {
            out.object([&] { write_batch(out, batch, p_.names); });
        });
    });
    co_return http::ok(std::move(out));
}

http::Async<Try<>> Cards::keep_cards(CardId first, const std::vector<access::CardCode>& codes) {
    for (std::size_t from = 0; from < codes.size(); from += rows_at_once) {
        const auto keep = [&codes, first, from](store::Database& db) -> Try<> {
            const std::size_t to = std::min(codes.size(), from + rows_at_once);
            for (std::size_t n = from; n < to; ++n) {
                const CardId card{first.value + static_cast<std::int64_t>(n)};
                const cards_store::CardRow row{card, codes[n].number};
                if (auto done = cards_store::insert(db, row, codes[n].digest); !done) return done;
            }
            return {};
        };
        if (auto done = co_await service::transact(p_.registry, keep); !done) co_return done;
    }
    co_return Try<>{};
}

Cards::Reply Cards::create_batch(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const ledger::CardKind kind = read_kind(in);
    const std::int64_t count = in.integer("count", 1, ledger::most_cards_at_once);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const ledger::RegisterCards make{count, kind};
    const auto answer =
        co_await service::submit(p_.engine, {actor_of(request), *command_key, make});
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    // From here on everything follows from the entry and its key: sent again after a crash, it
    // fills in what is missing and gives the same codes.
    const auto* fact = ledger::fact_of<ledger::CardsRegistered>(*answer.entry);
    MEGURI_ENSURE(fact);
    const ledger::CardsRegistered made = *fact;
    const std::string id = service::fresh_public_id(p_.random);
    const Batch batch{made.first,      id, made.kind, made.count, request.caller().person,
                      answer.entry->at};
    const auto keep_batch = [batch](store::Database& db) { return cards_store::insert(db, batch); };
    const auto kept = co_await service::transact(p_.registry, keep_batch);
    if (!kept) co_return problem(kept.error());
    std::vector<access::CardCode> codes;
    for (std::int64_t n = 0; n < made.count; ++n)
        codes.push_back(p_.codes.made_by(command_key->id, n));
    if (const auto done = co_await keep_cards(made.first, codes); !done)
        co_return problem(done.error());
    JsonOut out;
    out.object([&] {
        out.object("batch", [&] { write_batch(out, *kept, p_.names); });
        out.array("cards", codes, [&](const access::CardCode& code) {
            out.object([&] {
                out.field("id", code.number);
                out.field("url", code.url);
            });
        });
    });
    co_return http::created(std::move(out));
}

Cards::Reply Cards::find(Request& request) {
    Fields in(request.body);
    const std::string scanned = in.text("card", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto row = co_await row_of_either(scanned, card_field);
    if (!row) co_return row.error();
    co_return co_await show(*row, request.at);
}

Cards::Reply Cards::activate(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string code = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const auto row = co_await row_of_code(code, code_field);
    if (!row) co_return row.error();
    co_return co_await change(request, *command_key, ledger::ActivateCard{row->card}, *row);
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
