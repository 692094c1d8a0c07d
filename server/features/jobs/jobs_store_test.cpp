// Plans and their slices on both stores: what a job needs after a restart is what was written.
#include "features/jobs/jobs_store.hpp"
#include "ledger/job_rows.hpp"
#include "store/contract/test_stores.hpp"

namespace meguri::features {
namespace {

constexpr Instant noon{1'800'000'000'000};

class JobsStore : public store::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        db = open();
        ASSERT_TRUE(store::migrate(*db, jobs_store::migrations()));
    }
    JobPlan plan(std::uint8_t key, Instant run_at) {
        JobPlan p;
        p.id = "job" + std::to_string(key);
        p.name = "給付";
        p.program = {1}, p.maker = {2}, p.run_at = run_at, p.made_at = noon;
        auto made = jobs_store::insert(*db, p, {key});
        EXPECT_TRUE(made && *made);
        return **made;
    }
    std::unique_ptr<store::Database> db;
};
INSTANTIATE_TEST_SUITE_P(stores, JobsStore, store::all_stores(), store::store_name);

std::vector<ledger::JobRow> many_rows(std::int64_t count) {
    std::vector<ledger::JobRow> rows;
    for (std::int64_t n = 1; n <= count; ++n)
        rows.push_back({{n * 1'000'003}, {n % 9'999'999 + 1}});
    return rows;
}

TEST_P(JobsStore, makes_one_plan_for_one_key) {
    const JobPlan made = plan(1, noon);
    JobPlan again = made;
    again.id = "other";
    const auto twice = jobs_store::insert(*db, again, {1});
    ASSERT_TRUE(twice);
    EXPECT_FALSE(*twice);
    EXPECT_EQ((*jobs_store::find_made(*db, {1}))->id, made.id);
    EXPECT_FALSE(*jobs_store::find(*db, "other"));
}

TEST_P(JobsStore, slices_come_back_as_they_were_and_prove_the_whole_PRM_j) {
    const JobPlan p = plan(2, noon);
    const auto rows = many_rows(3 * static_cast<std::int64_t>(rows_a_slice) + 7);
    auto slices = cut_into_slices(0, rows);
    ASSERT_EQ(slices.size(), 4u);
    ASSERT_TRUE(jobs_store::insert_slices(*db, p.number, slices));
    Hash behind = ledger::behind_last_row();
    auto falling = *jobs_store::slices_before(*db, p.number, std::ssize(rows), 100);
    for (JobSlice& slice : falling) {
        slice.rest = behind;
        behind = ledger::rows_digest(slice.rows, slice.first, behind);
    }
    ASSERT_TRUE(jobs_store::set_rest(*db, p.number, falling));
    EXPECT_EQ(behind, ledger::rows_digest(rows, 0, ledger::behind_last_row()));
    Hash expected = behind;
    const auto rising = *jobs_store::slices_from(*db, p.number, 0, 100);
    for (const JobSlice& slice : rising) {
        EXPECT_EQ(ledger::rows_digest(slice.rows, slice.first, slice.rest), expected);
        expected = slice.rest;
    }
    EXPECT_EQ(expected, ledger::behind_last_row());
    const auto last = *jobs_store::slices_from(*db, p.number, slices[3].first, 100);
    ASSERT_EQ(last.size(), 1u);
    EXPECT_EQ(last[0].rows.size(), 7u);
}

TEST_P(JobsStore, a_draft_grows_or_is_frozen_and_never_both_PRM_j) {
    JobPlan p = plan(6, noon);
    p.rows = 2, p.total = {30};
    EXPECT_TRUE(*jobs_store::update_draft(*db, p, 0));
    EXPECT_FALSE(*jobs_store::update_draft(*db, p, 0)) << "somebody added rows since it was read";
    JobPlan frozen = p, grown = p;
    frozen.stage = JobStage::frozen, frozen.frozen = {7};
    grown.rows = 3, grown.total = {60};
    EXPECT_TRUE(*jobs_store::update_draft(*db, frozen, 2));
    EXPECT_FALSE(*jobs_store::update_draft(*db, grown, 2));
    const JobPlan read = jobs_store::find(*db, p.id).value().value();
    EXPECT_EQ(read.rows, 2);
    EXPECT_EQ(read.total.value, 30);
    EXPECT_EQ(read.frozen, frozen.frozen);
    EXPECT_EQ(read.stage, JobStage::frozen);
}

TEST_P(JobsStore, only_approved_jobs_whose_time_has_come_are_due_PRM_j) {
    JobPlan early = plan(3, noon), late = plan(4, noon + 1), draft = plan(5, noon);
    for (JobPlan* p : {&early, &late}) {
        p->stage = JobStage::approved, p->job = {9};
        ASSERT_TRUE(jobs_store::update(*db, *p));
    }
    const auto due = *jobs_store::due(*db, noon);
    ASSERT_EQ(due.size(), 1u);
    EXPECT_EQ(due[0].id, early.id);
    EXPECT_EQ(due[0].job, JobId{9});
    EXPECT_EQ(jobs_store::due(*db, noon + 1)->size(), 2u);
    early.stage = JobStage::ended, early.noted = 5, early.given = {70}, early.given_rows = 4;
    ASSERT_TRUE(jobs_store::update(*db, early));
    EXPECT_EQ(jobs_store::due(*db, noon + 1)->size(), 1u);
    const auto again = *jobs_store::find(*db, early.id);
    EXPECT_EQ(again->given.value, 70);
    EXPECT_EQ(again->given_rows, 4);
    EXPECT_EQ(draft.stage, JobStage::draft);
}

} // namespace
} // namespace meguri::features
