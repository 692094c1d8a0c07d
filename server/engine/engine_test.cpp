// The engine when its database fails under it: what is answered, what may still be read, and how it
// comes back.
#include "base/log.hpp"
#include "engine/engine.hpp"
#include "ledger/contract/test_city.hpp"
#include "store/contract/failing_journal.hpp"
#include "store/contract/test_stores.hpp"

#include <chrono>
#include <future>
#include <gtest/gtest.h>

namespace meguri::engine {
namespace {

using namespace ledger;
using store::CommitFault;

const bool quiet = (log::configure(log::Form::plain, log::Level::error), true);

// The machine's, and as much ahead or behind as the test says.
class ShiftedClock : public SystemClock {
  public:
    Instant now() const override { return SystemClock::now() + shift_ms.load(); }
    std::atomic<std::int64_t> shift_ms{0};
};

// The machine's, and as much ahead as the test says.
class HastenedClock : public SystemSteadyClock {
  public:
    std::int64_t passed_ms() const override { return SystemSteadyClock::passed_ms() + ahead_ms; }
    std::atomic<std::int64_t> ahead_ms{0};
};

class EngineTest : public ::testing::Test {
  protected:
    void SetUp() override {
        auto real = store::open_journal("sqlite://" + (folder_.path() / "city.db").string());
        ASSERT_TRUE(real) << real.error().detail;
        engine_ = std::make_unique<Engine>(
            std::make_unique<store::FailingJournal>(std::move(*real), trouble_), clock_, steady_,
            random_,
            [](std::vector<Engine::Reply> replies, std::vector<EntryPtr>) {
                for (auto& reply : replies)
                    reply();
            }
        );
        ASSERT_TRUE(engine_->start());
        ASSERT_TRUE(send(TestCity::nobody, OpenWallet{{100}}).done());
        ASSERT_TRUE(send(TestCity::first, RegisterPlace{{}, {Capabilities::all}}).done());
        const Answer proposed = send(TestCity::first, Propose{{}, plain_terms(), {}});
        ASSERT_TRUE(proposed.done());
        const auto& fact = std::get<Proposed>(proposed.entry->facts.at(0));
        ASSERT_TRUE(send(TestCity::second, Approve{fact.proposal, fact.digest}).done());
        ASSERT_TRUE(send(TestCity::staff, TopUp{wallet, place, {1}, {5000}}).done());
    }

    Key key() { return {keys_.bytes<16>(), engine_->now()}; }
    Answer send(Actor actor, Body body, std::optional<Key> with = std::nullopt) {
        if (!with && actor.kind != ActorKind::system) with = key();
        std::promise<Answer> answer;
        engine_->submit({actor, with, std::move(body)}, [&](Answer a) {
            answer.set_value(std::move(a));
        });
        return answer.get_future().get();
    }
    Answer pay(std::optional<Key> with = std::nullopt) {
        return send(TestCity::resident, Payment{wallet, place, {100}}, with);
    }
    // Nothing: the engine does not serve reads.
    std::optional<std::int64_t> balance() {
        std::promise<bool> served;
        std::int64_t held = -1;
        engine_->read(
            [&](const State& s) {
                held = usable_money(s, *s.wallets.find(wallet), jst_date(s.last_at)).value;
            },
            [&](bool yes) { served.set_value(yes); }
        );
        return served.get_future().get() ? std::optional(held) : std::nullopt;
    }
    using Found = std::optional<std::vector<EntryPtr>>;
    Found history() {
        std::promise<Found> found;
        engine_->read_chain(HolderKind::wallet, wallet.value, {}, 10, [&](Found f) {
            found.set_value(std::move(f));
        });
        return found.get_future().get();
    }
    Found entries(std::vector<Seq> seqs) {
        std::promise<Found> found;
        engine_->read_entries(std::move(seqs), [&](Found f) { found.set_value(std::move(f)); });
        return found.get_future().get();
    }
    // The engine tries its database twice a second.
    template <class Condition> bool soon(Condition condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return true;
    }

    static constexpr WalletId wallet{1};
    static constexpr PlaceId place{1};
    store::TemporaryFolder folder_;
    ShiftedClock clock_;
    HastenedClock steady_;
    SeededRandom random_{3}; // the core thread's
    SeededRandom keys_{4};
    store::Trouble trouble_;
    std::unique_ptr<Engine> engine_;
};

// A full disk: nothing can be written, everything can be read.
TEST_F(EngineTest, serves_reads_while_payments_are_paused) {
    trouble_.always = CommitFault::refused;
    EXPECT_EQ(pay().refusal, Refusal::paused);
    EXPECT_FALSE(engine_->ready());
    EXPECT_EQ(balance(), 5000) << "the payment that was refused must not be seen";
    const auto told = history();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->size(), 2u); // opened, topped up
    EXPECT_EQ(pay().refusal, Refusal::paused);
    std::promise<void> worked;
    engine_->between_groups([&] { worked.set_value(); });
    worked.get_future().wait();
    EXPECT_EQ(balance(), 5000);

    trouble_.always = CommitFault::none;
    EXPECT_TRUE(soon([&] { return engine_->ready(); }));
    EXPECT_TRUE(pay().done());
    EXPECT_EQ(balance(), 4900);
}

// The core is held up; meanwhile everybody's payment waits, until no more may.
TEST_F(EngineTest, a_full_queue_refuses_the_next_command_and_records_nothing_of_it_SEC_3) {
    std::promise<void> held, gate;
    engine_->between_groups([&] {
        held.set_value();
        gate.get_future().wait();
    });
    held.get_future().wait();
    const Key once = key(), late = key();
    const std::size_t limit = Options{}.queue_limit;
    std::atomic<std::size_t> paid = 0;
    for (std::size_t n = 0; n < limit; ++n) {
        engine_->submit({TestCity::resident, once, Payment{wallet, place, {100}}}, [&](Answer a) {
            paid += a.done();
        });
    }
    EXPECT_EQ(pay(late).refusal, Refusal::queue_full);
    gate.set_value();
    EXPECT_TRUE(soon([&] { return paid == limit; }));
    EXPECT_EQ(balance(), 4900);
    EXPECT_TRUE(pay(late).done());
}

TEST_F(EngineTest, the_balance_before_a_lost_group_is_served_when_the_group_is_not_there) {
    trouble_.always = CommitFault::lost_before;
    const Key once = key();
    EXPECT_EQ(pay(once).refusal, Refusal::outcome_unknown);
    EXPECT_EQ(balance(), 5000);
    trouble_.always = CommitFault::none;
    EXPECT_TRUE(soon([&] { return engine_->ready(); }));
    EXPECT_TRUE(pay(once).done());
    EXPECT_EQ(balance(), 4900);
}

// The database shows the group, but nobody knows yet whether its second copy has it too.
TEST_F(EngineTest, a_group_that_nobody_was_told_of_is_not_shown_before_a_commit_proves_it) {
    trouble_.always = CommitFault::lost_after;
    const Key once = key();
    EXPECT_EQ(pay(once).refusal, Refusal::outcome_unknown);
    EXPECT_EQ(balance(), std::nullopt);
    EXPECT_FALSE(history());
    EXPECT_FALSE(entries({{1}}));
    EXPECT_EQ(pay(once).refusal, Refusal::paused);
    std::promise<void> worked;
    engine_->between_groups([&] { worked.set_value(); });
    worked.get_future().wait();

    trouble_.always = CommitFault::none;
    EXPECT_TRUE(soon([&] { return engine_->ready(); }));
    EXPECT_EQ(balance(), 4900);
    EXPECT_TRUE(pay(once).done());
    EXPECT_EQ(balance(), 4900) << "paid once";
    EXPECT_EQ(history()->size(), 3u);
}

// A nearly full disk: an empty commit fits, a payment does not.
TEST_F(EngineTest, rests_longer_each_time_that_writing_fails_soon_after_serving_again) {
    const auto fail = [&] {
        trouble_.next = CommitFault::refused;
        EXPECT_EQ(pay().refusal, Refusal::paused);
    };
    fail();
    EXPECT_TRUE(soon([&] { return engine_->ready(); })) << "the first time at once";
    for (const int rest_s : {1, 2, 4, 8, 16, 32, 60, 60}) {
        fail();
        EXPECT_LE(engine_->ready_in_s(), rest_s);
        if (rest_s > 2) {
            std::this_thread::sleep_for(std::chrono::milliseconds(700)); // an attempt or two
            EXPECT_FALSE(engine_->ready());
            EXPECT_GT(engine_->ready_in_s(), rest_s / 2);
            EXPECT_EQ(balance(), 5000) << "reads do not wait";
        }
        steady_.ahead_ms += rest_s * ms_per_second;
        EXPECT_TRUE(soon([&] { return engine_->ready(); }));
    }
    steady_.ahead_ms += ms_per_minute + ms_per_second;
    fail();
    EXPECT_TRUE(soon([&] { return engine_->ready(); })) << "after a good minute all is forgiven";
    EXPECT_TRUE(pay().done());
}

TEST_F(EngineTest, reads_wait_too_while_the_journal_cannot_be_read) {
    trouble_.unreadable = true;
    trouble_.always = CommitFault::refused;
    EXPECT_EQ(pay().refusal, Refusal::paused);
    EXPECT_EQ(balance(), std::nullopt);
    trouble_.unreadable = false;
    EXPECT_TRUE(soon([&] { return balance() == 5000; }));
    EXPECT_FALSE(engine_->ready());
    trouble_.unreadable = true; // away again: nobody knows any more who leads
    EXPECT_TRUE(soon([&] { return !balance(); }));
    trouble_.unreadable = false;
    trouble_.always = CommitFault::none;
    EXPECT_TRUE(soon([&] { return pay().done(); }));
    EXPECT_EQ(balance(), 4900);
}

TEST_F(EngineTest, never_goes_on_from_a_journal_that_lost_what_was_acknowledged) {
    trouble_.gone_back = true;
    trouble_.next = CommitFault::refused;
    EXPECT_EQ(pay().refusal, Refusal::paused);
    std::this_thread::sleep_for(std::chrono::milliseconds(1200)); // two more attempts
    EXPECT_FALSE(engine_->ready());
    EXPECT_EQ(balance(), std::nullopt);
    EXPECT_EQ(pay().refusal, Refusal::paused);
}

TEST_F(EngineTest, a_journal_that_cannot_be_read_is_no_empty_history) {
    EXPECT_EQ(history()->size(), 2u);
    EXPECT_EQ(entries({{2}, {5}, {99}})->size(), 2u);
    trouble_.unreadable = true;
    EXPECT_FALSE(history());
    EXPECT_FALSE(entries({{2}}));
    EXPECT_EQ(balance(), 5000); // memory is what it was
    trouble_.unreadable = false;
    EXPECT_EQ(history()->size(), 2u);
}

// Half an hour later memory knows none of the keys used so far.
class ForgottenKeys : public EngineTest {
  protected:
    void forget() {
        clock_.shift_ms += 40 * ms_per_minute;
        steady_.ahead_ms += 40 * ms_per_minute;
        ASSERT_TRUE(send(TestCity::nobody, OpenWallet{{101}}).done());
        std::promise<std::size_t> known;
        engine_->read([&](const State& s) { known.set_value(s.keys.size()); }, [](bool) {});
        ASSERT_EQ(known.get_future().get(), 0u);
    }
};

TEST_F(ForgottenKeys, an_operators_answer_is_found_though_it_stands_on_no_wallet_or_place) {
    const Key once = key(), refused = key(), never = key();
    const Propose asked{{}, plain_terms(), {}};
    const Answer first = send(TestCity::first, asked, once);
    const Answer no = send(TestCity::first, StopProgram{{9}}, refused);
    ASSERT_TRUE(first.done());
    ASSERT_TRUE(no.entry);
    forget();
    EXPECT_EQ(send(TestCity::first, asked, once).entry->seq, first.entry->seq);
    EXPECT_EQ(send(TestCity::first, CloseKey{}, once).entry->seq, first.entry->seq);
    EXPECT_EQ(send(TestCity::first, StopProgram{{1}}, once).refusal, Refusal::key_reused);
    EXPECT_EQ(send(TestCity::first, StopProgram{{9}}, refused).entry->seq, no.entry->seq);
    EXPECT_EQ(send(TestCity::second, asked, once).refusal, Refusal::key_expired) << "not theirs";
    EXPECT_EQ(send(TestCity::first, asked, never).refusal, Refusal::key_expired);
}

TEST_F(ForgottenKeys, a_busy_places_answer_is_found_however_much_came_after_it) {
    const Answer paid = pay();
    ASSERT_TRUE(paid.done());
    const Key once = key();
    const Cancel asked{paid.entry->seq, place, CancelReason::wrong_amount, nullptr};
    const Answer first = send(TestCity::staff, asked, once);
    ASSERT_TRUE(first.done());
    std::vector<std::promise<Answer>> rush(2'500);
    for (auto& one : rush) {
        engine_->submit({TestCity::resident, key(), Payment{wallet, place, {1}}}, [&](Answer a) {
            one.set_value(std::move(a));
        });
    }
    for (auto& one : rush)
        ASSERT_TRUE(one.get_future().get().done());
    forget();
    EXPECT_EQ(send(TestCity::staff, asked, once).entry->seq, first.entry->seq);
    EXPECT_EQ(send(TestCity::staff, CloseKey{{}, place}, once).entry->seq, first.entry->seq);
}

TEST_F(ForgottenKeys, nobody_is_told_no_while_the_journal_cannot_be_read) {
    const Key once = key();
    ASSERT_TRUE(pay(once).done());
    forget();
    trouble_.unreadable = true;
    EXPECT_EQ(pay(once).refusal, Refusal::outcome_unknown);
    trouble_.unreadable = false;
    EXPECT_TRUE(pay(once).done());
    EXPECT_EQ(balance(), 4900);
}

TEST_F(ForgottenKeys, sent_again_and_again_do_not_make_payments_wait_SEC_3) {
    const Key once = key(), never = key();
    ASSERT_TRUE(pay(once).done());
    forget();
    trouble_.look_up_ms = 40;
    trouble_.looked_up = 0;
    for (int n = 0; n < 50; ++n)
        (void)pay(never);
    EXPECT_LE(trouble_.looked_up, 5);
    EXPECT_EQ(pay(once).refusal, Refusal::outcome_unknown) << "never no";
    EXPECT_TRUE(pay().done());
    steady_.ahead_ms += 10 * ms_per_second;
    EXPECT_TRUE(pay(once).done());
}

TEST_F(EngineTest, a_clock_set_back_keeps_nothing_waiting) {
    trouble_.always = CommitFault::refused;
    EXPECT_EQ(pay().refusal, Refusal::paused);
    clock_.shift_ms -= ms_per_day;
    trouble_.always = CommitFault::none;
    EXPECT_TRUE(soon([&] { return engine_->ready(); })) << "tried again";
    const std::uint64_t groups = engine_->stats().groups;
    EXPECT_TRUE(soon([&] { return engine_->stats().groups > groups + 1; })) << "heartbeats";
}

// What an hour ahead stamped is the newest entry, and time in the journal never goes back.
TEST_F(EngineTest, keys_are_good_after_a_clock_that_was_ahead_was_put_right) {
    clock_.shift_ms += 60 * ms_per_minute;
    const Answer ahead = pay();
    ASSERT_TRUE(ahead.done());
    clock_.shift_ms -= 60 * ms_per_minute;
    EXPECT_EQ(engine_->now(), ahead.entry->at);
    EXPECT_TRUE(pay().done());
    const Key by_the_clock{keys_.bytes<16>(), clock_.now()};
    EXPECT_EQ(pay(by_the_clock).refusal, Refusal::key_expired);
}

} // namespace
} // namespace meguri::engine
