#include "access/wallet_code.hpp"

#include "access/jpqr.hpp"

#include "store/contract/test_stores.hpp"

#include <algorithm>
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
    static std::optional<CodeOf> code_or_nothing(const WalletCodes::Opened& answer) {
        EXPECT_TRUE(answer) << answer.error().detail;
        return *answer ? std::optional(**answer) : std::nullopt;
    }
    std::optional<WalletId> redeem(std::string_view scanned, PersonId by, Instant at = now) {
        const auto code = code_or_nothing(codes.redeem(*db, scanned, {by}, at));
        return code ? std::optional(code->wallet) : std::nullopt;
    }
    std::optional<CodeOf> redeem_for_top_up(std::string_view scanned, Instant at = now) {
        return code_or_nothing(codes.redeem_for_top_up(*db, scanned, {clerk}, at));
    }
    std::optional<CodeOf>
    to_pay(std::string_view scanned, PersonId by, const ByteArray<16>& key, Instant at = now) {
        return code_or_nothing(codes.redeem_to_pay(*db, scanned, {by}, key, at));
    }
    SystemRandom random;
    WalletCodes codes{CityKeys(SecretKey{1}), "https://pay.city.example"};
    std::unique_ptr<store::Database> db;
};
INSTANTIATE_TEST_SUITE_P(stores, WalletCodeTest, store::all_stores(), store::store_name);

TEST_P(WalletCodeTest, is_of_jpqrs_form_where_the_city_is_registered) {
    const std::string_view provider = "99990001";
    const WalletCodes registered{
        CityKeys(SecretKey{1}), "https://pay.city.example", std::string(provider)
    };
    const WalletCode code = *registered.issue(*db, {taros, 0}, now, random);
    const auto form = jpqr::read_cpm(code.payload);
    ASSERT_TRUE(form);
    EXPECT_EQ(form->provider, provider);
    EXPECT_EQ(form->payment_id, code.digits);
    const auto opens = [&](const WalletCodes& codes_, std::string_view scanned) {
        return code_or_nothing(codes_.redeem(*db, scanned, {clerk}, now)).has_value();
    };
    const auto other = *jpqr::write(jpqr::Cpm{"99990002", code.digits});
    EXPECT_EQ(registered.redeem(*db, other, {clerk}, now)->error(), Refusal::code_not_ours);
    EXPECT_EQ(codes.redeem(*db, code.payload, {clerk}, now)->error(), Refusal::code_not_ours);
    EXPECT_FALSE(opens(registered, code.payload.substr(0, code.payload.size() - 4)));
    EXPECT_TRUE(opens(registered, code.payload));
    const WalletCode before = issue(taros); // shown before the change
    EXPECT_TRUE(opens(registered, before.payload));
}

TEST_P(WalletCodeTest, opens_the_wallet_by_qr_or_by_digits) {
    const WalletCode code = issue(taros);
    EXPECT_TRUE(code.payload.starts_with("https://pay.city.example/w/"));
    EXPECT_EQ(code.digits.size(), 12u);
    EXPECT_EQ(redeem(code.payload, clerk), taros);
    const WalletCode next = issue(taros);
    EXPECT_EQ(
        redeem(
            next.digits.substr(0, 4) + " " + next.digits.substr(4, 4) + "-" + next.digits.substr(8),
            clerk
        ),
        taros
    );
    const WalletCode third = issue(hanakos);
    EXPECT_EQ(redeem(third.payload.substr(third.payload.rfind('/') + 1), clerk), hanakos);
}

TEST_P(WalletCodeTest, made_on_a_mandate_opens_a_top_up_and_nothing_else) {
    constexpr CodeOf third_mandate{taros, 3};
    const WalletCode code = *codes.issue(*db, third_mandate, now, random);
    EXPECT_EQ(redeem(code.payload, clerk), std::nullopt);
    EXPECT_EQ(redeem(code.digits, clerk), std::nullopt);
    EXPECT_EQ(redeem_for_top_up(code.payload), third_mandate)
        << "the wrong scans did not use it up";
    EXPECT_EQ(redeem(code.payload, clerk), std::nullopt) << "nor may who used it use it elsewhere";
    EXPECT_EQ(redeem_for_top_up(code.payload, now + 60'000), third_mandate);
    const WalletCode own = issue(taros);
    EXPECT_EQ(redeem_for_top_up(own.digits), (CodeOf{taros, 0}));
}

TEST_P(WalletCodeTest, is_good_for_sixty_seconds) {
    const WalletCode code = issue(taros);
    EXPECT_EQ(redeem(code.payload, clerk, now + 60'000), std::nullopt);
    EXPECT_EQ(redeem(code.payload, clerk, now + 61'000), std::nullopt);
    EXPECT_EQ(redeem(code.payload, clerk, now + 59'999), taros);
}

TEST_P(WalletCodeTest, is_spent_for_everybody_but_the_clerk_who_used_it) {
    const WalletCode code = issue(taros);
    EXPECT_EQ(redeem(code.payload, clerk), taros);
    EXPECT_EQ(redeem(code.payload, other_clerk), std::nullopt);
    EXPECT_EQ(redeem(code.digits, other_clerk), std::nullopt) << "used by QR, still open by digits";
    EXPECT_EQ(redeem(code.payload, clerk, now + 2 * ms_per_minute), taros)
        << "a reload at the counter";
    EXPECT_EQ(redeem(code.payload, clerk, now + 5 * ms_per_minute), std::nullopt);
}

TEST_P(WalletCodeTest, a_new_one_voids_the_old) {
    const WalletCode old = issue(taros), fresh = issue(taros);
    EXPECT_EQ(redeem(old.payload, clerk), std::nullopt);
    EXPECT_EQ(redeem(old.digits, clerk), std::nullopt);
    EXPECT_EQ(redeem(fresh.payload, clerk), taros);
    ASSERT_TRUE(codes.revoke(*db, taros));
    EXPECT_EQ(redeem(fresh.payload, clerk), std::nullopt);
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
                const auto answer = codes.redeem(*mine, code.payload, {PersonId{100 + i}}, now);
                wins += answer && answer->has_value();
            });
        }
        for (auto& thread : threads)
            thread.join();
        EXPECT_EQ(wins, 1);
    }
}

TEST_P(WalletCodeTest, pays_under_one_key_and_no_other_PNT_k) {
    constexpr ByteArray<16> key{1}, other_key{2};
    constexpr CodeOf with_points{taros, 0, ProgramId{7}};
    const WalletCode code = *codes.issue(*db, with_points, now, random);
    EXPECT_EQ(to_pay(code.payload, clerk, key), with_points);
    EXPECT_EQ(to_pay(code.payload, clerk, key, now + 60'000), with_points) << "a lost answer";
    EXPECT_EQ(to_pay(code.payload, clerk, other_key), std::nullopt)
        << "scanned twice, charged twice";
    EXPECT_EQ(to_pay(code.digits, other_clerk, key), std::nullopt);
    EXPECT_EQ(redeem(code.payload, clerk), std::nullopt) << "nor is it good for anything else";
    EXPECT_EQ(redeem_for_top_up(code.payload), std::nullopt);
    const WalletCode next = issue(taros);
    EXPECT_EQ(redeem(next.payload, clerk), taros);
    EXPECT_EQ(to_pay(next.payload, clerk, key), std::nullopt) << "used for something else: spent";
}

TEST_P(WalletCodeTest, made_on_a_mandate_pays_nothing) {
    const WalletCode code = *codes.issue(*db, {taros, 3}, now, random);
    EXPECT_EQ(to_pay(code.payload, clerk, {1}), std::nullopt);
}

TEST_P(WalletCodeTest, too_many_wrong_ones_stop_the_place_for_a_while) {
    constexpr Scanning here{clerk, PlaceId{5}}, colleague{other_clerk, PlaceId{5}},
        elsewhere{clerk, PlaceId{6}};
    const auto refusal_of = [&](std::string_view scanned, Scanning who, Instant at) {
        const auto answer = codes.redeem(*db, scanned, who, at);
        EXPECT_TRUE(answer);
        return *answer ? Refusal::none : answer->error();
    };
    for (std::int64_t i = 0; i < most_wrong_wallet_codes; ++i) {
        const Instant at = now + i;
        EXPECT_EQ(refusal_of("no code at all", here, at), Refusal::wallet_code_expired);
        EXPECT_EQ(refusal_of("000000000000", here, at), Refusal::wallet_code_expired);
    }
    const Instant later = now + ms_per_minute;
    const WalletCode code = issue(taros, later);
    EXPECT_EQ(refusal_of(code.payload, here, later), Refusal::too_many_requests);
    EXPECT_EQ(refusal_of(code.payload, colleague, later), Refusal::too_many_requests);
    EXPECT_EQ(refusal_of(code.payload, elsewhere, later), Refusal::none);
    const Instant over = now + wrong_wallet_codes_ms;
    const WalletCode next = issue(taros, over);
    EXPECT_EQ(refusal_of(next.payload, here, over), Refusal::none);
}

// Everything a thief could come by, 100,000 times. Each handful of tries comes from another place,
// so that it is the codes that hold here, not the count of wrong ones.
TEST_P(WalletCodeTest, of_100000_tries_on_used_copied_altered_and_old_codes_none_opens_PNT_k) {
    const bool fast = GetParam() == store::Database::Kind::sqlite;
    const int tries = fast ? 100'000 : 5'000;
    const WalletCodes elsewhere{CityKeys(SecretKey{2}), "https://pay.city.example"};
    const WalletCode voided = issue(taros), used = issue(taros);
    ASSERT_EQ(to_pay(used.payload, clerk, {9}), (CodeOf{taros, 0}));
    const WalletCode old = issue(hanakos, now + -wallet_code_life_ms), good = issue(WalletId{3});
    const auto foreign = elsewhere.issue(*db, {WalletId{4}, 0}, now, random);
    ASSERT_TRUE(foreign);
    const auto altered = [&](std::string text, std::string_view letters, int i) {
        const std::size_t most = letters.size() == 10 ? text.size() : 26;
        char& at = text[text.size() - 1 - static_cast<std::size_t>(i) % most];
        const char before = at;
        while (at == before)
            at = letters[random.bytes<1>()[0] % letters.size()];
        return text;
    };
    int accepted = 0;
    for (int i = 0; i < tries;) {
        const auto some = db->transaction([&](store::Database& inside) -> Try<> {
            for (int end = std::min(i + 1'000, tries); i < end; ++i) {
                const Scanning thief{PersonId{1000 + i}, PlaceId{1 + i / 20}};
                const std::string what[] = {
                    used.payload,
                    used.digits,
                    voided.payload,
                    voided.digits,
                    old.payload,
                    old.digits,
                    altered(good.payload, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", i),
                    altered(good.digits, "0123456789", i),
                    random.digits(12)
                };
                const std::string& scanned = what[i % 9];
                const auto answer = codes.redeem_to_pay(inside, scanned, thief, {7}, now);
                if (!answer) return std::unexpected(answer.error());
                accepted += answer->has_value();
            }
            return {};
        });
        ASSERT_TRUE(some) << some.error().detail;
    }
    EXPECT_EQ(accepted, 0);
    EXPECT_EQ(to_pay(foreign->payload, clerk, {8}), std::nullopt) << "another city's seal";
    EXPECT_EQ(to_pay(good.payload, clerk, {8}), (CodeOf{WalletId{3}, 0}))
        << "it was good all the time";
}

} // namespace
} // namespace meguri::access
