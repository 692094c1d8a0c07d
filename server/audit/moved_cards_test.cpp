// Counts of cards that are moved in parts, worked out once more from the books alone.
#include "audit/test_books.hpp"

#include <gtest/gtest.h>

namespace meguri::audit {
namespace {

using ledger::Entry;

struct MovedCards : ::testing::Test {
    TestCity city;
    std::int64_t in_part = 0, again = 0, whole = 0, put_right = 0;

    // A card that is used, moved in part, used again, and moved twice more; six-month money that is
    // put right.
    MovedCards() {
        live(city);
        ledger::ProgramTerms terms = ordinary_terms(), points;
        points.unit = ledger::Unit::point, points.origin = ledger::Origin::granted;
        points.stays_on_card = true;
        city.publish(points);
        const ProgramId bound{city.state().programs.size()};
        city.publish(terms);
        const ProgramId money{city.state().programs.size()};
        const ledger::Actor operator_ = city.operator_(1);
        const auto say = [&](ledger::Body body) { return city.run(operator_, std::move(body)); };
        const CardId card{city.state().cards.next()};
        say(ledger::RegisterCards{1, ledger::CardKind::rechargeable});
        say(ledger::ActivateCard{card});
        const WalletId on_card{city.state().wallets.size()}, app{1};
        say(ledger::Grant{on_card, bound, {5}});
        city.top_up(on_card.value, money.value, 1'000);
        in_part = say(ledger::MoveCard{card, app});
        city.top_up(on_card.value, money.value, 2'000);
        again = say(ledger::MoveCard{card, app});
        say(ledger::Adjust{on_card, bound, {-5}, ledger::AdjustReason::correction});
        city.top_up(on_card.value, money.value, 3'000);
        whole = say(ledger::MoveCard{card, app});
        terms.issuer = ledger::IssuerMode::six_month;
        terms.expiry = {ledger::Expiry::Kind::months_after, 0, {}, 6};
        city.publish(terms);
        const ProgramId brief{city.state().programs.size()};
        city.top_up(app.value, brief.value, 1'000);
        city.wait_days(40);
        put_right = say(ledger::Adjust{app, brief, {10}, ledger::AdjustReason::city_error});
    }
    std::string found(auto falsify) {
        const store::TemporaryFolder folder;
        const std::string url = "sqlite://" + (folder.path() / "books.db").string();
        JournalPlan plan = city.plan().in_one_group();
        falsify(plan);
        plan.write(url);
        const auto report = verify(url);
        return report ? listing(*report) : report.error().detail;
    }
    bool finds(std::int64_t seq, auto falsify, const std::string& what) {
        const std::string all = found([&](JournalPlan& plan) { falsify(plan.entry(seq)); });
        return all.find(std::to_string(seq) + ": " + what) != std::string::npos;
    }
};

} // namespace

TEST_F(MovedCards, in_sound_books_show_no_difference) {
    EXPECT_EQ(
        city.state().cards.find({city.state().cards.size()})->status, ledger::CardStatus::moved
    );
    EXPECT_EQ(found([](JournalPlan&) {}), "");
}

TEST_F(MovedCards, that_count_too_little_too_much_or_for_another_are_found_CHG_g) {
    const std::string what = "what it counts for limits";
    for (const std::int64_t seq : {in_part, again, whole}) {
        EXPECT_TRUE(finds(seq, [](Entry& e) { e.counts.clear(); }, what)) << seq;
        EXPECT_TRUE(finds(seq, [](Entry& e) { e.counts[0].by += ledger::Amount{1}; }, what));
        EXPECT_TRUE(finds(seq, [](Entry& e) { e.counts[0].wallet = {2}; }, what)) << seq;
    }
    EXPECT_TRUE(finds(in_part, [](Entry& e) { e.counts.pop_back(); }, what)) << "the card's note";
}

TEST_F(MovedCards, six_month_money_put_right_for_longer_is_found_PNT_e) {
    const auto anew = [](Entry& e) { // as if it were issued on this day
        for (ledger::Leg& leg : e.legs) {
            if (leg.account.kind == ledger::AccountKind::lot)
                leg.account.expires_on = e.business_date.plus_months(6) + -1;
        }
    };
    EXPECT_TRUE(finds(put_right, anew, "the lot expires on"));
}

} // namespace meguri::audit
