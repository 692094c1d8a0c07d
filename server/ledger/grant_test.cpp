#include "ledger/contract/test_city.hpp"
#include "ledger/job_rows.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct Grants : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId a = city.wallet(), b = city.wallet();

    ProgramId program(Amount budget = {}, std::vector<LimitRule> limits = {}) {
        ProgramTerms t = terms_for_days(30);
        t.top_up = {};
        t.origin = Origin::granted;
        t.budget = budget;
        t.to_residents = true;
        t.limits = std::move(limits);
        return city.program(t);
    }
    Said grant(WalletId w, ProgramId p, std::int64_t n) {
        return city.run(TestCity::first, Grant{w, p, {n}});
    }
    Said adjust(WalletId w, ProgramId p, std::int64_t n) {
        return city.run(TestCity::first, Adjust{w, p, {n}, AdjustReason::city_error});
    }
    Said transfer(WalletId from, WalletId to, ProgramId p, std::int64_t n) {
        return city.run(TestCity::resident, Transfer{from, to, p, {n}});
    }
    // A job that two people approved.
    JobId job(ProgramId p, const std::vector<JobRow>& rows) {
        Amount total;
        for (const JobRow& row : rows)
            total += row.amount;
        const Said said = city.run(
            TestCity::first,
            ProposeJob{p, std::ssize(rows), total, rows_digest(rows, 0, behind_last_row())}
        );
        const auto& fact = std::get<JobProposed>(said.entry->facts.at(0));
        EXPECT_EQ(
            city.run(TestCity::first, Approve{fact.proposal, fact.digest}).word,
            Refusal::same_person
        );
        const Said opened = city.run(TestCity::second, Approve{fact.proposal, fact.digest});
        EXPECT_EQ(opened.word, Refusal::none);
        return std::get<JobOpened>(opened.entry->facts.at(1)).job;
    }
    Said slice(JobId id, std::vector<JobRow> rows, std::int64_t from, std::int64_t to) {
        const std::vector<JobRow> behind(rows.begin() + to, rows.end());
        const Hash rest = rows_digest(behind, to, behind_last_row());
        return city.run(
            TestCity::nobody, GrantRows{id, {rows.begin() + from, rows.begin() + to}, rest}
        );
    }
};
} // namespace

TEST_F(Grants, reach_one_wallet_within_budget_and_limits_PRM_a_PRM_c) {
    const LimitRule twice{Counted::received, Measure::times, 2, Period::ever, Who::person};
    const ProgramId p = program({500}, {twice});
    EXPECT_EQ(grant(a, p, 100).word, Refusal::none);
    EXPECT_EQ(grant(a, p, 100).word, Refusal::none);
    EXPECT_EQ(grant(a, p, 100).word, Refusal::limit_reached);
    EXPECT_EQ(grant(b, p, 301).word, Refusal::program_cap_reached);
    EXPECT_EQ(grant(b, p, 300).word, Refusal::none);
    EXPECT_EQ(grant(b, p, 0).word, Refusal::amount_out_of_range);
    EXPECT_EQ(grant({99}, p, 1).word, Refusal::wallet_unknown);
    EXPECT_EQ(grant(a, {99}, 1).word, Refusal::program_unknown);
    EXPECT_EQ(city.top_up(a, shop, p, 1).word, Refusal::not_for_sale);
}

TEST_F(Grants, of_machines_happen_once_for_ever_by_their_reference_PNT_s) {
    const ProgramId p = program();
    const auto send = [&](std::int64_t amount) {
        const Command command{
            {ActorKind::machine, {}}, std::nullopt, Grant{a, p, {amount}}, SourceRef{7, 7}
        };
        return decide(city.state, command, Now::of(city.clock));
    };
    Decision first = send(10);
    Entry entry = std::get<Entry>(first);
    seal(city.state, entry, Now::of(city.clock), {});
    apply(city.state, entry);
    city.journal.push_back(entry);
    EXPECT_EQ(std::get<Repeat>(send(10)).seq, entry.seq);
    city.clock = city.clock + 400 * ms_per_day;
    EXPECT_EQ(std::get<Repeat>(send(10)).seq, entry.seq) << "for ever";
    EXPECT_EQ(std::get<Refused>(send(11)).word, Refusal::source_reused);
    EXPECT_EQ(city.held(a), 10);
}

TEST_F(Grants, adjustments_add_and_subtract_with_a_reason_PNT_e) {
    const ProgramId p = program({100});
    EXPECT_EQ(adjust(a, p, 60).word, Refusal::none);
    EXPECT_EQ(adjust(a, p, 41).word, Refusal::program_cap_reached);
    const Said said = adjust(a, p, -25);
    ASSERT_EQ(said.word, Refusal::none);
    EXPECT_EQ(said.entry->reason, static_cast<std::uint8_t>(AdjustReason::city_error));
    EXPECT_EQ(city.held(a), 35);
    EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::recovered), Amount{25});
    const Said no = adjust(a, p, -36);
    EXPECT_EQ(no.word, Refusal::insufficient_balance);
    EXPECT_EQ(no.why.missing, Amount{1});
    EXPECT_EQ(adjust(a, p, 0).word, Refusal::amount_out_of_range);
    EXPECT_EQ(adjust(a, p, INT64_MIN + 1).word, Refusal::amount_out_of_range);
}

TEST_F(Grants, transfers_of_money_have_a_most_at_once_PNT_i) {
    const ProgramId p = program();
    for (int n = 0; n < 2; ++n)
        grant(a, p, 100'000);
    EXPECT_EQ(transfer(a, b, p, 100'001).word, Refusal::above_transfer_maximum);
    EXPECT_EQ(transfer(a, b, p, 300'000).word, Refusal::above_transfer_maximum)
        << "before the balance is looked at";
    EXPECT_EQ(transfer(a, b, p, 100'000).word, Refusal::none);
    ProgramTerms t = terms_for_days(30);
    t.top_up = {}, t.origin = Origin::granted, t.unit = Unit::point, t.to_residents = true;
    const ProgramId points = city.program(t);
    grant(a, points, 100'001);
    EXPECT_EQ(transfer(a, b, points, 100'001).word, Refusal::none) << "points are no yen";
}

TEST_F(Grants, transfers_keep_expiry_and_rights_PNT_i) {
    const LimitRule most{Counted::sent, Measure::amount, 50, Period::day, Who::person};
    const ProgramId p = program({}, {most});
    grant(a, p, 100);
    const Date last = jst_date(city.clock) + 30;
    city.clock = city.clock + 2 * ms_per_day;
    EXPECT_EQ(transfer(a, b, p, 30).word, Refusal::none);
    EXPECT_EQ(city.held(b, p, last), 30);
    EXPECT_EQ(transfer(a, b, p, 21).word, Refusal::limit_reached);
    EXPECT_EQ(transfer(a, a, p, 1).word, Refusal::same_wallet);
    EXPECT_EQ(transfer(b, a, p, 31).word, Refusal::insufficient_balance);
    ProgramTerms t = plain_terms();
    const ProgramId fixed = city.program(t);
    city.top_up(a, shop, fixed, 100);
    const Said no = transfer(a, b, fixed, 1);
    EXPECT_EQ(no.word, Refusal::insufficient_balance);
    EXPECT_EQ(no.why.unused.back().why, Unused::may_not_move);
    EXPECT_EQ(transfer(a, b, {99}, 1).word, Refusal::program_unknown);
}

// Nobody paid for it: it must not count as 前払式支払手段, whatever program it is value of.
TEST_F(Grants, into_a_program_that_is_sold_are_granted_value_beside_the_bought_PRM_a) {
    const ProgramId p = city.program(terms_for_days(30));
    city.top_up(a, shop, p, 1'000);
    EXPECT_EQ(grant(a, p, 777).word, Refusal::none);
    EXPECT_EQ(adjust(a, p, 23).word, Refusal::none);
    const std::vector<JobRow> rows{{a, {100}}};
    EXPECT_EQ(slice(job(p, rows), rows, 0, 1).word, Refusal::none);
    Amount bought, given;
    for (const Lot& lot : city.state.wallets.find(a)->lots)
        (lot.rights.granted() ? given : bought) += lot.balance;
    EXPECT_EQ(bought, Amount{1'000});
    EXPECT_EQ(given, Amount{900});
}

TEST_F(Grants, of_a_program_for_some_stay_with_them_when_transferred_PNT_i_GEN_g) {
    ProgramTerms t = terms_for_days(30);
    t.top_up = {}, t.origin = Origin::granted, t.to_residents = true, t.eligible = {0b1, 0};
    const ProgramId p = city.program(t);
    city.run(TestCity::first, SetWalletMarks{a, 0b1});
    EXPECT_EQ(grant(a, p, 100).word, Refusal::none);
    EXPECT_EQ(transfer(a, b, p, 30).word, Refusal::not_eligible);
    city.run(TestCity::first, SetWalletMarks{b, 0b1});
    EXPECT_EQ(transfer(a, b, p, 30).word, Refusal::none);
    city.run(TestCity::first, SetWalletMarks{b, 0});
    EXPECT_EQ(transfer(b, a, p, 10).word, Refusal::none) << "whoever gives needs no mark";
    city.run(TestCity::first, StopProgram{p});
    EXPECT_EQ(transfer(b, a, p, 10).word, Refusal::none) << "stopping takes nothing from anybody";
    EXPECT_EQ(city.held(a), 90);
}

TEST_F(Grants, a_job_gives_each_row_once_from_what_was_held_PRM_a_PRM_j) {
    const ProgramId p = program({1'000});
    const std::vector<JobRow> rows{{a, {100}}, {b, {200}}, {{99}, {300}}, {a, {50}}};
    const JobId id = job(p, rows);
    EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::reserved), Amount{650});
    EXPECT_EQ(grant(a, p, 351).word, Refusal::program_cap_reached) << "the job's share is held";
    EXPECT_EQ(slice(id, rows, 1, 2).word, Refusal::job_differs) << "not yet";
    std::vector<JobRow> forged = rows;
    forged[0].amount = {650};
    EXPECT_EQ(slice(id, forged, 0, 1).word, Refusal::job_differs);
    EXPECT_EQ(slice(id, rows, 0, 2).word, Refusal::none);
    EXPECT_EQ(slice(id, rows, 0, 2).word, Refusal::job_differs) << "a second time";
    EXPECT_EQ(slice(id, rows, 2, 4).word, Refusal::none);
    EXPECT_EQ(city.held(a), 150);
    EXPECT_EQ(city.held(b), 200);
    EXPECT_EQ(city.state.programs.find(p)->issued(), Amount{350}) << "nobody's row went back";
    EXPECT_EQ(slice(id, rows, 2, 4).word, Refusal::job_ended);
    EXPECT_EQ(slice({99}, rows, 0, 1).word, Refusal::job_unknown);
}

TEST_F(Grants, a_job_obeys_limits_and_can_be_ended_PRM_c) {
    const LimitRule once{Counted::received, Measure::times, 1, Period::ever, Who::person};
    const ProgramId p = program({}, {once});
    const std::vector<JobRow> rows{{a, {10}}, {a, {10}}, {b, {10}}, {b, {10}}};
    const JobId id = job(p, rows);
    EXPECT_EQ(slice(id, rows, 0, 3).word, Refusal::none);
    EXPECT_EQ(city.held(a), 10);
    EXPECT_EQ(city.held(b), 10);
    EXPECT_EQ(city.run(TestCity::first, EndJob{id}).word, Refusal::none);
    EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::reserved), Amount{0});
    EXPECT_EQ(city.run(TestCity::first, EndJob{id}).word, Refusal::job_ended);
}

TEST_F(Grants, a_job_is_void_when_its_program_has_changed_or_stopped_PAY_f) {
    const ProgramId p = program({100});
    const auto propose = [&](std::int64_t rows, std::int64_t total) {
        return city.run(TestCity::first, ProposeJob{p, rows, {total}, {}});
    };
    EXPECT_EQ(propose(0, 1).why.field, "rows");
    EXPECT_EQ(propose(2, 1).why.field, "total");
    EXPECT_EQ(
        city.run(TestCity::first, ProposeJob{{99}, 1, {1}, {}}).word, Refusal::program_unknown
    );
    const auto dear = std::get<JobProposed>(propose(1, 101).entry->facts.at(0)),
               fine = std::get<JobProposed>(propose(1, 100).entry->facts.at(0));
    EXPECT_EQ(
        city.run(TestCity::second, Approve{dear.proposal, dear.digest}).word,
        Refusal::program_cap_reached
    );
    city.run(TestCity::first, StopProgram{p});
    EXPECT_EQ(
        city.run(TestCity::second, Approve{fine.proposal, fine.digest}).word, Refusal::proposal_void
    );
    EXPECT_EQ(propose(1, 1).word, Refusal::program_stopped);
}

TEST_F(Grants, by_adjustment_come_out_of_no_stopped_program_PNT_e) {
    const ProgramId p = program();
    EXPECT_EQ(grant(a, p, 100).word, Refusal::none);
    EXPECT_EQ(city.run(TestCity::first, StopProgram{p}).word, Refusal::none);
    EXPECT_EQ(adjust(a, p, 1).word, Refusal::program_stopped);
    EXPECT_EQ(adjust(a, p, -1).word, Refusal::none) << "what went wrong can still be taken back";
}

TEST_F(Grants, a_row_for_a_card_that_moved_reaches_the_app_PRM_a_CHG_g) {
    const LimitRule once{Counted::received, Measure::times, 1, Period::ever, Who::person};
    const ProgramId p = program({}, {once});
    const Said printed = city.run(TestCity::first, RegisterCards{1, CardKind::rechargeable});
    const CardId card = std::get<CardsRegistered>(printed.entry->facts.at(0)).first;
    const WalletId on_card = city.run(TestCity::first, ActivateCard{card}).entry->wallet;
    const std::vector<JobRow> rows{{on_card, {30}}, {a, {30}}, {b, {30}}};
    const JobId id = job(p, rows);
    ASSERT_EQ(city.run(TestCity::resident, MoveCard{card, a}).word, Refusal::none);
    EXPECT_EQ(slice(id, rows, 0, 3).word, Refusal::none);
    EXPECT_EQ(city.held(on_card), 0);
    EXPECT_EQ(city.held(a), 30) << "once: the app has a row of its own too";
    EXPECT_EQ(city.held(b), 30);
}
