// What only PostgreSQL can do to a commit: warn, lose the answer, stop in the middle, be killed.
#include "store/contract/postgres_cluster.hpp"
#include "store/contract/test_journal.hpp"
#include "store/postgres/postgres_journal.hpp"

#include <atomic>
#include <csignal>
#include <gtest/gtest.h>
#include <set>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>

namespace meguri::store {
namespace {

using namespace std::chrono_literals;

class PostgresJournalTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!PostgresCluster::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
        cluster = *PostgresCluster::shared();
        url = *cluster->create_database();
        auto opened = PostgresJournal::open(url);
        ASSERT_TRUE(opened) << opened.error().detail;
        journal = std::move(*opened);
        const auto taken = journal->take_over();
        ASSERT_TRUE(taken) << taken.error().detail;
        epoch = taken->epoch;
        head = pay(*journal, 1, 3, {});
    }
    // The cluster serves other tests as well: none of them may wait for a copy that does not exist.
    void TearDown() override {
        if (cluster && journal) demand_second_copy(*other(), "");
    }
    std::unique_ptr<PostgresDatabase> other() {
        auto opened = PostgresDatabase::open(url);
        EXPECT_TRUE(opened) << opened.error().detail;
        return std::move(*opened);
    }
    // The backends that stand in a commit, waiting for the second copy.
    std::int64_t waiting(PostgresDatabase& database, const std::string& then = "1") {
        for (int i = 0; i < 500; ++i) {
            auto rows = database.run(
                "SELECT count(" + then + ") FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
            );
            if (rows && rows->one().integer(0) > 0) return rows->one().integer(0);
            std::this_thread::sleep_for(10ms);
        }
        return 0;
    }
    void demand_second_copy(PostgresDatabase& database, const std::string& names) {
        ASSERT_TRUE(database.run("ALTER SYSTEM SET synchronous_standby_names = '" + names + "'"));
        ASSERT_TRUE(database.run("SELECT CASE WHEN pg_reload_conf() THEN 1 ELSE 0 END"));
        std::this_thread::sleep_for(200ms);
    }

    PostgresCluster* cluster = nullptr;
    std::string url;
    std::unique_ptr<PostgresJournal> journal;
    Hash head{};
    std::int64_t epoch = 0;
};

TEST_F(PostgresJournalTest, a_cancelled_wait_for_the_second_copy_is_no_success) {
    auto admin = other();
    demand_second_copy(*admin, "nobody");
    Try<> committed;
    std::thread leader([&] { committed = journal->commit(group_of({payment(4)}, head)); });
    EXPECT_EQ(waiting(*admin, "pg_cancel_backend(pid)"), 1);
    leader.join();
    ASSERT_FALSE(committed) << "PostgreSQL said success, with a warning: one copy only";
    EXPECT_EQ(committed.error().code, FaultCode::outcome_unknown) << committed.error().detail;
    demand_second_copy(*admin, "");
    // What the head shows counts once an empty group has been committed.
    EXPECT_EQ(journal->head()->seq, Seq{4});
    Group heartbeat;
    heartbeat.head = journal->head()->head;
    EXPECT_TRUE(journal->commit(heartbeat));
}

TEST_F(PostgresJournalTest, an_answer_lost_in_the_commit_is_unknown_and_the_head_tells) {
    auto admin = other();
    demand_second_copy(*admin, "nobody");
    Try<> committed;
    std::thread leader([&] {
        committed = journal->commit(group_of({payment(4), payment(5)}, head));
    });
    EXPECT_EQ(waiting(*admin, "pg_terminate_backend(pid)"), 1);
    leader.join();
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, FaultCode::outcome_unknown) << committed.error().detail;
    demand_second_copy(*admin, "");
    auto registry = std::move(*open_registry(url, epoch));
    const auto now = journal->head(); // connects again by itself
    ASSERT_TRUE(now) << now.error().detail;
    EXPECT_EQ(now->seq, Seq{5});
    EXPECT_GT(now->epoch, epoch);
    EXPECT_TRUE(registry->transaction([](Database& db) { return db.script("CREATE TABLE t ()"); }))
        << "the leader is still the same";
    pay(*journal, 6, 7, now->head);
}

TEST_F(PostgresJournalTest, a_warning_from_within_is_no_success_either) {
    auto admin = other();
    ASSERT_TRUE(admin->script("CREATE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS "
                              "$$BEGIN RAISE WARNING 'half'; RETURN NEW; END$$;"
                              "CREATE TRIGGER complain BEFORE INSERT ON journal_group FOR EACH ROW "
                              "EXECUTE FUNCTION complain()"));
    const auto committed = journal->commit(group_of({payment(4)}, head));
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, FaultCode::outcome_unknown);
}

TEST_F(PostgresJournalTest, an_error_in_the_last_statement_undoes_the_first) {
    auto admin = other();
    ASSERT_TRUE(admin->script("ALTER TABLE checkpoint_position ADD CHECK (seq < 100)"));
    Group group = group_of({payment(4)}, head);
    group.checkpoint_position = {100};
    const auto refused = journal->commit(group);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, FaultCode::unavailable) << refused.error().detail;
    EXPECT_EQ(journal->head()->seq, Seq{3});
    pay(*journal, 4, 4, head);
}

TEST_F(PostgresJournalTest, a_killed_server_is_a_fault_and_the_journal_goes_on_after_its_restart) {
    cluster->kill_hard();
    const auto refused = journal->commit(group_of({payment(4)}, head));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().code, FaultCode::fenced);
    EXPECT_FALSE(journal->head());
    EXPECT_EQ(journal->commit(group_of({payment(4)}, head)).error().code, FaultCode::unavailable);
    ASSERT_TRUE(cluster->restart());
    const auto now = journal->head();
    ASSERT_TRUE(now) << now.error().detail;
    EXPECT_EQ(now->seq, Seq{3});
    pay(*journal, 4, 5, now->head);
    EXPECT_EQ(all_entries(*journal).size(), 5u);
}

// The predecessor's process was stopped while it held the head row: its machine still answers, so
// no time-out ends it.
TEST_F(PostgresJournalTest, taking_over_does_not_wait_for_a_leader_that_stopped_in_a_commit) {
    auto stopped = other();
    ASSERT_TRUE(stopped->run("SET idle_in_transaction_session_timeout = 0"));
    ASSERT_TRUE(stopped->begin());
    ASSERT_TRUE(stopped->run("UPDATE journal_head SET seq = 4"));
    auto next = PostgresJournal::open(url);
    ASSERT_TRUE(next);
    const auto began = std::chrono::steady_clock::now();
    const auto taken = (*next)->take_over();
    ASSERT_TRUE(taken) << taken.error().detail;
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
    EXPECT_EQ(taken->seq, Seq{3});
    EXPECT_FALSE(stopped->commit());
    EXPECT_EQ(journal->commit(group_of({payment(4)}, head)).error().code, FaultCode::fenced);
}

// A server that slept through a take-over must not write what its successor does not know of.
TEST_F(PostgresJournalTest, registry_rows_of_a_leader_that_was_replaced_are_refused) {
    ASSERT_TRUE(other()->script("CREATE TABLE session (id BIGINT PRIMARY KEY)"));
    auto registry = std::move(*open_registry(url, epoch));
    const auto insert = [](std::int64_t id) {
        return [id](Database& db) { return db.execute("INSERT INTO session VALUES ($1)", {id}); };
    };
    EXPECT_TRUE(registry->transaction(insert(1)));
    EXPECT_TRUE(registry->run("INSERT INTO session VALUES (2)"));
    auto next = std::move(*PostgresJournal::open(url));
    const auto taken = next->take_over();
    ASSERT_TRUE(taken);

    EXPECT_EQ(registry->transaction(insert(3)).error().code, FaultCode::fenced);
    EXPECT_EQ(registry->run("INSERT INTO session VALUES (4)").error().code, FaultCode::fenced);
    EXPECT_EQ(registry->run("DELETE FROM session").error().code, FaultCode::fenced);
    EXPECT_EQ(registry->run("SELECT COUNT(*) FROM session")->one().integer(0), 2);
    EXPECT_TRUE((*open_registry(url, taken->epoch))->transaction(insert(3)));
}

TEST_F(
    PostgresJournalTest, a_registry_transaction_in_its_commit_stops_the_take_over_and_no_payment
) {
    auto registry = other();
    ASSERT_TRUE(registry->begin());
    ASSERT_TRUE(registry->run("SELECT epoch FROM registry_fence FOR SHARE"));
    const auto began = std::chrono::steady_clock::now();
    head = pay(*journal, 4, 5, head);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 1s);
    auto next = std::move(*PostgresJournal::open(url));
    Try<Head> taken;
    std::atomic<bool> done = false;
    std::thread taking([&] {
        taken = next->take_over();
        done = true;
    });
    std::this_thread::sleep_for(300ms);
    EXPECT_FALSE(done);
    EXPECT_TRUE(registry->commit());
    taking.join();
    EXPECT_TRUE(taken);
}

TEST_F(PostgresJournalTest, taking_over_does_not_wait_for_a_registry_that_stopped_in_its_commit) {
    auto stopped = other();
    ASSERT_TRUE(stopped->run("SET idle_in_transaction_session_timeout = 0"));
    ASSERT_TRUE(stopped->begin());
    ASSERT_TRUE(stopped->run("SELECT epoch FROM registry_fence FOR SHARE"));
    auto next = std::move(*PostgresJournal::open(url));
    const auto began = std::chrono::steady_clock::now();
    const auto taken = next->take_over();
    ASSERT_TRUE(taken) << taken.error().detail;
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
    EXPECT_FALSE(stopped->commit());
}

std::set<int> open_sockets() {
    std::set<int> sockets;
    for (int fd = 3; fd < 256; ++fd) {
        struct stat about{};
        if (::fstat(fd, &about) == 0 && S_ISSOCK(about.st_mode)) sockets.insert(fd);
    }
    return sockets;
}

// The answer is lost while the backend sleeps with the group still unread. It wakes up after we
// have asked for the head and been told that nothing was done, and writes the group then: unless
// the epoch shuts it out, a payment that was answered "not paid" would be paid.
TEST_F(
    PostgresJournalTest, a_group_that_is_still_on_its_way_cannot_come_true_after_the_head_was_read
) {
    auto admin = other();
    const auto before = open_sockets();
    auto leader = std::move(*PostgresJournal::open(url));
    ASSERT_TRUE(leader->take_over());
    Group heartbeat;
    heartbeat.head = head;
    ASSERT_TRUE(leader->commit(heartbeat)); // its statements are prepared
    int socket = -1;
    for (const int fd : open_sockets()) {
        if (!before.contains(fd)) socket = fd;
    }
    ASSERT_GE(socket, 0);
    const auto backend =
        admin->run("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND "
                   "pid <> pg_backend_pid() ORDER BY backend_start DESC LIMIT 1");
    const auto pid = static_cast<pid_t>(backend->one().integer(0));

    ASSERT_EQ(::kill(pid, SIGSTOP), 0);
    Try<> committed;
    std::thread commit([&] { committed = leader->commit(group_of({payment(4)}, head)); });
    std::this_thread::sleep_for(200ms);
    ::shutdown(socket, SHUT_RDWR);
    commit.join();
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, FaultCode::outcome_unknown) << committed.error().detail;
    const auto now = leader->head();
    ASSERT_TRUE(now) << now.error().detail;
    EXPECT_EQ(now->seq, Seq{3});
    ::kill(pid, SIGCONT);
    std::this_thread::sleep_for(300ms);
    EXPECT_EQ(leader->head()->seq, Seq{3}) << "the group came true afterwards";
    pay(*leader, 4, 4, head);
}

} // namespace
} // namespace meguri::store
