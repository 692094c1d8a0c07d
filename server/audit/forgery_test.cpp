// Forgeries by somebody who can recompute every hash and head: only the meaning gives them away.
// (Against those the head published each day stands as well.) Each must be found at its entry, and
// named.
#include "audit/test_books.hpp"

#include <gtest/gtest.h>

namespace meguri::audit {
namespace {

using ledger::Account;
using ledger::Amount;
using ledger::Entry;
using store::TemporaryFolder;

// --------------------------------------------------------------------

struct Forgery {
    std::string name;
    std::int64_t seq;
    std::string what;
    std::function<void(Entry&, JournalPlan&)> make; // changes entry `seq`
};

void set_amount(Entry& e, std::int64_t amount) {
    e.amount = Amount{amount};
    e.legs[0].amount = Amount{-amount}, e.legs[1].amount = Amount{amount};
    if (!e.explanation.used.empty()) e.explanation.used[0].amount = Amount{amount};
}

std::vector<Forgery> of_payments() {
    const Landmarks& at = honest().at;
    const std::int64_t p = at.payment;
    return {
        {"pays less than asked", p, "not what was asked under its key",
         [](Entry& e, auto&) { set_amount(e, 1); }},
        {"pays more than there is", p, "falls below zero",
         [](Entry& e, auto&) { set_amount(e, 9'000'000); }},
        {"legs do not balance", p, "do not sum to zero",
         [](Entry& e, auto&) { e.legs[1].amount = Amount{322}; }},
        {"legs and amount differ", p, "do not move the amount",
         [](Entry& e, auto&) { e.amount = Amount{322}; }},
        {"another shop is credited", p, "owed to its own place only",
         [](Entry& e, auto&) { e.legs[1].account.holder = 2; }},
        {"another wallet pays", p, "takes from its own wallet only",
         [](Entry& e, auto&) { e.legs[0].account.holder = 3; }},
        {"a wallet that does not exist", p, "wallet 4711 does not exist",
         [](Entry& e, auto&) { e.wallet = {4711}; }},
        {"a blocked wallet pays", p, "wallet 9 is blocked",
         [](Entry& e, auto&) { e.wallet = {9}, e.legs[0].account.holder = 9; }},
        {"at a closed place", p, "place 4 is closed",
         [](Entry& e, auto&) { e.place = {4}, e.legs[1].account.holder = 4; }},
        {"later value first", p, "should have been used first",
         [](Entry& e, auto&) {
             const Account account = Account::lot({2}, {1}, jst_date(e.at) + 180, {});
             e.legs[0].account = account, e.legs[1].account.program = {1};
             e.explanation.used[0] = {{1}, account.expires_on, {}, Amount{321}};
         }},
        {"a chain broken", p, "on its holder's chain", [](Entry& e, auto&) { e.legs[0].prev = {1}; }
        },
        {"the explanation says otherwise", p, "names other lots than its legs",
         [](Entry& e, auto&) { e.explanation.used[0].amount = Amount{300}; }},
        {"a note moves value", p, "a note moves value",
         [](Entry& e, auto&) {
             e.legs.push_back({Account::wallet_note({2}), Amount{5}, e.legs[0].prev});
         }},
        {"another day", p, "is not the day in Japan",
         [](Entry& e, auto&) { e.business_date = e.business_date + 1; }},
        {"the clock goes back", p, "earlier than that of the entry before",
         [](Entry& e, auto&) { e.at = e.at + -60'000; }},
        {"a key used too late", p, "outside the 15 minutes",
         [](Entry& e, auto&) { e.key->issued_at = e.at + -16 * ms_per_minute; }},
        {"a key used twice", p, "its key was used before",
         [](Entry& e, JournalPlan& plan) {
             const Entry& other = plan.entry(honest().at.two_lot_payment);
             e.actor = other.actor, e.key = other.key;
         }},
        {"no key", p, "without a key that is not the system's own",
         [](Entry& e, auto&) { e.key.reset(); }},
        {"a refusal that moves value", p, "does not touch accounts of kind 1",
         [](Entry& e, auto&) { e.refusal = Refusal::insufficient_balance; }},
        {"a refusal with effects", at.refused_payment, "a refused command changes something",
         [](Entry& e, auto&) {
             e.counts.push_back({ledger::Counter::topped_up, {3}, {1}, Amount{-500}});
         }},
        {"a fact smuggled in", p, "its facts are not those",
         [](Entry& e, auto&) {
             e.facts.push_back(ledger::WalletStatusSet{{9}, ledger::WalletStatus::active});
         }},
    };
}

std::vector<Forgery> of_top_ups_and_expiry() {
    const Landmarks& at = honest().at;
    const auto set = [](Entry& e, std::int64_t amount) {
        set_amount(e, amount);
        if (!e.counts.empty()) e.counts[0].by = Amount{amount};
    };
    return {
        {"more than the maximum", at.top_up, "is above the maximum",
         [=](Entry& e, auto&) { set(e, 60'000); }},
        {"less than the minimum", at.top_up, "is below the minimum",
         [=](Entry& e, auto&) { set(e, 500); }},
        {"out of step", at.top_up, "is no multiple of", [=](Entry& e, auto&) { set(e, 1'001); }},
        {"beyond the budget", at.top_up, "has issued", [=](Entry& e, auto&) { set(e, 50'000'000); }
        },
        {"beyond the person's maximum", at.top_up, "of at most 200000",
         [=](Entry& e, auto&) { set(e, 200'500); }},
        {"a later expiry", at.top_up, "by its terms on",
         [](Entry& e, auto&) { e.legs[1].account.expires_on = Date::from_civil(2030, 1, 1); }},
        {"more rights", at.top_up, "the lot has rights 2",
         [](Entry& e, auto&) { e.legs[1].account.rights = {2}; }},
        {"not counted", at.top_up, "is not counted", [](Entry& e, auto&) { e.counts.clear(); }},
        {"at a place that may not", at.top_up, "place 2 may not do this",
         [](Entry& e, auto&) { e.place = {2}, e.legs[2].account.holder = 2; }},
        {"issued out of nothing", at.top_up, "do not sum to zero",
         [](Entry& e, auto&) { e.legs.erase(e.legs.begin()); }},
        {"expiry of living value", at.expiry, "whose last day is over",
         [](Entry& e, auto&) { e.legs[0].account.expires_on = Date::from_civil(2027, 1, 1); }},
        {"half of a lot expires", at.expiry, "takes whole lots",
         [](Entry& e, auto&) { set_amount(e, 1); }},
        {"a payment after the last day", at.expiry, "is used after its last day",
         [](Entry& e, auto&) { e.kind = ledger::EntryKind::payment; }},
    };
}

std::vector<Forgery> of_cancels() {
    const Landmarks& at = honest().at;
    return {
        {"more than was paid", at.cancel, "gets back more than payment",
         [](Entry& e, auto&) {
             e.amount = Amount{701};
             for (auto& leg : e.legs)
                 leg.amount =
                     Amount{leg.amount.value > 0 ? leg.amount.value + 1 : leg.amount.value - 1};
         }},
        {"into another lot", at.cancel, "did not take from it",
         [](Entry& e, auto&) {
             for (auto& leg : e.legs) {
                 if (leg.account.kind == ledger::AccountKind::lot)
                     leg.account.expires_on = Date::from_civil(2030, 1, 1);
             }
         }},
        {"the shop gives up more than it got", at.cancel, "more is taken back than payment",
         [](Entry& e, auto&) {
             for (auto& leg : e.legs) {
                 if (leg.account.kind == ledger::AccountKind::receivable) leg.amount = Amount{-701};
             }
         }},
        {"living value expires", at.cancel, "more expires than payment",
         [](Entry& e, auto&) {
             for (auto& leg : e.legs) {
                 if (leg.account.kind == ledger::AccountKind::lot)
                     leg.account = Account::expired(leg.account.program);
             }
         }},
        {"of no payment", at.cancel, "which is no payment before it",
         [](Entry& e, auto&) { e.names = {honest().at.open_wallet}; }},
        {"of another's payment", at.cancel, "was of another wallet or place",
         [](Entry& e, auto&) { e.names = {honest().at.payment}; }},
        {"from another place", at.cancel, "does not give it back",
         [](Entry& e, auto&) {
             for (auto& leg : e.legs) {
                 if (leg.account.kind == ledger::AccountKind::receivable) leg.account.holder = 3;
             }
         }},
        {"twice", at.cancel + 1, "is taken back a second time",
         [](Entry& e, JournalPlan& plan) {
             const auto before = e;
             e = plan.entry(honest().at.cancel);
             e.seq = before.seq, e.at = before.at, e.key = before.key;
         }},
        {"without a reason", at.cancel, "without a reason", [](Entry& e, auto&) { e.reason = 0; }},
    };
}

ledger::Proposed& proposed(Entry& e) { return std::get<ledger::Proposed>(e.facts[0]); }
ledger::PlaceRegistered& registered(Entry& e) {
    return std::get<ledger::PlaceRegistered>(e.facts.back());
}

std::vector<Forgery> of_four_eyes() {
    const Landmarks& at = honest().at;
    const auto closed = [](Entry& e) -> ledger::ProposalClosed& {
        return std::get<ledger::ProposalClosed>(e.facts[0]);
    };
    const auto published = [](Entry& e) -> ledger::ProgramPublished& {
        return std::get<ledger::ProgramPublished>(e.facts[1]);
    };
    return {
        {"one person alone", at.approve, "was approved by the person who made it",
         [=](Entry& e, auto&) { closed(e).by = {1}, e.actor.person = {1}; }},
        {"an approver who did not act", at.approve, "the approver is not who acted",
         [=](Entry& e, auto&) { closed(e).by = {3}; }},
        {"other terms than proposed", at.approve, "are not those proposed",
         [=](Entry& e, auto&) { published(e).terms.budget = Amount{99'000'000}; }},
        {"another digest approved", at.approve, "approved another digest",
         [](Entry& e, auto&) { e.content[0] ^= 1; }},
        {"another program", at.approve, "is not the one proposed",
         [=](Entry& e, auto&) { published(e).program = {7}; }},
        {"a version skipped", at.approve, "is not the next one",
         [=](Entry& e, auto&) { published(e).version = 5; }},
        {"a proposal changed", at.propose, "digest is not that of its terms",
         [](Entry& e, auto&) {
             std::get<ledger::Proposed>(e.facts[0]).terms.budget = Amount{99'000'000};
         }},
        {"a proposal without its approval", at.approve, "its facts are not those",
         [](Entry& e, auto&) { e.facts.erase(e.facts.begin()); }},
        {"closed twice", at.withdraw, "is not open",
         [](Entry& e, auto&) { std::get<ledger::ProposalClosed>(e.facts[0]).proposal = {1}; }},
        {"an unblocking nobody asked for", at.block_wallet, "not what was asked",
         [](Entry& e, auto&) {
             std::get<ledger::WalletStatusSet>(e.facts[0]).status = ledger::WalletStatus::active;
         }},
        {"an owner exchanged", at.open_wallet, "wallet 11 is not the next one",
         [](Entry& e, auto&) { std::get<ledger::WalletOpened>(e.facts[0]).wallet = {11}; }},
        {"a proposer who did not act", at.propose, "the proposer is not who acted",
         [](Entry& e, auto&) { proposed(e).by = {9}; }},
        {"a change of no program", at.propose, "program 55 does not exist",
         [](Entry& e, auto&) { proposed(e).program = {55}; }},
        {"a proposal out of turn", at.propose, "proposal 9 is not the next one",
         [](Entry& e, auto&) { proposed(e).proposal = {9}; }},
        {"based on an older version", at.approve_again - 1, "based on another version",
         [](Entry& e, auto&) { proposed(e).based_on = 0; }},
        {"approved although it changed", at.approve_again, "has changed since it was proposed",
         [](Entry&, JournalPlan& plan) {
             proposed(plan.entry(honest().at.approve_again - 1)).based_on = 0;
         }},
        {"published though withdrawn", at.approve, "published without an approval",
         [=](Entry& e, auto&) { closed(e).state = ledger::ProposalState::withdrawn; }},
        {"an approval of nothing", at.approve, "proposal 99 is not open",
         [=](Entry& e, auto&) { closed(e).proposal = {99}; }},
        {"withdrawn by somebody else", at.withdraw, "otherwise than withdrawn by who acted",
         [=](Entry& e, auto&) { closed(e).by = {9}; }},
        {"a place out of turn", at.register_place, "place 9 is not the next one",
         [](Entry& e, auto&) { registered(e).place = {9}; }},
        {"a place of no organization", at.register_place, "organization 9 does not exist",
         [](Entry& e, auto&) { registered(e).organization = {9}; }},
        {"a place that may everything", at.register_place, "capabilities 255 are not known",
         [](Entry& e, auto&) { registered(e).capabilities = {255}; }},
    };
}

// Accounts that no entry of its kind may touch, or that are none.
std::vector<Forgery> of_accounts() {
    const Landmarks& at = honest().at;
    const std::int64_t p = at.payment, t = at.top_up, x = at.expiry;
    const auto leg = [](std::size_t n, auto change) {
        return [=](Entry& e, auto&) { change(e.legs[n]); };
    };
    using ledger::AccountKind;
    using ledger::Leg;
    return {
        {"an unknown kind of account", p, "account kind 17 is not known",
         leg(1, [](Leg& l) { l.account.kind = AccountKind{17}; })},
        {"a lot of no program", p, "only a note and the yen book are of no program",
         leg(0, [](Leg& l) { l.account.program = {}; })},
        {"an empty leg", p, "moves nothing", leg(0, [](Leg& l) { l.amount = {}; })},
        {"a program that does not exist", p, "program 9 does not exist",
         leg(0, [](Leg& l) { l.account.program = {9}; })},
        {"a receivable that expires", p, "only lots expire",
         leg(1, [](Leg& l) { l.account.expires_on = Date::from_civil(2030, 1, 1); })},
        {"a hold", p, "does not touch accounts of kind 9",
         leg(0, [](Leg& l) { l.account.kind = AccountKind::hold; })},
        {"a lot of no wallet", p, "wallet 4711 does not exist",
         leg(0, [](Leg& l) { l.account.holder = 4711; })},
        {"an issue of another program", t, "is not its program",
         leg(0, [](Leg& l) { l.account.holder = 2; })},
        {"a top-up that takes back", t, "a top-up issues",
         leg(0, [](Leg& l) { l.amount = Amount{1}; })},
        {"a top-up of another wallet", t, "adds to its own wallet only",
         leg(1, [](Leg& l) { l.account.holder = 1; })},
        {"a top-up of dead value", t, "grows after its last day",
         leg(1, [](Leg& l) { l.account.expires_on = Date::from_civil(2026, 1, 1); })},
        {"more than a number holds", t, "overflows",
         [](Entry& e, auto&) {
             e.legs[1].amount = Amount{INT64_MAX};
             e.legs.push_back(e.legs[1]);
         }},
        {"a top-up of another amount", t, "do not move the amount",
         [](Entry& e, auto&) { e.amount = Amount{1'500}; }},
        {"an expiry of another amount", x, "do not move the amount",
         [](Entry& e, auto&) { e.amount = Amount{1}; }},
        {"expired value comes back", x, "expired value grows",
         leg(1, [](Leg& l) { l.amount = Amount{-1}; })},
        {"a note on somebody else", t, "whom the entry does not concern",
         leg(2, [](Leg& l) { l.account.holder = 3; })},
        {"a payment that expires", p, "does not touch accounts of kind 4",
         leg(1, [](Leg& l) { l.account = Account::expired({1}); })},
    };
}

std::vector<Forgery> of_words_and_rules() {
    const Landmarks& at = honest().at;
    const std::int64_t p = at.payment;
    return {
        {"a format to come", p, "format 3 is not known", [](Entry& e, auto&) { e.format = 3; }},
        {"an unknown kind", p, "kind 49 is not known",
         [](Entry& e, auto&) { e.kind = ledger::EntryKind{49}; }},
        {"an unknown actor", p, "actor kind 7 is not known",
         [](Entry& e, auto&) { e.actor.kind = ledger::ActorKind{7}; }},
        {"a payment with a reason", p, "only a cancel names", [](Entry& e, auto&) { e.reason = 9; }
        },
        {"a refusal without a key", at.refused_payment, "a refusal without a key",
         [](Entry& e, auto&) { e.key.reset(); }},
        {"a place that does not exist", p, "place 4711 does not exist",
         [](Entry& e, auto&) { e.place = {4711}; }},
        {"points pay in yen", p, "points of program 3 pay in yen",
         [](Entry& e, auto&) { e.legs[0].account.program = e.legs[1].account.program = {3}; }},
        {"a payment that is counted", p, "is not what was done",
         [](Entry& e, auto&) {
             e.counts.push_back({ledger::Counter::topped_up, {2}, 1, Amount{-1}});
         }},
        {"a payment that names another", p, "only a cancel names",
         [](Entry& e, auto&) { e.names = {5}; }},
        {"one lot too many explained", p, "names other lots than its legs",
         [](Entry& e, auto&) { e.explanation.used.push_back({{1}, {}, {}, Amount{1}}); }},
        {"a key closed with success", at.close_key, "always answered by a refusal",
         [](Entry& e, auto&) { e.refusal = Refusal::none; }},
        {"a top-up of a stopped program", at.stopped_top_up, "program 2 is stopped",
         [](Entry& e, JournalPlan& plan) {
             const Entry& honest_one = plan.entry(honest().at.top_up);
             e.refusal = Refusal::none, e.legs = honest_one.legs, e.counts = honest_one.counts;
             for (auto& l : e.legs) {
                 if (l.account.program) l.account.program = {2};
             }
         }},
        {"a top-up outside the period", at.top_up, "outside the period",
         [](Entry&, JournalPlan& plan) {
             std::get<ledger::ProgramPublished>(plan.entry(honest().at.approve_again).facts[1])
                 .terms.issue_to = Date::from_civil(2026, 1, 1);
         }},
        {"another day's payment", at.cancel, "was made on another day",
         [](Entry& e, auto&) { e.business_date = e.business_date + 1; }},
        {"a cancel of another amount", at.cancel, "do not move the amount",
         [](Entry& e, auto&) { e.amount = Amount{1}; }},
    };
}

class Forgeries : public ::testing::Test {
  protected:
    void expect_all_named(const std::vector<Forgery>& forgeries) {
        for (const Forgery& forgery : forgeries) {
            SCOPED_TRACE(forgery.name);
            TemporaryFolder folder;
            const std::string url = "sqlite://" + (folder.path() / "forged.db").string();
            JournalPlan plan = honest().plan.in_one_group();
            forgery.make(plan.entry(forgery.seq), plan);
            plan.write(url);
            const auto report = verify(url);
            ASSERT_TRUE(report) << report.error().detail;
            EXPECT_TRUE(names(*report, forgery.seq, forgery.what))
                << "wanted: " << forgery.what << "\nfound:\n"
                << listing(*report);
            EXPECT_FALSE(names(*report, -1, "a column was changed")) << "hashes were recomputed";
        }
    }
};

TEST_F(Forgeries, of_payments_are_found_by_their_meaning) { expect_all_named(of_payments()); }
TEST_F(Forgeries, of_top_ups_and_expiries_are_found_by_their_meaning) {
    expect_all_named(of_top_ups_and_expiry());
}
TEST_F(Forgeries, of_cancels_are_found_by_their_meaning) { expect_all_named(of_cancels()); }
TEST_F(Forgeries, of_accounts_are_found_by_their_meaning) { expect_all_named(of_accounts()); }
TEST_F(Forgeries, of_words_and_rules_are_found_by_their_meaning) {
    expect_all_named(of_words_and_rules());
}
TEST_F(Forgeries, of_four_eyes_are_found_by_their_meaning) { expect_all_named(of_four_eyes()); }

} // namespace
} // namespace meguri::audit
