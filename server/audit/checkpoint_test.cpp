#include "audit/test_books.hpp"

#include <gtest/gtest.h>

namespace meguri::audit {
namespace {

using ledger::Amount;

// Cells that a server would start from, made of a state that the journal does not add up to.
TEST(CheckpointCells, that_the_journal_does_not_add_up_to_are_found) {
    const ledger::State& state = honest().city->state();
    const auto report_on = [](ledger::CellKind kind, const Bytes& value) {
        store::TemporaryFolder folder;
        const std::string url = "sqlite://" + (folder.path() / "forged.db").string();
        JournalPlan plan = honest().plan.in_one_group();
        plan.groups[0].cells = {{kind, 1, value}};
        plan.write(url);
        return *verify(url);
    };
    const auto of_wallet = [&](auto change) {
        ledger::Wallet wallet = *state.wallets.find({1});
        change(wallet);
        return report_on(ledger::CellKind::wallet, ledger::encode_cell(wallet));
    };
    EXPECT_TRUE(of_wallet([](auto&) {}).clean());
    EXPECT_TRUE(names(of_wallet([](auto& w) { w.lots[0].balance += Amount{1}; }), -1, "lots differ")
    );
    EXPECT_TRUE(names(
        of_wallet([](auto& w) { w.lots.push_back({{1}, {}, {}, Amount{1}, {1}}); }), -1,
        "lots, by the journal"
    ));
    EXPECT_TRUE(names(of_wallet([](auto& w) { w.tallies.clear(); }), -1, "counts, by the journal"));
    EXPECT_TRUE(names(
        of_wallet([](auto& w) { w.tallies[0].counter = ledger::Counter{2}; }), -1, "counts differ"
    ));
    EXPECT_TRUE(names(of_wallet([](auto& w) { w.chain = {1}; }), -1, "chain is 1"));
    EXPECT_TRUE(names(
        of_wallet([](auto& w) { w.status = ledger::WalletStatus::blocked; }), -1, "status is 2"
    ));
    ledger::Program program = *state.programs.find({1});
    program.terms.budget = Amount{1};
    EXPECT_TRUE(names(
        report_on(ledger::CellKind::program, ledger::encode_cell(program)), -1,
        "its terms are not those published"
    ));
    ledger::Place place = *state.places.find({1});
    place.receivables.push_back({{1}, Amount{5}});
    EXPECT_TRUE(names(
        report_on(ledger::CellKind::place, ledger::encode_cell(place)), -1,
        "receivables, by the journal"
    ));
}

} // namespace
} // namespace meguri::audit
