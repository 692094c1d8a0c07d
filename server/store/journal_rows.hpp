// The journal's tables, and how an entry becomes rows of them and comes back: stated once for both
// adapters, so that a journal written on one store means the same on the other. docs/journal.md
// explains every column.
//
// A sink takes the columns in order: integer(n), blob(bytes), null(). A source gives them by
// position: integer(i), blob(i), is_null(i).
#pragma once

#include "store/database.hpp"
#include "store/journal_store.hpp"

#include <limits>

namespace meguri::store::journal {

// CREATE TABLE IF NOT EXISTS … for the seven tables.
std::string schema(Database::Kind kind);

inline constexpr std::string_view entry_columns =
    "seq, at_ms, business_date, format, kind, refusal, actor_kind, actor, key_id, "
    "key_issued_at_ms, content, "
    "wallet, place, amount, names, reason, effects, explanation, salt, hash";
inline constexpr std::string_view leg_columns =
    "seq, n, kind, holder, program, expires_on, rights, amount, prev";

// Binary search over seq: moments never go back. $1 = milliseconds.
inline constexpr std::string_view find_moment =
    "WITH RECURSIVE s(lo, hi) AS ("
    " SELECT CAST(1 AS BIGINT), (SELECT seq + 1 FROM journal_head)"
    " UNION ALL"
    " SELECT CASE WHEN (SELECT at_ms FROM journal_entry WHERE seq = (lo + hi) / 2) < $1 THEN (lo + "
    "hi) / 2 + 1 ELSE lo END,"
    " CASE WHEN (SELECT at_ms FROM journal_entry WHERE seq = (lo + hi) / 2) < $1 THEN hi ELSE (lo "
    "+ hi) / 2 END"
    " FROM s WHERE lo < hi"
    ") SELECT lo FROM s WHERE lo = hi";

// JournalStore::find_key, the same on both stores.
Try<std::optional<Seq>>
find_key(Database& database, const ledger::Actor& actor, const ledger::Key& key);

template <class Sink> void put_entry(Sink& to, const ledger::Entry& e) {
    to.integer(e.seq.value);
    to.integer(e.at.ms);
    to.integer(e.business_date.number());
    to.integer(e.format);
    to.integer(static_cast<std::int64_t>(e.kind));
    to.integer(static_cast<std::int64_t>(e.refusal));
    to.integer(static_cast<std::int64_t>(e.actor.kind));
    to.integer(e.actor.person.value);
    if (e.key) {
        to.blob(view(e.key->id));
        to.integer(e.key->issued_at.ms);
        to.blob(view(e.content));
    } else {
        to.null(), to.null(), to.null();
    }
    to.integer(e.wallet.value);
    to.integer(e.place.value);
    to.integer(e.amount.value);
    to.integer(e.names.value);
    to.integer(e.reason);
    to.blob(ledger::encode_effects(e));
    to.blob(ledger::encode_explanation(e.explanation));
    to.blob(view(e.salt));
    to.blob(view(e.hash));
}

template <class Sink> void put_leg(Sink& to, Seq seq, std::int64_t n, const ledger::Leg& leg) {
    to.integer(seq.value);
    to.integer(n);
    to.integer(static_cast<std::int64_t>(leg.account.kind));
    to.integer(leg.account.holder);
    to.integer(leg.account.program.value);
    to.integer(leg.account.expires_on.number());
    to.integer(leg.account.rights.bits);
    to.integer(leg.amount.value);
    to.integer(leg.prev.value);
}

// Reads columns into narrower types and remembers whether anything did not fit.
template <class Source> class Columns {
  public:
    explicit Columns(const Source& from) : from_(from) {}
    std::int64_t integer(int i) const { return from_.integer(i); }
    template <class T> T narrow(int i) {
        const std::int64_t n = from_.integer(i);
        using Limits = std::numeric_limits<T>;
        ok_ = ok_ && n >= 0 &&
              static_cast<std::uint64_t>(n) <= static_cast<std::uint64_t>(Limits::max());
        return static_cast<T>(n);
    }
    template <class E> E word(int i) {
        return static_cast<E>(narrow<std::underlying_type_t<E>>(i));
    }
    template <std::size_t N> ByteArray<N> bytes(int i) {
        const auto array = to_array<N>(from_.blob(i));
        ok_ = ok_ && array;
        return array.value_or(ByteArray<N>{});
    }
    bool ok() const { return ok_; }

  private:
    const Source& from_;
    bool ok_ = true;
};

inline std::unexpected<Fault> unreadable(std::int64_t seq) {
    return fault(
        FaultCode::corrupt, "entry " + std::to_string(seq) + " of the journal cannot be read"
    );
}

// Without its legs.
template <class Source> Try<ledger::Entry> take_entry(const Source& from) {
    Columns<Source> c(from);
    ledger::Entry e;
    e.seq = {c.integer(0)};
    e.at = {c.integer(1)};
    e.business_date = Date::of_number(c.integer(2));
    e.format = c.template narrow<std::uint8_t>(3);
    e.kind = c.template word<ledger::EntryKind>(4);
    e.refusal = c.template word<Refusal>(5);
    e.actor = {c.template word<ledger::ActorKind>(6), {c.integer(7)}};
    if (!from.is_null(8)) {
        e.key = ledger::Key{c.template bytes<16>(8), {c.integer(9)}};
        e.content = c.template bytes<32>(10);
    }
    e.wallet = {c.integer(11)};
    e.place = {c.integer(12)};
    e.amount = {c.integer(13)};
    e.names = {c.integer(14)};
    e.reason = c.template narrow<std::uint8_t>(15);
    const bool decoded = ledger::decode_effects(from.blob(16), e) &&
                         ledger::decode_explanation(from.blob(17), e.explanation);
    e.salt = c.template bytes<16>(18);
    e.hash = c.template bytes<32>(19);
    if (!c.ok() || !decoded) return unreadable(e.seq.value);
    // A journal written by a later release: reading it wrongly would be worse than not starting.
    if (e.format > ledger::journal_format) {
        return fault(
            FaultCode::invalid,
            "entry " + std::to_string(e.seq.value) + " has a format that this release does not know"
        );
    }
    return e;
}

// Adds the leg that `from` stands on to its entry. Legs come in order of n, without gaps.
template <class Source> Try<> take_leg(const Source& from, ledger::Entry& into) {
    Columns<Source> c(from);
    ledger::Leg leg;
    leg.account.kind = c.template word<ledger::AccountKind>(2);
    leg.account.holder = c.integer(3);
    leg.account.program = {c.integer(4)};
    leg.account.expires_on = Date::of_number(c.integer(5));
    leg.account.rights = {c.template narrow<std::uint32_t>(6)};
    leg.amount = {c.integer(7)};
    leg.prev = {c.integer(8)};
    const bool next = c.integer(0) == into.seq.value &&
                      c.integer(1) == static_cast<std::int64_t>(into.legs.size());
    if (!next || !c.ok()) return unreadable(into.seq.value);
    into.legs.push_back(leg);
    return {};
}

} // namespace meguri::store::journal
