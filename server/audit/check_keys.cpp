#include "audit/checks.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/core.h>
#include <set>
#include <tuple>

namespace meguri::audit {

namespace {

constexpr std::int64_t minute_ms = 60'000, key_life_ms = 15 * minute_ms;

std::uint64_t mix(std::uint64_t n) { // finaliser of splitmix64
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9u;
    n = (n ^ (n >> 27)) * 0x94d049bb133111ebu;
    return n ^ (n >> 31);
}

std::uint64_t fingerprint(std::int64_t actor_kind, std::int64_t actor, const Bytes& key_id) {
    std::uint64_t halves[2] = {};
    std::memcpy(halves, key_id.data(), std::min(key_id.size(), sizeof halves));
    std::uint64_t n =
        mix(static_cast<std::uint64_t>(actor) * 8 + static_cast<std::uint64_t>(actor_kind));
    for (const std::uint64_t half : halves)
        n = mix(n + half + 0x9e3779b97f4a7c15u);
    return n;
}

const Fact* only_fact(const Effects& effects) {
    return effects.facts.empty() ? nullptr : &effects.facts.back();
}

// What must have been asked for this to be the answer; nothing where the entry does not say it all.
std::optional<Bytes> what_was_asked(const EntryRow& e, const Effects& effects) {
    const Fact* f = only_fact(effects);
    Encoder out;
    switch (e.kind) {
    case kind::payment: {
        out.number(9).signed_number(e.wallet).signed_number(e.place).signed_number(e.amount);
        return out.bytes();
    }
    case kind::cancel:
        out.number(10).signed_number(e.names).signed_number(e.place).number(
            static_cast<std::uint64_t>(e.reason)
        );
        return out.bytes();
    case kind::top_up: {
        const std::int64_t program = e.legs.empty() ? 0 : e.legs.front().program;
        out.number(8)
            .signed_number(e.wallet)
            .signed_number(e.place)
            .signed_number(program)
            .signed_number(f && f->tag == fact::asked ? f->amount : e.amount);
        return out.bytes();
    }
    default: break;
    }
    if (!f) return std::nullopt;
    switch (e.kind) {
    case kind::open_wallet: out.number(0).signed_number(f->person); return out.bytes();
    case kind::set_wallet_status:
        out.number(1).signed_number(f->wallet).number(f->number);
        return out.bytes();
    case kind::set_place_status:
        out.number(3).signed_number(f->place).number(f->number);
        return out.bytes();
    case kind::register_place:
        out.number(2)
            .signed_number(effects.facts.size() == 2 ? 0 : f->organization)
            .number(f->number);
        return out.bytes();
    case kind::propose:
        out.number(4).signed_number(f->program).raw(f->terms.bytes).raw(f->texts);
        return out.bytes();
    case kind::withdraw: out.number(6).signed_number(f->proposal); return out.bytes();
    case kind::stop_program: out.number(7).signed_number(f->program); return out.bytes();
    default: return std::nullopt; // approve: see check_facts
    }
}

// Things of which the entry does not say all that was asked: which card was shown, how much of a
// payment was to be taken back.
bool says_more(const Subject& s) {
    const EntryRow& e = s.entry;
    const Wallet* wallet = s.books.wallet(e.wallet);
    const bool by_card = wallet && wallet->card != 0;
    if (e.kind == kind::payment) {
        const auto mandate = [](const Count& c) { return c.counter == 12; };
        const bool mandated =
            std::any_of(s.effects.counts.begin(), s.effects.counts.end(), mandate);
        const bool points = std::any_of(e.legs.begin(), e.legs.end(), [&](const LegRow& leg) {
            const Program* program = s.books.program(leg.program);
            return leg.kind == account::receivable && program && program->terms.unit == 2;
        });
        return by_card || mandated || (points && e.format > 1);
    }
    if (e.kind == kind::top_up) return by_card;
    return e.kind == kind::cancel && e.format > 1;
}

// A machine's reference is used once, for what it says.
void check_source(const Subject& s) {
    const Fact* source = nullptr;
    for (const Fact& f : s.effects.facts) {
        if (f.tag == fact::source_used) source = &f;
    }
    const EntryRow& e = s.entry;
    constexpr std::int64_t machine = 5;
    if (!source && !e.key_id && e.actor_kind == machine)
        s.differs("a machine's command without its reference");
    if (!source) return;
    if (const Shard::Source* used = s.books.source(source->source))
        s.differs(fmt::format("its reference was used before, in entry {}", used->seq));
    if (e.kind != kind::grant) return;
    Encoder asked;
    const std::int64_t program = e.legs.empty() ? 0 : e.legs.front().program;
    asked.number(23).signed_number(e.wallet).signed_number(program).signed_number(e.amount);
    if (view(sha256(asked.bytes())) != source->digest)
        s.differs("what was done is not what was asked under its reference");
}

} // namespace

void KeyCheck::check(const Subject& s) {
    const EntryRow& e = s.entry;
    check_source(s);
    if (!e.key_id) return;
    fingerprints_.push_back(fingerprint(e.actor_kind, e.actor, *e.key_id));
    const std::int64_t sealed = e.key_issued_at_ms.value_or(0);
    if (sealed < plus(e.at_ms, -key_life_ms) || sealed > plus(e.at_ms, minute_ms))
        s.differs("its key was used outside the 15 minutes it was good for");
    if (e.refused()) return;
    const auto asked = what_was_asked(e, s.effects);
    if (asked && !says_more(s) && view(sha256(*asked)) != e.content.value_or(Bytes()))
        s.differs("what was done is not what was asked under its key");
}

Try<> KeyCheck::finish(store::Database& database, Report& report) {
    std::sort(fingerprints_.begin(), fingerprints_.end());
    std::set<std::uint64_t> suspects;
    for (std::size_t i = 1; i < fingerprints_.size(); ++i) {
        if (fingerprints_[i] == fingerprints_[i - 1]) suspects.insert(fingerprints_[i]);
    }
    if (suspects.empty()) return {};
    std::map<std::tuple<std::int64_t, std::int64_t, Bytes>, std::int64_t> first;
    for (std::int64_t after = INT64_MIN;;) {
        auto rows = database.run(
            "SELECT seq, actor_kind, actor, key_id FROM journal_entry WHERE seq > $1 AND key_id IS "
            "NOT NULL "
            "ORDER BY seq LIMIT 20000",
            {after}
        );
        if (!rows) return std::unexpected(rows.error());
        if (rows->empty()) return {};
        for (const store::Row& r : rows->rows) {
            after = r.integer(0);
            if (!suspects.contains(fingerprint(r.integer(1), r.integer(2), r.blob(3)))) continue;
            const auto [earlier, is_new] =
                first.try_emplace({r.integer(1), r.integer(2), r.blob(3)}, after);
            if (!is_new)
                report.add(
                    after, fmt::format("its key was used before, in entry {}", earlier->second)
                );
        }
    }
}

} // namespace meguri::audit
