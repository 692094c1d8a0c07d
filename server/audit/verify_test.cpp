#include "audit/verify.hpp"

#include "audit/test_books.hpp"

#include <gtest/gtest.h>

namespace meguri::audit {
namespace {

class Verify : public store::StoreTest {};
INSTANTIATE_TEST_SUITE_P(stores, Verify, store::all_stores(), store::store_name);

TEST_P(Verify, a_clean_journal_has_no_difference_and_its_figures_are_those_of_the_ledger) {
    TestCity city;
    live(city);
    city.plan().write(url());
    const auto report = verify(url());
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_TRUE(report->clean()) << listing(*report);
    const Figures& f = report->figures;
    EXPECT_EQ(f.entries, city.state().last.value);
    EXPECT_EQ(f.wallets, city.state().wallets.size());
    EXPECT_EQ(f.places, city.state().places.size());
    EXPECT_GT(f.refused, 5);
    EXPECT_GT(f.expiries, 2);
    EXPECT_EQ(f.cancels, 1);
    EXPECT_GT(f.checkpoint_rows, 10);
    for (std::int64_t p = 1; p <= city.state().programs.size(); ++p) {
        const ledger::Program& program = *city.state().programs.find({p});
        EXPECT_EQ(f.programs.at(p).issued, program.issued().value);
        EXPECT_EQ(f.programs.at(p).in_wallets, program.total(ledger::AccountKind::lot).value);
    }
    for (std::int64_t i = 1; i <= city.state().places.size(); ++i) {
        for (const ledger::Receivable& r : city.state().places.find({i})->receivables) {
            EXPECT_EQ(f.receivables.at({i, r.program.value}), r.balance.value);
        }
    }
}

TEST_P(Verify, an_empty_journal_is_clean) {
    ASSERT_TRUE((*store::open_journal(url()))->take_over());
    const auto report = verify(url());
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_TRUE(report->clean()) << listing(*report);
    EXPECT_EQ(report->figures.entries, 0);
}

TEST_P(Verify, a_database_without_a_journal_is_a_fault_not_a_clean_report) {
    EXPECT_FALSE(verify(url()));
}

} // namespace
} // namespace meguri::audit
