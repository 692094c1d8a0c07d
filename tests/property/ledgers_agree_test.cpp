// Random sequences of commands, good and bad: the real rules and the naive ones agree after every
// single one, every invariant holds, and replaying the journal from anywhere gives the same state.
#include "ledger/encoding.hpp"
#include "ledger/invariants/invariants.hpp"
#include "naive/compare.hpp"
#include "property/steps.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <set>

using namespace meguri;
using namespace meguri::ledger;
using meguri::naive::differs;
using meguri::naive::PureLedger;
using meguri::property::some_terms;
using meguri::property::Step;
using meguri::property::Steps;

namespace meguri::property {
void showValue(const Step& s, std::ostream& out) {
    out << fmt::format(
        "{{{{{}, {}, {}, {}}}, {}, {}}}", s.pick[0], s.pick[1], s.pick[2], s.pick[3], s.number,
        s.time
    );
}
} // namespace meguri::property

namespace rc {
// The whole range of a number at every size: small sizes mean few steps, not dull ones.
template <class T> Gen<T> any() { return gen::resize(kNominalSize, gen::arbitrary<T>()); }

template <> struct Arbitrary<Step> {
    static Gen<Step> arbitrary() {
        return gen::build<Step>(
            gen::set(&Step::pick, gen::container<std::array<std::uint8_t, 4>>(any<std::uint8_t>())),
            gen::set(&Step::number, any<std::uint16_t>()),
            gen::set(&Step::time, any<std::uint8_t>())
        );
    }
};
} // namespace rc

namespace {

struct Both {
    PureLedger real;
    naive::Ledger slow;
    Steps steps;
    std::string difference;
    int commands = 0;

    Both() {
        for (const Command& c : steps.opening())
            run(c);
    }
    void run(const Command& command) {
        steps.sent(command);
        const naive::Answer fast = real.run(command, steps.clock());
        if (difference.empty()) difference = differs(fast, slow.run(command, steps.clock()));
        if (difference.empty()) difference = real.broken();
        if (++commands % 16 == 0)
            compare_all(); // each time would make shrinking a matter of minutes
    }
    void compare_all() {
        if (difference.empty()) difference = differs(real.state(), slow);
        if (auto b = invariants::check_all(real.state()); difference.empty() && b) difference = *b;
    }
    void run(const std::vector<Step>& all) {
        for (const Step& step : all) {
            run(steps.command(step, real));
            if (!difference.empty()) return;
        }
        compare_all();
    }
};

std::vector<Step> long_list() {
    return *rc::gen::resize(800, rc::gen::arbitrary<std::vector<Step>>());
}

// What a process does that starts again: stored cells, each as of its own moment, then the journal
// from where the pass began.
struct Checkpoint {
    struct Row {
        CellKind kind;
        std::int64_t id;
        Bytes value;
        Seq as_of;
    };
    std::vector<Row> rows;

    template <class C, class CellId>
    void store(CellKind kind, const Cells<C, CellId>& cells, std::int64_t id, Seq as_of) {
        if (const C* cell = cells.find({id})) rows.push_back({kind, id, encode_cell(*cell), as_of});
    }
    // Some cells of the state as it stands, chosen by `chance`; later rows of a cell replace
    // earlier ones.
    void sweep(const State& s, std::uint64_t chance, bool all) {
        SeededRandom random(chance);
        const auto pick = [&] { return all || random.below(4) == 0; };
        for_each_kind(s, [&](CellKind kind, const auto& cells) {
            for (std::int64_t i = 1; i <= cells.size(); ++i)
                if (pick()) store(kind, cells, i, s.last);
        });
    }
    State load(Seq position, const std::vector<Entry>& journal) const {
        State state;
        std::map<std::pair<CellKind, std::int64_t>, const Row*> newest;
        for (const Row& row : rows)
            newest[{row.kind, row.id}] = &row;
        for (const auto& [key, row] : newest)
            RC_ASSERT(load_cell(state, row->kind, row->id, row->value, row->as_of));
        state.last = position;
        if (position) state.last_at = journal.at(static_cast<std::size_t>(position.value) - 1).at;
        for (std::size_t i = static_cast<std::size_t>(position.value); i < journal.size(); ++i)
            apply(state, journal[i]);
        return state;
    }
};

} // namespace

RC_GTEST_PROP(LedgerProperty, real_and_naive_agree_on_every_command_CHG_c_PAY_a_PAY_i, ()) {
    Both both;
    both.run(long_list());
    RC_ASSERT(both.difference == "");
}

// Every kind of terms that the steps make, one after the other: the sequences above are too short
// to meet them all.
TEST(LedgerProperty, real_and_naive_refuse_the_same_terms_by_the_same_field_PRM_b_PRM_c_PRM_d) {
    Both both;
    std::set<std::string> fields;
    for (std::uint16_t n = 0; n < 64 * 64; ++n) {
        Key key;
        std::memcpy(key.id.data(), &n, sizeof n);
        key.issued_at = both.steps.clock();
        const Propose propose{{}, some_terms(n, jst_date(both.steps.clock())), {}};
        const Command command{{ActorKind::operator_, {1}}, key, propose};
        const naive::Answer fast = both.real.run(command, both.steps.clock());
        ASSERT_EQ(differs(fast, both.slow.run(command, both.steps.clock())), "") << n;
        fields.insert(fast.field);
    }
    for (const char* field :
         {"bands.0.from", "bonus.into", "bonus.tiers.0.from", "bonus.tiers.0.per_10000",
          "bonus.tiers.1.from", "limits.0.what", "origin", "reward.payment_maximum",
          "reward.tiers.0.per_10000", "reward.where", "top_up", "where.places"})
        EXPECT_TRUE(fields.contains(field)) << field;
}

// Four quarters of a run; after the first the position is taken and everything stored, in the
// others cells here and there.
RC_GTEST_PROP(LedgerProperty, replay_from_any_checkpoint_gives_the_same_state, ()) {
    Both both;
    Checkpoint checkpoint;
    Seq position;
    for (std::uint64_t quarter = 0; quarter < 4; ++quarter) {
        both.run(*rc::gen::resize(40, rc::gen::arbitrary<std::vector<Step>>()));
        if (quarter < 3)
            checkpoint.sweep(
                both.real.state(), *rc::gen::arbitrary<std::uint64_t>() + quarter, quarter == 0
            );
        if (quarter == 0) position = both.real.state().last;
    }
    RC_ASSERT(both.difference == "");
    const State loaded = checkpoint.load(position, both.real.journal());
    RC_ASSERT(differs(loaded, both.real.state()) == "");
    RC_ASSERT(differs(loaded, both.slow) == ""); // not by way of the encoding alone
    // A position earlier than the pass only means more work: answers to keys are read back like
    // that.
    const Seq earlier{*rc::gen::inRange<std::int64_t>(0, position.value + 1)};
    RC_ASSERT(differs(checkpoint.load(earlier, both.real.journal()), both.real.state()) == "");
}

RC_GTEST_PROP(LedgerProperty, replay_of_the_whole_journal_answers_old_keys_alike, ()) {
    Both both;
    both.run(long_list());
    State again;
    for (const Entry& entry : both.real.journal())
        apply(again, entry);
    RC_ASSERT(differs(again, both.real.state()) == "");
    RC_ASSERT(again.keys.size() == both.real.state().keys.size());
    for (const auto& [key, answer] : both.real.state().keys) {
        const auto found = again.keys.find(key);
        RC_ASSERT(found != again.keys.end());
        RC_ASSERT(found->second.seq == answer.seq);
        RC_ASSERT(found->second.content == answer.content);
    }
}

// What the journal keeps beside its plain columns comes back as it was, and so does the hash.
RC_GTEST_PROP(LedgerProperty, effects_and_explanation_survive_the_journal, ()) {
    Both both;
    both.run(long_list());
    for (const Entry& entry : both.real.journal()) {
        Entry read = entry;
        RC_ASSERT(decode_effects(encode_effects(entry), read));
        RC_ASSERT(decode_explanation(encode_explanation(entry.explanation), read.explanation));
        RC_ASSERT(hash_of(read) == entry.hash);
    }
}
