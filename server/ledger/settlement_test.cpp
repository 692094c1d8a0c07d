#include "ledger/settlement_rows.hpp"

#include "ledger/contract/test_city.hpp"
#include "ledger/encoding.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {

struct Settlement : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place(); // of an organization of its own
    WalletId a = city.wallet();
    ProgramId yen = city.program(plain_terms());
    Date first_day = jst_date(city.clock);

    Settlement() { city.top_up(a, shop, yen, 10'000); }

    const Organization& organization(PlaceId of) const {
        return *city.state.organizations.find(city.state.places.find(of)->organization);
    }
    OrganizationId owner(PlaceId of) const { return city.state.places.find(of)->organization; }
    void next_day() { city.clock = (jst_date(city.clock) + 1).begins() + 9 * 60 * ms_per_minute; }
    Said close(Date day) { return city.run(TestCity::nobody, CloseDay{day}); }

    static Amount total(const std::vector<SettlementRow>& rows) {
        Amount sum;
        for (const SettlementRow& row : rows)
            sum += row.program ? row.yen : -(row.yen + row.tax);
        return sum;
    }
    Said propose(Date until, const std::vector<SettlementRow>& rows) {
        return city.run(
            TestCity::first,
            ProposeSettlement{until, std::ssize(rows), total(rows), rows_digest(rows, 0, {})}
        );
    }
    JobId approve(const Said& proposed) {
        const auto& fact = std::get<SettlementProposed>(proposed.entry->facts.at(0));
        const Approve ask{fact.proposal, fact.digest};
        EXPECT_EQ(city.run(TestCity::first, ask).word, Refusal::same_person);
        const Said opened = city.run(TestCity::second, ask);
        EXPECT_EQ(opened.word, Refusal::none);
        return std::get<SettlementOpened>(opened.entry->facts.at(1)).job;
    }
    Said settle(JobId job, const std::vector<SettlementRow>& rows, std::size_t at) {
        const auto behind = rows.begin() + static_cast<std::ptrdiff_t>(at) + 1;
        const Hash rest = rows_digest({behind, rows.end()}, static_cast<std::int64_t>(at) + 1, {});
        return city.run(TestCity::nobody, Settle{job, rows[at], rest});
    }
    // The whole of a run, to its end.
    void run(Date until, std::vector<SettlementRow> rows) {
        const JobId job = approve(propose(until, rows));
        for (std::size_t i = 0; i < rows.size(); ++i)
            EXPECT_EQ(settle(job, rows, i).word, Refusal::none);
        EXPECT_TRUE(city.state.jobs.find(job)->ended);
        EXPECT_EQ(invariants::check_all(city.state), std::nullopt);
    }
};

} // namespace

TEST_F(Settlement, owes_what_was_taken_up_to_the_day_and_not_what_came_after_ADM_d) {
    city.pay(a, shop, 3'000);
    EXPECT_EQ(propose(first_day, {{owner(shop), yen, {3'000}, {3'000}, {}}}).why.field, "until")
        << "the day is not closed";
    EXPECT_EQ(close(first_day).word, Refusal::not_found) << "nor over";
    next_day();
    city.pay(a, shop, 500);
    EXPECT_EQ(close(first_day).word, Refusal::none);
    EXPECT_EQ(close(first_day).word, Refusal::not_found);
    const auto rows = rows_to_settle(city.state, first_day);
    ASSERT_EQ(rows, (std::vector<SettlementRow>{{owner(shop), yen, {3'000}, {3'000}, {}}}));
    run(first_day, rows);
    EXPECT_EQ(organization(shop).payable, Amount{3'000});
    EXPECT_EQ(city.state.places.find(shop)->receivables.at(0).balance, Amount{500});
    EXPECT_EQ(city.state.programs.find(yen)->total(AccountKind::settled), Amount{3'000});
    EXPECT_TRUE(rows_to_settle(city.state, first_day).empty());
}

TEST_F(Settlement, takes_a_cancel_after_a_run_off_the_next_one_ADM_d) {
    const Seq paid = city.pay(a, shop, 3'000).entry->seq;
    city.pay(a, shop, 100);
    next_day();
    close(first_day);
    run(first_day, rows_to_settle(city.state, first_day));
    const Said back =
        city.run(TestCity::first, Cancel{paid, shop, CancelReason::goods_returned, nullptr});
    ASSERT_EQ(back.word, Refusal::none);
    next_day();
    close(first_day + 1);
    const auto rows = rows_to_settle(city.state, first_day + 1);
    ASSERT_EQ(rows, (std::vector<SettlementRow>{{owner(shop), yen, {-3'000}, {-3'000}, {}}}));
    run(first_day + 1, rows);
    EXPECT_EQ(organization(shop).payable, Amount{100});
}

TEST_F(Settlement, books_each_approved_row_once_in_its_order_and_no_other) {
    city.pay(a, shop, 3'000);
    const PlaceId other = city.place();
    city.pay(a, other, 700);
    next_day();
    close(first_day);
    const auto rows = rows_to_settle(city.state, first_day);
    ASSERT_EQ(rows.size(), 2u);
    const JobId job = approve(propose(first_day, rows)), again = approve(propose(first_day, rows));
    EXPECT_EQ(settle(job, rows, 1).word, Refusal::job_differs);
    auto more = rows;
    more[0].yen += Amount{1};
    EXPECT_EQ(settle(job, more, 0).word, Refusal::job_differs);
    EXPECT_EQ(settle(job, rows, 0).word, Refusal::none);
    EXPECT_EQ(settle(job, rows, 0).word, Refusal::job_differs);
    EXPECT_EQ(settle(again, rows, 0).word, Refusal::job_differs) << "another run has settled it";
    EXPECT_EQ(settle(job, rows, 1).word, Refusal::none);
    EXPECT_EQ(settle(job, rows, 1).word, Refusal::job_ended);
    EXPECT_EQ(settle({99}, rows, 0).word, Refusal::job_unknown);
    EXPECT_EQ(city.run(TestCity::first, EndJob{again}).word, Refusal::none);
    EXPECT_EQ(
        city.run(TestCity::nobody, GrantRows{again, {{a, {1}}}, {}}).word, Refusal::job_unknown
    );
}

TEST_F(Settlement, keeps_fees_and_tax_and_pays_out_no_more_than_is_left) {
    city.pay(a, shop, 3'000);
    next_day();
    close(first_day);
    auto rows = rows_to_settle(city.state, first_day);
    rows.push_back({owner(shop), {}, {}, {30}, {3}});
    run(first_day, rows);
    EXPECT_EQ(organization(shop).payable, Amount{2'967});
    EXPECT_EQ(organization(shop).fee, Amount{30});
    EXPECT_EQ(organization(shop).fee_tax, Amount{3});
    const auto pay_out = [&](std::int64_t amount) {
        return city.run(TestCity::first, PayOut{owner(shop), {amount}});
    };
    EXPECT_EQ(pay_out(2'968).word, Refusal::payable_short);
    EXPECT_EQ(pay_out(0).word, Refusal::amount_out_of_range);
    EXPECT_EQ(city.run(TestCity::first, PayOut{{99}, {1}}).word, Refusal::organization_unknown);
    const Said sent = pay_out(2'967);
    ASSERT_EQ(sent.word, Refusal::none);
    EXPECT_EQ(organization(shop).paid_out, Amount{2'967});
    const ReturnPayOut back{owner(shop), sent.entry->seq};
    EXPECT_EQ(city.run(TestCity::second, back).word, Refusal::none);
    EXPECT_EQ(city.run(TestCity::second, back).word, Refusal::pay_out_unknown);
    EXPECT_EQ(organization(shop).payable, Amount{2'967});
    EXPECT_EQ(invariants::check_all(city.state), std::nullopt);
}

TEST_F(Settlement, turns_points_into_yen_by_their_rate_and_rounding_PNT_a) {
    ProgramTerms points;
    points.unit = Unit::point, points.origin = Origin::granted;
    points.rate = {1, 3, SettlementRate::Rounding::half_up};
    using Rounding = SettlementRate::Rounding;
    const auto by = [&](Rounding rounding, std::int64_t units) {
        points.rate.rounding = rounding;
        return in_yen(points, {units}).value;
    };
    EXPECT_EQ(by(Rounding::down, 5), 1);
    EXPECT_EQ(by(Rounding::half_up, 5), 2);
    EXPECT_EQ(by(Rounding::up, 4), 2);
    EXPECT_EQ(by(Rounding::up, -4), -2) << "what is taken back is rounded as what was taken";
    points.rate.rounding = Rounding::half_up;
    const ProgramId p = city.program(points);
    city.run(TestCity::first, Grant{a, p, {50}});
    ASSERT_EQ(city.run(TestCity::resident, Payment{a, shop, {20}, p, {}, 0}).word, Refusal::none);
    next_day();
    close(first_day);
    run(first_day, rows_to_settle(city.state, first_day));
    EXPECT_EQ(city.state.programs.find(p)->total(AccountKind::settled), Amount{20});
    EXPECT_EQ(organization(shop).payable, Amount{7});
    points.rate = {};
    EXPECT_EQ(in_yen(points, {20}), Amount{0}) << "without a rate there is nothing to pay";
}

TEST_F(Settlement, survives_a_checkpoint_and_older_rows_of_places_are_not_believed) {
    city.pay(a, shop, 3'000);
    next_day();
    close(first_day);
    auto rows = rows_to_settle(city.state, first_day);
    rows.push_back({owner(shop), {}, {}, {30}, {3}});
    run(first_day, rows);
    city.run(TestCity::first, PayOut{owner(shop), {100}});
    city.pay(a, shop, 5);
    State again;
    const auto survives = [&](CellKind kind, const auto& cell) {
        const Bytes bytes = encode_cell(cell);
        return load_cell(again, kind, 1, bytes, city.state.last) && bytes.size() > 4;
    };
    EXPECT_TRUE(survives(CellKind::place, *city.state.places.find({1})));
    EXPECT_TRUE(survives(CellKind::organization, organization(shop)));
    EXPECT_TRUE(survives(CellKind::program, *city.state.programs.find({1})));
    EXPECT_TRUE(survives(CellKind::job, *city.state.jobs.find({1})));
    EXPECT_TRUE(survives(CellKind::city, *city.state.city.find({1})));
    EXPECT_EQ(encode_cell(*again.places.find({1})), encode_cell(*city.state.places.find({1})));
    EXPECT_EQ(encode_cell(*again.organizations.find({1})), encode_cell(organization(shop)));
    const std::int64_t newest = city.state.proposals.size();
    const Proposal& run = *city.state.proposals.find({newest});
    ASSERT_TRUE(load_cell(again, CellKind::proposal, newest, encode_cell(run), city.state.last));
    EXPECT_EQ(encode_cell(*again.proposals.find({newest})), encode_cell(run));

    Place old = *city.state.places.find({1});
    old.receivables.at(0).days.clear();
    EXPECT_FALSE(load_cell(again, CellKind::place, 1, encode_cell(old), city.state.last));
}
