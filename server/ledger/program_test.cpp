#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct FourEyes : ::testing::Test {
    TestCity city;
    Proposed propose(const ProgramTerms& t, ProgramId program = {}) {
        const Said said = city.run(TestCity::first, Propose{program, t, {}});
        EXPECT_EQ(said.word, Refusal::none);
        return std::get<Proposed>(said.entry->facts.at(0));
    }
    Refusal approve(Actor by, ProposalId id, const Hash& digest) {
        return city.run(by, Approve{id, digest}).word;
    }
};

std::string field_at_fault(const ProgramTerms& t, Date today = Date::from_civil(2026, 11, 22)) {
    const auto found = contradiction(t, today);
    return found ? found->field : "";
}
} // namespace

TEST_F(FourEyes, one_proposes_another_approves_exactly_that_PAY_f) {
    const Proposed p = propose(terms_for_days(180));
    EXPECT_EQ(approve(TestCity::first, p.proposal, p.digest), Refusal::same_person);
    Hash other = p.digest;
    other[31] ^= 1;
    EXPECT_EQ(approve(TestCity::second, p.proposal, other), Refusal::proposal_differs);
    EXPECT_EQ(city.state.programs.size(), 0);
    EXPECT_EQ(approve(TestCity::second, p.proposal, p.digest), Refusal::none);
    const Entry& entry = city.entry(city.state.last);
    EXPECT_EQ(entry.actor, TestCity::second);
    EXPECT_EQ(city.state.proposals.find(p.proposal)->closed_by, TestCity::second.person);
    EXPECT_EQ(city.state.programs.find({1})->terms, terms_for_days(180));
    EXPECT_EQ(city.state.programs.find({1})->version, 1u);
}

TEST_F(FourEyes, the_digest_covers_terms_texts_program_and_version_PAY_f) {
    const Propose a{{}, terms_for_days(180), {}};
    std::vector<Hash> all = {proposal_digest(a, 0), proposal_digest(a, 1)};
    Propose b = a;
    b.texts[0] = 1;
    all.push_back(proposal_digest(b, 0));
    b = a, b.program = {1};
    all.push_back(proposal_digest(b, 0));
    b = a, b.terms.budget = {1};
    all.push_back(proposal_digest(b, 0));
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_NE(all[i], all[j]) << i << " " << j;
    }
}

TEST_F(FourEyes, a_proposal_is_void_when_the_program_has_changed_PAY_f) {
    const ProgramId program = city.program(terms_for_days(180));
    const Proposed slow = propose(terms_for_days(90), program),
                   quick = propose(terms_for_days(60), program);
    EXPECT_EQ(slow.based_on, 1u);
    EXPECT_EQ(approve(TestCity::second, quick.proposal, quick.digest), Refusal::none);
    EXPECT_EQ(city.state.programs.find(program)->version, 2u);
    EXPECT_EQ(approve(TestCity::second, slow.proposal, slow.digest), Refusal::proposal_void);
    // Void also when its terms have become impossible while it waited.
    ProgramTerms t = plain_terms();
    t.issue_to = jst_date(city.clock) + 1;
    const Proposed late = propose(t);
    city.clock = city.clock + 2 * ms_per_day;
    EXPECT_EQ(approve(TestCity::second, late.proposal, late.digest), Refusal::proposal_void);
}

TEST_F(FourEyes, refusals_come_in_the_order_of_the_list) {
    const ProgramId program = city.program(plain_terms());
    const Proposed p = propose(terms_for_days(9), program);
    EXPECT_EQ(approve(TestCity::first, {99}, {}), Refusal::proposal_unknown);
    EXPECT_EQ(approve(TestCity::first, {0}, {}), Refusal::proposal_unknown);
    EXPECT_EQ(approve(TestCity::first, p.proposal, {}), Refusal::proposal_differs);
    const Proposed q = propose(terms_for_days(8), program);
    EXPECT_EQ(approve(TestCity::second, q.proposal, q.digest), Refusal::none);
    EXPECT_EQ(approve(TestCity::first, p.proposal, {}), Refusal::proposal_void)
        << "before differs and same person";
    EXPECT_EQ(approve(TestCity::first, q.proposal, {}), Refusal::proposal_closed)
        << "before all else";
    EXPECT_EQ(city.run(TestCity::first, Withdraw{{99}}).word, Refusal::proposal_unknown);
    EXPECT_EQ(city.run(TestCity::first, Withdraw{q.proposal}).word, Refusal::proposal_closed);
    EXPECT_EQ(city.run(TestCity::first, Withdraw{p.proposal}).word, Refusal::none);
    EXPECT_EQ(approve(TestCity::second, p.proposal, p.digest), Refusal::proposal_closed);
    EXPECT_EQ(
        city.run(TestCity::first, Propose{{99}, ProgramTerms{}, {}}).word, Refusal::program_unknown
    );
    EXPECT_EQ(
        city.run(TestCity::first, Propose{{}, terms_for_days(0), {}}).word,
        Refusal::terms_contradictory
    );
}

TEST_F(FourEyes, stopping_needs_one_person_resuming_two_PAY_f) {
    const ProgramId program = city.program(plain_terms());
    EXPECT_EQ(city.run(TestCity::first, StopProgram{program}).word, Refusal::none);
    EXPECT_TRUE(city.state.programs.find(program)->stopped);
    EXPECT_EQ(city.run(TestCity::first, StopProgram{program}).word, Refusal::program_stopped);
    EXPECT_EQ(city.run(TestCity::first, StopProgram{{99}}).word, Refusal::program_unknown);
    city.program(plain_terms(), program);
    EXPECT_FALSE(city.state.programs.find(program)->stopped);
}

TEST_F(FourEyes, yen_never_turn_into_points_PNT_a) {
    const ProgramId program = city.program(plain_terms());
    ProgramTerms t = plain_terms();
    t.unit = Unit::point, t.origin = Origin::granted, t.top_up = {};
    const Said refused = city.run(TestCity::first, Propose{program, t, {}});
    EXPECT_EQ(refused.word, Refusal::terms_contradictory);
    EXPECT_EQ(refused.why.field, "unit");
}

TEST(Terms, contradictions_name_the_field_CHG_b_CHG_c_CHG_h) {
    const auto with = [](auto change) {
        ProgramTerms t = plain_terms();
        change(t);
        return field_at_fault(t);
    };
    using T = ProgramTerms;
    const Date today = Date::from_civil(2026, 11, 22);
    EXPECT_EQ(with([](T&) {}), "");
    EXPECT_EQ(with([](T& t) { t.top_up.minimum = {0}; }), "top_up.minimum");
    EXPECT_EQ(with([](T& t) { t.top_up.step = {0}; }), "top_up.step");
    EXPECT_EQ(
        with([](T& t) { t.top_up.minimum = {2}, t.top_up.step = {INT64_MAX}; }), "top_up.step"
    ) << "without overflow";
    EXPECT_EQ(with([](T& t) { t.top_up = {{600}, {1000}, {900}, {}}; }), "top_up.step");
    EXPECT_EQ(with([](T& t) { t.top_up = {{1001}, {1000}, {1999}, {}}; }), "top_up.step")
        << "no amount fits";
    EXPECT_EQ(with([](T& t) { t.top_up = {{1001}, {1000}, {2000}, {}}; }), "");
    EXPECT_EQ(with([](T& t) { t.top_up.maximum = {10'000'000}; }), "top_up.maximum");
    EXPECT_EQ(with([](T& t) { t.top_up.minimum = {50'001}; }), "top_up.maximum");
    EXPECT_EQ(with([](T& t) { t.top_up.person_maximum = {-1}; }), "top_up.person_maximum");
    EXPECT_EQ(with([](T& t) { t.top_up.person_maximum = {INT64_MAX}; }), "top_up.person_maximum");
    EXPECT_EQ(
        with([](T& t) { t.top_up.minimum = {100}, t.top_up.person_maximum = {99}; }),
        "top_up.person_maximum"
    );
    EXPECT_EQ(with([](T& t) { t.budget = {-1}; }), "budget");
    EXPECT_EQ(with([](T& t) { t.budget = {std::int64_t{1} << 53}; }), "budget");
    EXPECT_EQ(with([](T& t) { t.budget = {9'000'000'000'000}; }), "");
    EXPECT_EQ(with([&](T& t) { t.issue_to = today + -1; }), "issue_to");
    EXPECT_EQ(with([&](T& t) { t.issue_to = today; }), "");
    EXPECT_EQ(with([&](T& t) { t.issue_from = today + 2, t.issue_to = today + 1; }), "issue_to");
    EXPECT_EQ(with([](T& t) { t.expiry = {Expiry::Kind::days_after, 0, {}}; }), "expiry.days");
    EXPECT_EQ(with([](T& t) { t.expiry = {Expiry::Kind::days_after, 36'526, {}}; }), "expiry.days");
    EXPECT_EQ(with([&](T& t) { t.expiry = {Expiry::Kind::fixed, 0, today}; }), "");
    EXPECT_EQ(with([&](T& t) { t.expiry = {Expiry::Kind::fixed, 0, today + -1}; }), "expiry.date");
    EXPECT_EQ(
        with([&](T& t) { t.issue_to = today + 5, t.expiry = {Expiry::Kind::fixed, 0, today + 4}; }),
        "expiry.date"
    );
    EXPECT_EQ(
        with([&](T& t) { t.issue_from = today + 5, t.expiry = {Expiry::Kind::fixed, 0, today + 4}; }
        ),
        "expiry.date"
    );
}

// The rest of the list, field by field: what goes wrong in a form, and what could never be of use.
TEST(Terms, every_other_contradiction_has_field_and_reason_PRM_b_PRM_c_PRM_d_PRM_f) {
    const Date today = Date::from_civil(2026, 11, 22);
    const auto said = [&](auto change) {
        ProgramTerms t = plain_terms();
        change(t);
        const auto found = contradiction(t, today);
        return found ? found->field + " " + found->reason : "";
    };
    using T = ProgramTerms;
    const auto given = [](T& t) { t.top_up = {}, t.origin = Origin::granted; };
    const Tier tenth{{1}, 1'000, {}};
    EXPECT_EQ(said([](T& t) { t.budget = {9}, t.top_up.minimum = {10}; }), "budget nothing_fits");
    EXPECT_EQ(said([](T& t) { t.bands = {{{0}, {}}}; }), "bands.0.from out_of_range");
    EXPECT_EQ(said([](T& t) { t.bands = {{{2}, {}}, {{1}, {}}}; }), "bands.1.from overlaps");
    EXPECT_EQ(
        said([&](T& t) { t.bands = {{{1}, {Expiry::Kind::fixed, 0, today + -1, 0}}}; }),
        "bands.0.expiry.date dead_at_issue"
    );
    EXPECT_EQ(said([&](T& t) { given(t), t.bands = {{{1}, {}}}; }), "bands never_usable");
    EXPECT_EQ(said([](T& t) { t.dues = 1u << 16; }), "dues out_of_range");
    EXPECT_EQ(
        said([](T& t) {
            for (int n = 0; n < 21; ++n) {
                t.limits.push_back(
                    {static_cast<Counted>(n / 8 + 1), static_cast<Measure>(n / 4 % 2 + 1), 1,
                     static_cast<Period>(n % 4), n % 2 ? Who::person : Who::everybody}
                );
            }
        }),
        "limits out_of_range"
    );
    EXPECT_EQ(
        said([](T& t) {
            t.limits = {{Counted::topped_up, Measure::amount, 99, Period::ever, Who::household}};
            t.top_up.minimum = {100};
        }),
        "limits.0.cap nothing_fits"
    );
    EXPECT_EQ(
        said([&](T& t) { t.bonus = {{1}, {{{0}, 1, {}}}, AtLimit::refuse}; }),
        "bonus.tiers.0.from out_of_range"
    );
    EXPECT_EQ(
        said([&](T& t) { t.bonus = {{1}, {{{1}, 100'001, {}}}, AtLimit::refuse}; }),
        "bonus.tiers.0.per_10000 out_of_range"
    );
    EXPECT_EQ(
        said([&](T& t) { t.bonus = {{1}, {{{1}, 0, {-1}}}, AtLimit::refuse}; }),
        "bonus.tiers.0.fixed out_of_range"
    );
    EXPECT_EQ(said([&](T& t) { t.bonus.tiers = {tenth}; }), "bonus.into missing");
    EXPECT_EQ(
        said([&](T& t) { given(t), t.bonus = {{1}, {tenth}, AtLimit::refuse}; }),
        "bonus never_usable"
    );
    EXPECT_EQ(
        said([&](T& t) {
            given(t);
            for (int n = 1; n <= 21; ++n)
                t.reward.tiers.push_back({{n}, 1, {}});
        }),
        "reward.tiers out_of_range"
    );
    EXPECT_EQ(
        said([&](T& t) { given(t), t.reward.tiers = {tenth, tenth}; }),
        "reward.tiers.1.from overlaps"
    );
    EXPECT_EQ(
        said([&](T& t) { given(t), t.reward.tiers = {tenth}, t.reward.payment_maximum = {-1}; }),
        "reward.payment_maximum out_of_range"
    );
    EXPECT_EQ(
        said([&](T& t) { given(t), t.reward.tiers = {tenth}, t.reward.where.types = {2, 1}; }),
        "reward.where out_of_range"
    );
    EXPECT_EQ(
        said([&](T& t) {
            given(t), t.reward.tiers = {tenth};
            t.reward.where.types = {1}, t.reward.where.without_types = {1};
        }),
        "reward.where never_usable"
    );
    EXPECT_EQ(
        said([&](T& t) {
            given(t), t.unit = Unit::point;
            t.rate = {1'000'001, 1, SettlementRate::Rounding::down};
        }),
        "rate out_of_range"
    );
}

TEST_F(FourEyes, a_new_version_narrows_nothing_and_keeps_its_mode_PRM_b) {
    ProgramTerms t = terms_for_days(90);
    t.where.types = {1, 2}, t.when.weekdays = 0b0111110;
    const ProgramId program = city.program(t);
    const auto said = [&](auto change) {
        ProgramTerms next = t;
        change(next);
        const Said answer = city.run(TestCity::first, Propose{program, next, {}});
        return answer.word == Refusal::none ? "" : answer.why.field + " " + answer.why.reason;
    };
    using T = ProgramTerms;
    EXPECT_EQ(said([](T& n) { n.issuer = IssuerMode::six_month; }), "issuer unit");
    EXPECT_EQ(said([](T& n) { n.where.types = {1}; }), "where narrower");
    EXPECT_EQ(said([](T& n) { n.when.weekdays = 0b0011110; }), "when narrower");
    EXPECT_EQ(said([](T& n) { n.where = {}, n.when = {}; }), "");
}

// 資金決済法3条8項: 100,000 yen at once (most_at_one_transfer) and 300,000 yen a month.
TEST(Terms, of_a_third_party_bound_what_goes_from_resident_to_resident_PNT_i) {
    ProgramTerms t = plain_terms();
    const Date today = Date::from_civil(2026, 11, 22);
    const auto says = [&]() -> std::string {
        const auto found = contradiction(t, today);
        return found ? found->field + " " + found->reason : "";
    };
    t.issuer = IssuerMode::third_party;
    EXPECT_EQ(says(), "") << "it may not move";
    t.to_residents = true;
    EXPECT_EQ(says(), "limits missing");
    t.limits = {{Counted::sent, Measure::amount, 10'000, Period::day, Who::person}};
    EXPECT_EQ(says(), "limits missing") << "a day's limit bounds no month so low";
    t.limits = {{Counted::sent, Measure::times, 1, Period::month, Who::person}};
    EXPECT_EQ(says(), "limits missing");
    t.limits = {{Counted::sent, Measure::amount, 300'001, Period::month, Who::person}};
    EXPECT_EQ(says(), "limits.0.cap out_of_range");
    t.limits[0].cap = 300'000;
    EXPECT_EQ(says(), "");
    ProgramTerms next = t;
    next.limits.clear(), next.to_residents = false;
    ASSERT_TRUE(contradiction(next, t)) << "what is in wallets may still be sent on";
    EXPECT_EQ(contradiction(next, t)->field, "limits");
    next.limits = t.limits;
    EXPECT_FALSE(contradiction(next, t));
    t.issuer = IssuerMode::municipality, t.limits.clear();
    EXPECT_EQ(says(), "");
}
