// A small city whose books are made by the real rules, for tests of the auditor: every kind of
// entry, refusals, cancels, an expiry, several groups, and a checkpoint whose rows are as of
// different entries.
#pragma once

#include "base/random.hpp"
#include "ledger/apply.hpp"
#include "ledger/decide.hpp"
#include "ledger/encoding.hpp"
#include "store/journal_store.hpp"

#include <gtest/gtest.h>
#include <set>

namespace meguri::audit {

// A journal as the engine would have committed it; tests change it before it is written.
struct JournalPlan {
    std::vector<store::Group> groups; // heads are filled in by write()

    ledger::Entry& entry(std::int64_t seq) {
        for (store::Group& group : groups) {
            for (ledger::Entry& e : group.entries) {
                if (e.seq.value == seq) return e;
            }
        }
        ADD_FAILURE() << "no entry " << seq;
        static ledger::Entry none;
        return none;
    }
    // The same entries as one group without a checkpoint: one commit instead of a hundred.
    JournalPlan in_one_group() const {
        store::Group all;
        for (const store::Group& group : groups) {
            all.entries.insert(all.entries.end(), group.entries.begin(), group.entries.end());
        }
        return {{all}};
    }
    // Recomputes hashes and heads as a forger with full access would, and commits everything to a
    // new database.
    void write(const std::string& url) {
        auto journal = store::open_journal(url);
        ASSERT_TRUE(journal) << journal.error().detail;
        ASSERT_TRUE((*journal)->take_over());
        Hash head{};
        for (store::Group& group : groups) {
            for (ledger::Entry& e : group.entries)
                e.hash = ledger::hash_of(e);
            group.head = head = ledger::next_head(head, group.entries);
            const auto committed = (*journal)->commit(group);
            ASSERT_TRUE(committed) << committed.error().detail;
        }
    }
};

class TestCity {
  public:
    explicit TestCity(std::uint64_t seed = 1) : random_(seed) {}

    ledger::Actor operator_(std::int64_t person) const {
        return {ledger::ActorKind::operator_, {person}};
    }
    ledger::Actor resident(std::int64_t person) const {
        return {ledger::ActorKind::resident, {person}};
    }
    ledger::Actor staff(std::int64_t person) const { return {ledger::ActorKind::staff, {person}}; }

    // Decides and applies; the entry's number, 0 when nothing was recorded.
    std::int64_t run(ledger::Actor actor, ledger::Body body) {
        now_ = now_ + 700;
        ledger::Command command{actor, std::nullopt, std::move(body)};
        if (actor.kind != ledger::ActorKind::system)
            command.key = ledger::Key{random_.bytes<16>(), now_ + -3000};
        const auto moment = ledger::Now::of(now_);
        auto decision = ledger::decide(state_, command, moment);
        auto* entry = std::get_if<ledger::Entry>(&decision);
        if (!entry) return 0;
        ledger::seal(state_, *entry, moment, random_.bytes<16>());
        ledger::apply(state_, *entry);
        note_touched(*entry);
        group_.entries.push_back(*entry);
        entries_.push_back(*entry);
        if (group_.entries.size() >= 1 + random_.below(9)) end_group();
        return state_.last.value;
    }
    void wait_days(int days) { now_ = now_ + days * ms_per_day; }
    const ledger::Entry& entry(std::int64_t seq) const {
        return entries_.at(static_cast<std::size_t>(seq) - 1);
    }
    const ledger::State& state() const { return state_; }
    SeededRandom& random() { return random_; }
    Instant now() const { return now_; }

    std::int64_t pay(std::int64_t wallet, std::int64_t place, std::int64_t amount) {
        return run(resident(100 + wallet), ledger::Payment{{wallet}, {place}, {amount}});
    }
    std::int64_t
    top_up(std::int64_t wallet, std::int64_t program, std::int64_t amount, std::int64_t place = 1) {
        return run(staff(50), ledger::TopUp{{wallet}, {place}, {program}, {amount}});
    }
    std::int64_t cancel(std::int64_t payment, std::int64_t place) {
        ledger::Cancel c{{payment}, {place}, ledger::CancelReason::wrong_amount, nullptr};
        c.original = std::make_shared<ledger::Entry>(entry(payment));
        return run(staff(60), c);
    }
    std::int64_t publish(const ledger::ProgramTerms& terms, std::int64_t program = 0) {
        run(operator_(1), ledger::Propose{{program}, terms, sha256("texts")});
        const ProposalId proposal{state_.proposals.size()};
        const Hash digest = state_.proposals.find(proposal)->content.digest;
        return run(operator_(2), ledger::Approve{proposal, digest});
    }

    JournalPlan plan() {
        end_group();
        return plan_;
    }

  private:
    void end_group() {
        if (group_.entries.empty()) return;
        // Now and then a slice of the checkpoint, as the sweep would write it.
        if (plan_.groups.size() % 3 == 0) {
            for (const auto& cell : dirty_)
                group_.cells.push_back(cell_row(cell));
            dirty_.clear();
            group_.checkpoint_position = group_.entries.front().seq; // everything before is stored
        }
        plan_.groups.push_back(std::exchange(group_, {}));
    }

    using CellName = std::pair<ledger::CellKind, std::int64_t>;
    void note_touched(const ledger::Entry& e) {
        ledger::for_each_kind(state_, [&](ledger::CellKind kind, const auto& cells) {
            using Cells = std::remove_cvref_t<decltype(cells)>;
            for (std::int64_t i = 1; i <= cells.size(); ++i) {
                const auto* cell = cells.find(typename Cells::Id{i});
                if (cell && cell->changed == e.seq) dirty_.insert({kind, i});
            }
        });
    }
    store::CellRow cell_row(const CellName& cell) const {
        const auto [kind, id] = cell;
        ledger::State copy = state_;
        ledger::for_each_kind(copy, [&](ledger::CellKind each, auto& cells) {
            if (each == kind) cells.at({id}).saved = {};
        });
        return {kind, id, ledger::encode_if_changed(copy, kind, id, copy.last).value_or("")};
    }

    SeededRandom random_;
    Instant now_ = Date::from_civil(2026, 11, 20).begins() + 10 * 60 * ms_per_minute;
    ledger::State state_;
    store::Group group_;
    std::vector<ledger::Entry> entries_;
    std::set<CellName> dirty_;
    JournalPlan plan_;
};

// Numbers of entries that tests want to change.
struct Landmarks {
    std::int64_t propose = 0, approve = 0, approve_again = 0, withdraw = 0, register_place = 0,
                 open_wallet = 0, block_wallet = 0, close_place = 0;
    std::int64_t top_up = 0, payment = 0, two_lot_payment = 0, refused_payment = 0,
                 cancelled_payment = 0, cancel = 0, expiry = 0, close_key = 0, stop = 0,
                 stopped_top_up = 0;
};

inline ledger::ProgramTerms ordinary_terms() {
    ledger::ProgramTerms t;
    t.top_up = {{1'000}, {500}, {50'000}, {200'000}};
    t.budget = {10'000'000};
    t.expiry = {ledger::Expiry::Kind::days_after, 180, {}};
    return t;
}

// Wallet 9 is blocked, wallet 10 never has anything; place 1 tops up, 2 and 3 take money, 4 is
// closed.
inline Landmarks live(TestCity& city) {
    using namespace ledger;
    Landmarks at;
    at.approve = city.publish(ordinary_terms());
    at.propose = at.approve - 1;
    ProgramTerms soon = ordinary_terms();
    soon.expiry = {Expiry::Kind::days_after, 3, {}};
    city.publish(soon);
    ProgramTerms wider = ordinary_terms();
    wider.budget = {20'000'000};
    at.approve_again = city.publish(wider, 1);
    ProgramTerms points = ordinary_terms();
    points.unit = Unit::point, points.origin = Origin::granted, points.top_up = {};
    city.publish(points);
    city.run(city.operator_(1), Propose{{1}, ordinary_terms(), sha256("other texts")});
    at.withdraw = city.run(city.operator_(1), Withdraw{{city.state().proposals.size()}});
    for (int i = 0; i < 4; ++i) {
        city.run(
            city.operator_(1),
            RegisterPlace{
                {i == 2 ? 1 : 0}, {i == 0 ? Capabilities::all : Capabilities::takes_money}
            }
        );
    }
    at.register_place = city.state().last.value;
    at.close_place = city.run(city.operator_(1), SetPlaceStatus{{4}, PlaceStatus::closed});
    for (int i = 1; i <= 10; ++i)
        at.open_wallet = city.run({}, OpenWallet{{100 + i}});
    for (std::int64_t w = 1; w <= 9; ++w)
        at.top_up = city.top_up(w, 1, 10'000), city.top_up(w, 2, 1'000);
    city.run(city.operator_(1), Grant{{2}, {3}, {1'000}});
    at.block_wallet = city.run(city.operator_(1), SetWalletStatus{{9}, WalletStatus::blocked});
    at.two_lot_payment = city.pay(1, 2, 1'500);
    at.payment = city.pay(2, 3, 321);
    at.refused_payment = city.pay(3, 2, 999'999);
    city.pay(9, 2, 10), city.pay(2, 4, 10), city.top_up(3, 1, 1'234), city.top_up(3, 1, 500);
    for (int i = 0; i < 120; ++i)
        city.pay(
            1 + city.random().below(8), 2 + city.random().below(2), 1 + city.random().below(150)
        );
    at.cancelled_payment = city.pay(4, 2, 700);
    at.cancel = city.cancel(at.cancelled_payment, 2);
    city.cancel(at.cancelled_payment, 2), city.cancel(at.cancelled_payment, 3),
        city.cancel(at.refused_payment, 2);
    at.close_key = city.run(city.resident(105), CloseKey{{5}, {2}});
    city.wait_days(4);
    for (std::int64_t w = 1; w <= 10; ++w) {
        for (std::int64_t p = 1; p <= 3; ++p) {
            const auto expired = city.run({}, Expire{{p}, {{w}}});
            if (expired) at.expiry = expired;
        }
    }
    at.stop = city.run(city.operator_(3), StopProgram{{2}});
    at.stopped_top_up = city.top_up(1, 2, 1'000);
    for (int i = 0; i < 80; ++i)
        city.pay(
            1 + city.random().below(8), 2 + city.random().below(2), 1 + city.random().below(150)
        );
    return at;
}

} // namespace meguri::audit
