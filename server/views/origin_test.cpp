#include "views/origin.hpp"

#include <gtest/gtest.h>
#include <map>

namespace meguri::views {

namespace {

using namespace account;
using Parts = std::map<std::pair<std::int64_t, Origin>, std::int64_t>;

Parts parts(std::vector<ValueLeg> legs) {
    Parts all;
    for (const OriginLeg& leg : by_origin(legs))
        all[{leg.account, leg.origin}] = leg.amount;
    return all;
}

} // namespace

TEST(Origin, a_payment_with_both_is_told_apart_at_the_place) {
    EXPECT_EQ(
        parts({{lot, false, -700}, {lot, true, -300}, {receivable, false, 1000}}),
        (Parts{
            {{lot, Origin::bought}, -700},
            {{lot, Origin::given}, -300},
            {{receivable, Origin::bought}, 700},
            {{receivable, Origin::given}, 300}
        })
    );
}

TEST(Origin, premium_on_a_payment_comes_from_the_issue_and_not_out_of_the_sale) {
    const Parts paid{
        {{lot, Origin::bought}, -1000},
        {{lot, Origin::given}, 50},
        {{receivable, Origin::bought}, 1000},
        {{issue, Origin::given}, -50}
    };
    EXPECT_EQ(
        parts({{lot, false, -1000}, {receivable, false, 1000}, {lot, true, 50}, {issue, false, -50}}
        ),
        paid
    );
    Parts back;
    for (const auto& [key, amount] : paid)
        back[key] = -amount;
    EXPECT_EQ(
        parts({{lot, false, 1000}, {receivable, false, -1000}, {lot, true, -50}, {issue, false, 50}}
        ),
        back
    );
}

TEST(Origin, premium_for_spending_given_value_is_issued_and_the_value_spent) {
    EXPECT_EQ(
        parts({{lot, true, -300}, {lot, true, 50}, {receivable, false, 300}, {issue, false, -50}}),
        (Parts{
            {{lot, Origin::given}, -250},
            {{receivable, Origin::given}, 300},
            {{issue, Origin::given}, -50}
        })
    );
}

TEST(Origin, a_hold_that_is_posted_in_part_gives_back_what_it_took) {
    EXPECT_EQ(
        parts({{hold, false, -700}, {hold, true, -300}, {receivable, false, 800}, {lot, true, 200}}
        ),
        (Parts{
            {{hold, Origin::bought}, -700},
            {{hold, Origin::given}, -300},
            {{lot, Origin::given}, 200},
            {{receivable, Origin::bought}, 700},
            {{receivable, Origin::given}, 100}
        })
    );
}

TEST(Origin, what_moves_between_wallets_needs_no_other_account) {
    EXPECT_EQ(parts({{lot, true, -80}, {lot, true, 80}}), Parts{});
    EXPECT_EQ(
        parts({{lot, false, -80}, {hold, false, 80}}),
        (Parts{{{lot, Origin::bought}, -80}, {{hold, Origin::bought}, 80}})
    );
}

TEST(Origin, what_is_in_no_wallet_has_none) {
    EXPECT_EQ(
        parts({{issue, false, -500}, {budget, false, 500}}),
        (Parts{{{issue, Origin::none}, -500}, {{budget, Origin::none}, 500}})
    );
    EXPECT_EQ(
        parts({{budget, false, -500}, {lot, true, 400}, {issue, false, 100}}),
        (Parts{
            {{lot, Origin::given}, 400},
            {{budget, Origin::given}, -400},
            {{budget, Origin::none}, -100},
            {{issue, Origin::none}, 100}
        })
    );
}

} // namespace meguri::views
