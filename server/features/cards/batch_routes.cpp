// The city makes cards to be printed. Up to a thousand at once in the ledger; a larger batch is
// made part by part beside the requests (`run`), and goes on after a restart: everything follows
// from the key of the command that made it, and each part has a source of its own.
#include "base/log.hpp"
#include "features/cards/cards.hpp"
#include "service/actor.hpp"
#include "service/look_log.hpp"
#include "service/public_id.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace meguri::features {

using cards_store::Batch;
using cards_store::Part;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

namespace {

constexpr std::int64_t most_batches = 1'000, most_cards = 200'000;
constexpr std::int64_t part_size = ledger::most_cards_at_once;
constexpr std::size_t rows_at_once = 250; // keeps each piece of registry work short
constexpr std::chrono::seconds between_looks(30);

// Not inside the coroutines: g++ 12 cannot keep an initializer list in a coroutine's frame.
ledger::CardKind read_kind(Fields& in) {
    return in.choice<ledger::CardKind>(
        "kind", {{"rechargeable", ledger::CardKind::rechargeable},
                 {"single_use", ledger::CardKind::single_use}}
    );
}

struct FirstValue {
    std::string program; // public id; empty: none
    std::int64_t amount = 0;
};
FirstValue read_first_value(Fields& in) {
    auto value = in.optional_object("first_value");
    if (!value) return {};
    FirstValue read{value->id("program"), value->amount("amount")};
    return read;
}

bool asked_alike(const Batch& a, const Batch& b) {
    return a.kind == b.kind && a.count == b.count && a.first_program == b.first_program &&
           a.first_amount == b.first_amount;
}

ledger::SourceRef source_of_part(const ByteArray<16>& batch_key, std::int64_t position) {
    const Hash hash = sha256(fmt::format("cards/{}/{}", to_hex(view(batch_key)), position));
    ledger::SourceRef ref;
    std::copy_n(hash.begin(), ref.size(), ref.begin());
    return ref;
}

} // namespace

void Cards::write_batch(JsonOut& out, const Batch& batch, PersonId caller) const {
    out.field("id", batch.id);
    out.field("kind", batch.kind == ledger::CardKind::rechargeable ? "rechargeable" : "single_use");
    out.field("count", batch.count);
    out.field("made", std::min(batch.kept, batch.count));
    out.field("printable", !batch.sealed_key.empty());
    if (batch.first_program) {
        out.object("first_value", [&] {
            json_.program(out, "program", batch.first_program);
            out.field("amount", batch.first_amount.value);
        });
    }
    out.field("made_at", batch.made);
    const auto person = [&](std::string_view field, PersonId who) {
        const service::PersonName& named = p_.names.of(who);
        out.object(field, [&] { out.field("id", named.id), out.field("name", named.name); });
    };
    person("made_by", batch.by);
    if (batch.approved_by) person("approved_by", batch.approved_by);
    out.field("own", batch.by == caller);
}

// Another operator says yes to exactly what the first one made: so many cards with so much each.
Cards::Reply Cards::approve_batch(Request& request) {
    Fields in(request.body);
    const std::int64_t count = in.integer("count", 1, most_cards);
    const std::int64_t amount = in.amount("amount");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const std::string id(request.id);
    const auto find_it = [id](store::Database& db) {
        return service::printed_cards::find_batch(db, id);
    };
    const auto found = co_await service::transact(p_.registry, find_it);
    if (!found) co_return problem(found.error());
    if (!*found || !(*found)->first_program) co_return problem(Refusal::not_found);
    Batch batch = **found;
    const PersonId by = request.caller().person;
    if (batch.by == by) co_return problem(Refusal::same_person);
    if (batch.count != count || batch.first_amount.value != amount)
        co_return problem(Refusal::proposal_differs);
    const service::Look look{by, {}, "approve_cards", id};
    const auto approve = [this, batch, look, at = request.at](store::Database& db) -> Try<Batch> {
        if (auto noted = service::note_look(db, p_.vault, look, at); !noted)
            return std::unexpected(noted.error());
        if (auto done = cards_store::approve(db, batch.first, look.by); !done)
            return std::unexpected(done.error());
        const auto now = service::printed_cards::find_batch(db, batch.id);
        return now ? Try<Batch>(**now) : std::unexpected(now.error());
    };
    const auto approved = co_await service::transact(p_.registry, approve);
    if (!approved) co_return problem(approved.error());
    JsonOut out;
    out.object([&] { write_batch(out, *approved, by); });
    co_return http::ok(std::move(out));
}

Cards::Reply Cards::list_batches(Request& request) {
    const auto read = [](store::Database& db) { return cards_store::batches(db, most_batches); };
    const auto batches = co_await service::transact(p_.registry, read);
    if (!batches) co_return problem(batches.error());
    const PersonId caller = request.caller().person;
    JsonOut out;
    out.object([&] {
        out.array("batches", *batches, [&](const Batch& batch) {
            out.object([&] { write_batch(out, batch, caller); });
        });
    });
    co_return http::ok(std::move(out));
}

// The cards of one part, in pieces; at last that they are there.
http::Async<Try<>> Cards::keep_part(Part part, ByteArray<16> batch_key) {
    for (std::int64_t from = 0; from < part.cards; from += rows_at_once) {
        const std::int64_t to = std::min<std::int64_t>(part.cards, from + rows_at_once);
        std::vector<access::CardCode> codes;
        for (std::int64_t n = from; n < to; ++n)
            codes.push_back(p_.codes.made_by(batch_key, part.position + n));
        const auto keep = [&codes, part, from, to](store::Database& db) -> Try<> {
            if (from == 0) {
                if (auto done = cards_store::insert(db, part); !done) return done;
            }
            for (std::int64_t n = from; n < to; ++n) {
                const access::CardCode& code = codes[static_cast<std::size_t>(n - from)];
                const cards_store::CardRow row{CardId{part.first.value + n}, code.number};
                if (auto done = cards_store::insert(db, row, code.digest); !done) return done;
            }
            if (to < part.cards) return {};
            return cards_store::set_kept(db, part.batch, part.position + part.cards);
        };
        if (auto done = co_await service::transact(p_.registry, keep); !done) co_return done;
    }
    co_return Try<>{};
}

Cards::Reply Cards::create_batch(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const ledger::CardKind kind = read_kind(in);
    const std::int64_t count = in.integer("count", 1, most_cards);
    const FirstValue first_value = read_first_value(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const auto* program = p_.directory.program(first_value.program);
    if (!first_value.program.empty() && !program)
        co_return problem(Refusal::program_unknown, {.field = "first_value.program"});
    const ProgramId first_program = program ? program->number : ProgramId{};
    const ledger::RegisterCards make{std::min(count, part_size), kind};
    const auto answer =
        co_await service::submit(p_.engine, {actor_of(request), *command_key, make});
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    // From here on everything follows from the entry and its key: sent again after a crash, it
    // fills in what is missing and gives the same codes.
    const auto* fact = ledger::fact_of<ledger::CardsRegistered>(*answer.entry);
    MEGURI_ENSURE(fact);
    Batch batch{fact->first, service::fresh_public_id(p_.random), kind, count};
    batch.by = request.caller().person;
    batch.made = answer.entry->at;
    batch.sealed_key = p_.batch_keys.seal(batch.first, command_key->id, p_.random);
    batch.first_program = first_program, batch.first_amount = {first_value.amount};
    const auto keep_batch = [batch](store::Database& db) { return cards_store::insert(db, batch); };
    auto kept = co_await service::transact(p_.registry, keep_batch);
    if (!kept) co_return problem(kept.error());
    if (!asked_alike(*kept, batch)) co_return problem(Refusal::key_reused);
    const Part part{batch.first, batch.first, 0, make.count};
    if (const auto done = co_await keep_part(part, command_key->id); !done)
        co_return problem(done.error());
    kept->kept = std::max(kept->kept, make.count);
    if (count > make.count) rounds_.wake();
    co_return show_made(*kept, command_key->id);
}

// A batch that fits into one answer brings its codes along; those of a larger one are printed.
http::Response Cards::show_made(const Batch& batch, const ByteArray<16>& batch_key) const {
    std::vector<access::CardCode> codes;
    for (std::int64_t n = 0; n < batch.count && batch.count <= part_size; ++n)
        codes.push_back(p_.codes.made_by(batch_key, n));
    JsonOut out;
    out.object([&] {
        out.object("batch", [&] { write_batch(out, batch, batch.by); });
        out.array("cards", codes, [&](const access::CardCode& code) {
            out.object([&] {
                out.field("id", code.number);
                out.field("url", code.url);
                out.field("activation", code.activation);
            });
        });
    });
    return http::created(std::move(out));
}

// --- the parts after the first

http::Async<Try<>> Cards::make_part(Batch batch, ByteArray<16> batch_key, std::int64_t position) {
    const std::int64_t cards = std::min(batch.count - position, part_size);
    Part part{batch.first, batch.first, position, cards};
    if (position > 0) {
        const ledger::Actor machine{ledger::ActorKind::machine, {}};
        const ledger::RegisterCards make{cards, batch.kind};
        ledger::Command command{machine, std::nullopt, make, source_of_part(batch_key, position)};
        const auto answer = co_await service::submit(p_.engine, std::move(command));
        if (!answer.done())
            co_return fault(FaultCode::unavailable, std::string(text_of(answer.refusal).word));
        const auto* fact = ledger::fact_of<ledger::CardsRegistered>(*answer.entry);
        MEGURI_ENSURE(fact);
        part.first = fact->first;
    }
    co_return co_await keep_part(part, batch_key);
}

http::Async<Try<>> Cards::go_on(Batch batch) {
    const auto batch_key = p_.batch_keys.open(batch.first, batch.sealed_key);
    if (!batch_key) co_return fault(FaultCode::corrupt, "a batch of cards without its key");
    const ByteArray<16> opened = *batch_key;
    for (std::int64_t at = batch.kept; at < batch.count && rounds_.running(); at += part_size) {
        if (auto done = co_await make_part(batch, opened, at); !done) co_return done;
    }
    co_return Try<>{};
}

http::Async<void> Cards::run() {
    while (rounds_.running()) {
        const auto read = [](store::Database& db) { return cards_store::unfinished(db); };
        const auto waiting = co_await service::transact(p_.registry, read);
        const std::vector<Batch> batches = waiting.value_or(std::vector<Batch>{});
        for (const Batch& batch : batches) {
            if (const auto done = co_await go_on(batch); !done)
                log::warning("cards_not_made", {{"detail", done.error().detail}});
        }
        co_await rounds_.rest(between_looks);
    }
}

} // namespace meguri::features
