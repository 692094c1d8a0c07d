// A small city for tests of single rules: commands go through the real decide, seal and apply,
// every entry is checked, the clock stands where the test puts it. Two operators, one place that
// does everything, wallets and programs as asked for.
#pragma once

#include "base/random.hpp"
#include "ledger/apply.hpp"
#include "ledger/decide.hpp"
#include "ledger/invariants/invariants.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <ostream>

namespace meguri {
inline void PrintTo(Refusal r, std::ostream* out) {
    *out << (r == Refusal::none ? "done" : text_of(r).word);
}
inline void PrintTo(Date d, std::ostream* out) { *out << d.iso(); }
} // namespace meguri

namespace meguri::ledger {

inline void PrintTo(Amount a, std::ostream* out) { *out << a.value; }

// 09:00 in Japan.
inline Instant morning(int year, unsigned month, unsigned day) {
    return Date::from_civil(year, month, day).begins() + 9 * 60 * ms_per_minute;
}

struct Said {
    Refusal word = Refusal::none;
    std::optional<Entry> entry; // as recorded; none when nothing was
    bool repeated = false;
    Explanation why;
};

class TestCity {
  public:
    State state;
    std::vector<Entry> journal;
    Instant clock = morning(2026, 11, 22);
    static constexpr Actor first{ActorKind::operator_, {1}}, second{ActorKind::operator_, {2}},
        staff{ActorKind::staff, {50}}, resident{ActorKind::resident, {100}}, nobody{};

    Key key() {
        Key fresh;
        ++keys_;
        std::memcpy(fresh.id.data(), &keys_, sizeof keys_);
        fresh.issued_at = clock;
        return fresh;
    }
    Said run(Actor actor, Body body) {
        return run(
            actor, std::move(body),
            actor.kind == ActorKind::system ? std::nullopt : std::optional(key())
        );
    }
    Said run(Actor actor, Body body, std::optional<Key> with) {
        if (auto* c = std::get_if<Cancel>(&body)) {
            const bool there = c->payment.value >= 1 && c->payment <= state.last;
            c->original = there ? std::make_shared<const Entry>(entry(c->payment)) : nullptr;
        }
        const Now now = Now::of(std::max(clock, state.last_at));
        Decision decision = decide(state, {actor, with, std::move(body)}, now);
        if (auto* r = std::get_if<Repeat>(&decision))
            return {entry(r->seq).refusal, entry(r->seq), true, entry(r->seq).explanation};
        if (auto* r = std::get_if<Refused>(&decision))
            return {r->word, std::nullopt, false, r->explanation};
        Entry& fresh = std::get<Entry>(decision);
        seal(state, fresh, now, random_.bytes<16>());
        apply(state, fresh);
        EXPECT_EQ(invariants::broken(state, fresh), std::nullopt);
        journal.push_back(fresh);
        return {fresh.refusal, fresh, false, fresh.explanation};
    }
    const Entry& entry(Seq seq) const {
        return journal.at(static_cast<std::size_t>(seq.value - 1));
    }

    // --- what tests begin with
    // ---------------------------------------------------------------------------------------
    WalletId wallet() { return run(nobody, OpenWallet{{100}}).entry->wallet; }
    PlaceId place(std::uint32_t can = Capabilities::all) {
        return run(first, RegisterPlace{{}, {can}}).entry->place;
    }
    ProgramId program(const ProgramTerms& terms, ProgramId existing = {}) {
        const Said proposed = run(first, Propose{existing, terms, {}});
        EXPECT_EQ(proposed.word, Refusal::none);
        const auto& fact = std::get<Proposed>(proposed.entry->facts.at(0));
        const Said approved = run(second, Approve{fact.proposal, fact.digest});
        EXPECT_EQ(approved.word, Refusal::none);
        return std::get<ProgramPublished>(approved.entry->facts.at(1)).program;
    }
    // What the night takes away: every program in turn. The last entry, or the last refusal.
    Said expire(WalletId w) {
        Said said, done;
        for (std::int64_t p = 1; p <= state.programs.size(); ++p) {
            said = run(nobody, Expire{{p}, {w}});
            if (said.word == Refusal::none) done = said;
        }
        return done.entry ? done : said;
    }
    Said top_up(WalletId w, PlaceId at, ProgramId p, std::int64_t amount) {
        return run(staff, TopUp{w, at, p, {amount}});
    }
    Said pay(WalletId w, PlaceId at, std::int64_t amount) {
        return run(resident, Payment{w, at, {amount}});
    }
    Said cancel(Seq payment, PlaceId at) {
        return run(staff, Cancel{payment, at, CancelReason::wrong_amount, nullptr});
    }

    // What stands in the wallet: (program, last day) → amount.
    std::int64_t held(WalletId w, ProgramId p, Date until) const {
        std::int64_t sum = 0;
        for (const Lot& lot : state.wallets.find(w)->lots)
            sum += lot.program == p && lot.expires_on == until ? lot.balance.value : 0;
        return sum;
    }
    std::int64_t held(WalletId w) const {
        std::int64_t sum = 0;
        for (const Lot& lot : state.wallets.find(w)->lots)
            sum += lot.balance.value;
        return sum;
    }

  private:
    std::int64_t keys_ = 0;
    SeededRandom random_{7};
};

// Up to 50,000 at once, any yen, no limits, no last day.
inline ProgramTerms plain_terms() {
    ProgramTerms t;
    t.top_up = {{1}, {1}, {50'000}, {}};
    return t;
}
inline ProgramTerms terms_for_days(int days) {
    ProgramTerms t = plain_terms();
    t.expiry = {Expiry::Kind::days_after, days, {}};
    return t;
}
inline ProgramTerms terms_until(Date day) {
    ProgramTerms t = plain_terms();
    t.expiry = {Expiry::Kind::fixed, 0, day};
    return t;
}

} // namespace meguri::ledger
