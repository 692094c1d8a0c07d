#include "access/wallet_code.hpp"

#include "store/contract/test_stores.hpp"

#include <atomic>
#include <thread>

namespace meguri::access {
namespace {

constexpr Instant now{1795320000000};
constexpr WalletId taros{1}, hanakos{2};
constexpr PersonId clerk{10}, other_clerk{11};

class WalletCodeTest : public store::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        db = open();
        ASSERT_TRUE(store::migrate(*db, wallet_code_migrations()));
    }
    WalletCode issue(WalletId wallet, Instant at = now) {
        return *codes.issue(*db, {wallet, 0}, at, random);
    }
    std::optional<WalletId> redeem(std::string_view scanned, PersonId by, Instant at = now) {
        const auto answer = codes.redeem(*db, scanned, by, at);
        EXPECT_TRUE(answer) << answer.error().detail;
        return *answer;
    }
    std::optional<CodeOf> redeem_for_top_up(std::string_view scanned, Instant at = now) {
        const auto answer = codes.redeem_for_top_up(*db, scanned, clerk, at);
        EXPECT_TRUE(answer) << answer.error().detail;
        return *answer;
    }
    SystemRandom random;
    WalletCodes codes{CityKeys(SecretKey{1}), "https://pay.city.example"};
    std::unique_ptr<store::Database> db;
};
INSTANTIATE_TEST_SUITE_P(stores, WalletCodeTest, store::all_stores(), store::store_name);

TEST_P(WalletCodeTest, opens_the_wallet_by_qr_or_by_digits) {
    const WalletCode code = issue(taros);
    EXPECT_TRUE(code.url.starts_with("https://pay.city.example/w/"));
    EXPECT_EQ(code.digits.size(), 12u);
    EXPECT_EQ(redeem(code.url, clerk), taros);
    const WalletCode next = issue(taros);
    EXPECT_EQ(
        redeem(
            next.digits.substr(0, 4) + " " + next.digits.substr(4, 4) + "-" + next.digits.substr(8),
            clerk
        ),
        taros
    );
    const WalletCode third = issue(hanakos);
    EXPECT_EQ(redeem(third.url.substr(third.url.rfind('/') + 1), clerk), hanakos);
}

TEST_P(WalletCodeTest, made_on_a_mandate_opens_a_top_up_and_nothing_else) {
    constexpr CodeOf third_mandate{taros, 3};
    const WalletCode code = *codes.issue(*db, third_mandate, now, random);
    EXPECT_EQ(redeem(code.url, clerk), std::nullopt);
    EXPECT_EQ(redeem(code.digits, clerk), std::nullopt);
    EXPECT_EQ(redeem_for_top_up(code.url), third_mandate) << "the wrong scans did not use it up";
    EXPECT_EQ(redeem(code.url, clerk), std::nullopt) << "nor may who used it use it elsewhere";
    EXPECT_EQ(redeem_for_top_up(code.url, now + 60'000), third_mandate);
    const WalletCode own = issue(taros);
    EXPECT_EQ(redeem_for_top_up(own.digits), (CodeOf{taros, 0}));
}

TEST_P(WalletCodeTest, is_good_for_sixty_seconds) {
    const WalletCode code = issue(taros);
    EXPECT_EQ(redeem(code.url, clerk, now + 60'000), std::nullopt);
    EXPECT_EQ(redeem(code.url, clerk, now + 61'000), std::nullopt);
    EXPECT_EQ(redeem(code.url, clerk, now + 59'999), taros);
}

TEST_P(WalletCodeTest, is_spent_for_everybody_but_the_clerk_who_used_it) {
    const WalletCode code = issue(taros);
    EXPECT_EQ(redeem(code.url, clerk), taros);
    EXPECT_EQ(redeem(code.url, other_clerk), std::nullopt);
    EXPECT_EQ(redeem(code.digits, other_clerk), std::nullopt) << "used by QR, still open by digits";
    EXPECT_EQ(redeem(code.url, clerk, now + 2 * ms_per_minute), taros) << "a reload at the counter";
    EXPECT_EQ(redeem(code.url, clerk, now + 5 * ms_per_minute), std::nullopt);
}

TEST_P(WalletCodeTest, a_new_one_voids_the_old) {
    const WalletCode old = issue(taros), fresh = issue(taros);
    EXPECT_EQ(redeem(old.url, clerk), std::nullopt);
    EXPECT_EQ(redeem(old.digits, clerk), std::nullopt);
    EXPECT_EQ(redeem(fresh.url, clerk), taros);
    ASSERT_TRUE(codes.revoke(*db, taros));
    EXPECT_EQ(redeem(fresh.url, clerk), std::nullopt);
}

TEST_P(WalletCodeTest, unknown_and_malformed_are_answered_as_expired) {
    issue(taros);
    for (const std::string& scanned :
         {std::string(), std::string("000000000000"), std::string("https://pay.city.example/w/"),
          std::string("hello"), "https://pay.city.example/w/" + std::string(26, '0'),
          std::string(26, 'U'), std::string(100000, '1')})
        EXPECT_EQ(redeem(scanned, clerk), std::nullopt);
}

TEST_P(WalletCodeTest, only_hashes_are_stored) {
    const WalletCode code = issue(taros);
    const auto rows = db->run("SELECT payload, digits FROM wallet_code");
    EXPECT_EQ(rows->one().blob(0).size(), 32u);
    EXPECT_EQ(rows->one().blob(1).find(code.digits), std::string::npos);
}

TEST_P(WalletCodeTest, of_two_clerks_at_once_exactly_one_wins) {
    for (int round = 0; round < 10; ++round) {
        const WalletCode code = issue(taros);
        std::atomic<int> wins = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                const auto mine = open();
                const auto answer = codes.redeem(*mine, code.url, PersonId{100 + i}, now);
                wins += answer && answer->has_value();
            });
        }
        for (auto& thread : threads)
            thread.join();
        EXPECT_EQ(wins, 1);
    }
}

} // namespace
} // namespace meguri::access
