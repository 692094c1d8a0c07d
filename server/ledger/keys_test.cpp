#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {
struct Keys : ::testing::Test {
    TestCity city;
    PlaceId shop = city.place();
    WalletId wallet = city.wallet();
    Keys() { city.top_up(wallet, shop, city.program(plain_terms()), 1000); }
    Payment payment(std::int64_t amount) const { return {wallet, shop, {amount}}; }
    CloseKey close() const { return {wallet, {}}; }
};
constexpr Actor A = TestCity::resident;
} // namespace

TEST_F(Keys, the_same_key_gets_the_same_answer_PAY_h) {
    const Key key = city.key();
    const Said first = city.run(A, payment(300), key);
    city.clock = city.clock + 10 * ms_per_minute;
    const Said again = city.run(A, payment(300), key);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.entry->seq, first.entry->seq);
    EXPECT_EQ(city.held(wallet), 700);
}

TEST_F(Keys, refusals_are_answers_too_and_stay_PAY_h) {
    const Key key = city.key();
    EXPECT_EQ(city.run(A, payment(1300), key).word, Refusal::insufficient_balance);
    city.top_up(wallet, shop, {1}, 500);
    const Said again = city.run(A, payment(1300), key);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.word, Refusal::insufficient_balance);
    EXPECT_EQ(again.why.missing, Amount{300});
    EXPECT_EQ(city.held(wallet), 1500);
}

TEST_F(Keys, used_for_something_else_they_are_refused_PAY_h) {
    const Key key = city.key();
    city.run(A, payment(300), key);
    const Seq last = city.state.last;
    EXPECT_EQ(city.run(A, payment(301), key).word, Refusal::key_reused);
    EXPECT_EQ(city.run(A, Payment{wallet, {2}, {300}}, key).word, Refusal::key_reused);
    city.clock = city.clock + 16 * ms_per_minute;
    EXPECT_EQ(city.run(A, payment(301), key).word, Refusal::key_reused);
    EXPECT_TRUE(city.run(A, payment(300), key).repeated)
        << "the answer stays, also when the page is out of date";
    EXPECT_EQ(city.state.last, last) << "nothing of it is written down";
}

TEST_F(Keys, belong_to_one_person) {
    const Key key = city.key();
    city.run(A, payment(300), key);
    const Said other = city.run({ActorKind::resident, {101}}, payment(300), key);
    EXPECT_FALSE(other.repeated);
    EXPECT_EQ(city.held(wallet), 400);
}

TEST_F(Keys, are_good_for_fifteen_minutes_to_the_millisecond) {
    const Key key = city.key(), late = city.key();
    city.clock = city.clock + key_life_ms;
    EXPECT_EQ(city.run(A, payment(1), key).word, Refusal::none);
    city.clock = city.clock + 1;
    const Said refused = city.run(A, payment(1), late);
    EXPECT_EQ(refused.word, Refusal::key_expired);
    EXPECT_FALSE(refused.entry);
}

TEST_F(Keys, from_the_future_are_not_ours) {
    Key key = city.key();
    key.issued_at = city.clock + (ms_per_minute + 1);
    EXPECT_EQ(city.run(A, payment(1), key).word, Refusal::key_unknown);
    key.issued_at = city.clock + ms_per_minute; // two machines' clocks may differ a little
    EXPECT_EQ(city.run(A, payment(1), key).word, Refusal::none);
}

TEST_F(Keys, closed_before_anything_was_done_stay_not_done_PAY_h) {
    const Key key = city.key();
    const Said asked = city.run(A, close(), key);
    EXPECT_EQ(asked.word, Refusal::not_done);
    ASSERT_TRUE(asked.entry) << "the promise is written down";
    EXPECT_EQ(asked.entry->kind, EntryKind::close_key);
    // The payment that was on its way for so long arrives at last.
    const Said late = city.run(A, payment(300), key);
    EXPECT_EQ(late.word, Refusal::not_done);
    EXPECT_TRUE(late.repeated);
    EXPECT_EQ(city.run(A, close(), key).word, Refusal::not_done);
    EXPECT_EQ(city.held(wallet), 1000);
}

TEST_F(Keys, closed_after_it_was_done_give_its_answer_PAY_h) {
    const Key done = city.key(), refused = city.key();
    const Seq payment_seq = city.run(A, payment(300), done).entry->seq;
    city.run(A, payment(9000), refused);
    const Said asked = city.run(A, close(), done);
    EXPECT_EQ(asked.word, Refusal::none);
    EXPECT_EQ(asked.entry->seq, payment_seq);
    EXPECT_EQ(city.run(A, close(), refused).word, Refusal::insufficient_balance);
}

TEST_F(Keys, leave_memory_when_nobody_can_use_them_any_more) {
    const Key key = city.key();
    city.run(A, payment(300), key);
    forget_old_keys(city.state, key.issued_at + 2 * key_life_ms);
    EXPECT_TRUE(city.state.keys.contains({A, key.id}));
    forget_old_keys(city.state, key.issued_at + (2 * key_life_ms + 1));
    EXPECT_FALSE(city.state.keys.contains({A, key.id}));
    city.clock = key.issued_at + (2 * key_life_ms + 1);
    EXPECT_EQ(city.run(A, payment(300), key).word, Refusal::key_expired)
        << "never done a second time";
}

TEST_F(Keys, content_digest_tells_every_command_and_field_apart) {
    const std::vector<Body> all = {
        OpenWallet{{1}},
        OpenWallet{{2}},
        SetWalletStatus{{1}, WalletStatus::active},
        SetWalletStatus{{1}, WalletStatus::blocked},
        RegisterPlace{{1}, {1}},
        RegisterPlace{{1}, {2}},
        SetPlaceStatus{{1}, PlaceStatus::open},
        SetPlaceStatus{{2}, PlaceStatus::open},
        Propose{{}, plain_terms(), {}},
        Propose{{}, terms_for_days(1), {}},
        Propose{{1}, plain_terms(), {}},
        Propose{{}, plain_terms(), {1}},
        Approve{{1}, {}},
        Approve{{1}, {1}},
        Withdraw{{1}},
        StopProgram{{1}},
        TopUp{{1}, {1}, {1}, {1}},
        TopUp{{1}, {1}, {2}, {1}},
        TopUp{{1}, {2}, {1}, {1}},
        TopUp{{1}, {1}, {1}, {2}},
        Payment{{1}, {1}, {1}},
        Payment{{1}, {2}, {1}},
        Payment{{1}, {1}, {2}},
        Payment{{2}, {1}, {1}},
        Cancel{{1}, {1}, CancelReason::other, nullptr},
        Cancel{{2}, {1}, CancelReason::other, nullptr},
        Cancel{{1}, {1}, CancelReason::wrong_amount, nullptr},
        Expire{{1}},
        CloseKey{{1}, {}},
        CloseKey{{}, {1}}
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(content_digest(all[i]), content_digest(all[i]));
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_NE(content_digest(all[i]), content_digest(all[j])) << i << " " << j;
    }
}
