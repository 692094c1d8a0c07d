#include "features/books/books.hpp"
#include "features/books/books_store.hpp"
#include "features/books/merkle.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "ledger/encoding.hpp"
#include "service/ask.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace meguri::features {

using access::Operation;
using books_store::PublishedKey;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using ledger::HolderKind;

void PublishedBooks::add_routes(http::Router& router) {
    router.on(Operation::listBookHeads, [this](Request& r) { return list(r); });
    router.on(Operation::getBookHead, [this](Request& r) { return one(r); });
    router.on(Operation::getEntryProof, [this](Request& r) { return proof(r); });
}

namespace {

void write_head(JsonOut& out, const SignedHead& head) {
    out.field("number", head.head.number);
    out.field("day", head.head.day);
    out.field("text", head.text);
    out.field("signature", to_hex(head.signature));
    out.field("key", head.head.key);
}

struct Page {
    std::vector<SignedHead> heads;
    std::vector<PublishedKey> keys;
};
auto read_page(std::int64_t before, std::int64_t most) {
    return [=](store::Database& db) -> Try<Page> {
        auto heads = books_store::heads(db, before, most);
        if (!heads) return std::unexpected(heads.error());
        auto keys = books_store::keys(db);
        if (!keys) return std::unexpected(keys.error());
        return Page{std::move(*heads), std::move(*keys)};
    };
}

void write_keys(JsonOut& out, const std::vector<PublishedKey>& keys) {
    out.array("keys", keys, [&](const PublishedKey& each) {
        out.object([&] {
            out.field("number", each.number);
            out.field("public_key", to_hex(each.key));
        });
    });
}

std::optional<Seq> entry_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && number > 0 ? std::optional(Seq{number}) : std::nullopt;
}

bool is_wallets(const ledger::Leg& leg) {
    return ledger::holder_kind(leg.account.kind) == HolderKind::wallet;
}

bool is_about(const ledger::Entry& entry, WalletId wallet) {
    return std::ranges::any_of(entry.legs, [&](const ledger::Leg& leg) {
        return is_wallets(leg) && leg.account.holder == wallet.value;
    });
}

// What is hashed can only be shown whole: not where it tells of other people's wallets as well.
bool is_about_only(const ledger::Entry& entry, WalletId wallet) {
    return entry.wallet == wallet && std::ranges::all_of(entry.legs, [&](const ledger::Leg& leg) {
               return !is_wallets(leg) || leg.account.holder == wallet.value;
           });
}

struct Found {
    std::optional<SignedHead> head; // none: not published yet
    std::vector<Bytes> part;        // hashes of the 256 entries around it
    std::vector<PublishedKey> keys;
};
auto find(Seq seq) {
    return [seq](store::Database& db) -> Try<Found> {
        Found found;
        auto head = books_store::with_entry(db, seq);
        if (!head) return std::unexpected(head.error());
        if (!*head) return found;
        const Head& h = (**head).head;
        const std::int64_t size = merkle::part_leaves;
        const std::int64_t first = h.first.value + (seq.value - h.first.value) / size * size;
        const std::int64_t last = std::min(first + size - 1, h.last.value);
        auto part = books_store::hashes(db, {first}, {last});
        if (!part) return std::unexpected(part.error());
        auto keys = books_store::keys(db);
        if (!keys) return std::unexpected(keys.error());
        return Found{std::move(*head), std::move(*part), std::move(*keys)};
    };
}

std::vector<Hash> path_to_root(const Found& found, Seq seq) {
    const auto index = static_cast<std::size_t>(seq.value - found.head->head.first.value);
    std::vector<Hash> leaves;
    for (const Bytes& hash : found.part)
        leaves.push_back(merkle::leaf(hash));
    auto path = merkle::path(leaves, index % merkle::part_leaves);
    for (const Hash& above : merkle::path(found.head->parts, index / merkle::part_leaves))
        path.push_back(above);
    return path;
}

void write_published(JsonOut& out, const Found& found, Seq seq) {
    out.object("published", [&] {
        out.object("head", [&] { write_head(out, *found.head); });
        for (const PublishedKey& each : found.keys) {
            if (each.number == found.head->head.key) out.field("public_key", to_hex(each.key));
        }
        out.array("path", path_to_root(found, seq), [&](const Hash& each) {
            out.item(to_hex(view(each)));
        });
    });
}

} // namespace

PublishedBooks::Reply PublishedBooks::list(Request& request) {
    Fields in = Fields::of_query(request.query);
    const auto before = in.optional_integer("before", 1, INT64_C(1) << 53).value_or(0);
    const auto limit = in.optional_integer("limit", 1, 100).value_or(31);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto read = read_page(before, limit);
    const auto page = co_await service::transact(p_.registry, read);
    if (!page) co_return problem(page.error());
    JsonOut out;
    out.object([&] {
        out.array("heads", page->heads, [&](const SignedHead& each) {
            out.object([&] { write_head(out, each); });
        });
        write_keys(out, page->keys);
        if (std::ssize(page->heads) == limit && page->heads.back().head.number > 1)
            out.field("next_before", page->heads.back().head.number);
        out.field("due_at", due_at(last_day_due(request.at) + 1, request.at));
    });
    co_return http::ok(std::move(out));
}

PublishedBooks::Reply PublishedBooks::one(Request& request) {
    const auto day = Date::parse(request.id);
    if (!day) co_return problem(Refusal::not_found);
    const auto read = [day = *day](store::Database& db) { return books_store::of_day(db, day); };
    const auto head = co_await service::transact(p_.registry, read);
    if (!head) co_return problem(head.error());
    if (!*head) co_return problem(Refusal::not_found);
    JsonOut out;
    out.object([&] { write_head(out, **head); });
    co_return http::ok(std::move(out));
}

// The books know numbers only; what they are called is the registry's.
void PublishedBooks::write_names(JsonOut& out, const ledger::Entry& entry) const {
    if (const auto* place = p_.directory.place(entry.place)) {
        out.object("place", [&] {
            out.field("number", entry.place.value);
            out.field("id", place->id);
            out.field("name", place->name);
        });
    }
    std::set<ProgramId> programs;
    for (const ledger::Leg& leg : entry.legs) {
        if (leg.account.kind == ledger::AccountKind::lot) programs.insert(leg.account.program);
    }
    out.array("programs", programs, [&](ProgramId each) {
        const auto* texts = p_.directory.program(each);
        if (!texts) return;
        out.object([&] {
            out.field("number", each.value);
            out.field("id", texts->id);
            out.field("name", texts->name);
            out.field("unit", texts->unit);
        });
    });
}

PublishedBooks::Reply PublishedBooks::proof(Request& request) {
    const auto seq = entry_number(request.id);
    if (!seq) co_return problem(Refusal::not_found);
    const std::vector<Seq> asked(1, *seq);
    const auto entries = co_await service::read_entries(p_.engine, asked);
    if (!entries) co_return problem(Refusal::paused);
    const WalletId wallet = request.session->wallet;
    if (entries->empty() || !is_about(*entries->front(), wallet))
        co_return problem(Refusal::not_found);
    const ledger::Entry& entry = *entries->front();
    const auto read = find(*seq);
    const auto found = co_await service::transact(p_.registry, read);
    if (!found) co_return problem(found.error());
    JsonOut out;
    out.object([&] {
        out.field("id", std::to_string(seq->value));
        out.field("hash", to_hex(view(entry.hash)));
        if (is_about_only(entry, wallet)) {
            out.field("content", to_base64url(ledger::canonical_form(entry)));
            out.field("salt", to_hex(view(entry.salt)));
        }
        out.object("names", [&] { write_names(out, entry); });
        if (found->head)
            write_published(out, *found, *seq);
        else
            out.field("due_at", due_at(entry.business_date, request.at));
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features
