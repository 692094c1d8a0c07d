#include "store/postgres/postgres_database.hpp"

#include "store/contract/postgres_cluster.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <thread>

namespace meguri::store {
namespace {

class Postgres : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!PostgresCluster::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
        cluster = *PostgresCluster::shared();
        url = *cluster->create_database();
        db = *PostgresDatabase::open(url);
        ASSERT_TRUE(db->script("CREATE TABLE t (id BIGINT PRIMARY KEY)"));
    }
    // What `body` (PL/pgSQL) does happens inside COMMIT.
    void at_commit(const std::string& body) {
        ASSERT_TRUE(db->script(
            "CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body +
            " RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER act AFTER INSERT ON t DEFERRABLE "
            "INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION act()"
        ));
    }
    Try<> insert_one() {
        return db->transaction([](Database& t) -> Try<> {
            auto done = t.run("INSERT INTO t VALUES ($1)", {std::int64_t{1}});
            if (!done) return std::unexpected(done.error());
            return {};
        });
    }
    std::int64_t count() { return db->run("SELECT COUNT(*) FROM t")->one().integer(0); }

    PostgresCluster* cluster = nullptr;
    std::string url;
    std::unique_ptr<PostgresDatabase> db;
};

TEST_F(Postgres, a_warning_beside_a_commit_leaves_its_outcome_unknown) {
    at_commit("RAISE WARNING 'canceling wait for synchronous replication due to user request';");
    const auto done = insert_one();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, FaultCode::outcome_unknown);
}

TEST_F(Postgres, a_connection_lost_in_the_commit_leaves_its_outcome_unknown) {
    at_commit("PERFORM pg_terminate_backend(pg_backend_pid());");
    const auto done = insert_one();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, FaultCode::outcome_unknown);
    const int before = db->generation();
    EXPECT_EQ(count(), 0); // by a new connection
    EXPECT_GT(db->generation(), before);
}

TEST_F(Postgres, a_deferred_constraint_that_fails_in_the_commit_is_a_clear_no) {
    at_commit("RAISE EXCEPTION 'no' USING ERRCODE = '23514';");
    const auto done = insert_one();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, FaultCode::invalid);
    EXPECT_EQ(count(), 0);
}

TEST_F(Postgres, a_connection_lost_in_a_transaction_ends_it_and_is_not_repaired_under_it) {
    const auto other = *PostgresDatabase::open(url);
    const auto done = db->transaction([&](Database& t) -> Try<> {
        EXPECT_TRUE(t.run("INSERT INTO t VALUES ($1)", {std::int64_t{1}}));
        const auto pid = t.run("SELECT pg_backend_pid()")->one().integer(0);
        EXPECT_TRUE(other->run("SELECT pg_terminate_backend(CAST($1 AS INTEGER), 2000)", {pid}));
        const auto lost = t.run("INSERT INTO t VALUES ($1)", {std::int64_t{2}});
        EXPECT_FALSE(lost);
        const auto still = t.run("INSERT INTO t VALUES ($1)", {std::int64_t{3}});
        EXPECT_FALSE(still);
        return {}; // swallowed
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, FaultCode::unavailable);
    EXPECT_EQ(count(), 0);
}

TEST_F(Postgres, an_idle_connection_that_the_server_closed_is_replaced_without_a_word) {
    const auto other = *PostgresDatabase::open(url);
    const auto pid = db->run("SELECT pg_backend_pid()")->one().integer(0);
    EXPECT_TRUE(other->run("SELECT pg_terminate_backend(CAST($1 AS INTEGER), 2000)", {pid}));
    EXPECT_TRUE(insert_one());
    EXPECT_EQ(count(), 1);
}

TEST_F(Postgres, a_statement_outside_a_transaction_that_lost_its_answer_is_unknown) {
    at_commit("PERFORM pg_terminate_backend(pg_backend_pid());");
    const auto done = db->run("INSERT INTO t VALUES ($1)", {std::int64_t{1}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, FaultCode::outcome_unknown);
}

TEST_F(Postgres, refuses_a_server_that_acknowledges_before_the_disk) {
    for (const char* weak : {"off", "local", "remote_write"}) {
        const auto opened =
            PostgresDatabase::open(url + "?options=-c%20synchronous_commit%3D" + weak);
        ASSERT_FALSE(opened) << weak;
        EXPECT_EQ(opened.error().code, FaultCode::invalid);
        EXPECT_NE(opened.error().detail.find("synchronous_commit"), std::string::npos);
    }
}

TEST_F(Postgres, an_idle_transaction_ends_after_two_seconds) {
    EXPECT_EQ(
        db->run("SELECT current_setting('idle_in_transaction_session_timeout')")->one().text(0),
        "2s"
    );
}

TEST_F(Postgres, survives_a_killed_server) {
    auto own = PostgresCluster::start();
    ASSERT_TRUE(own);
    const auto city = *PostgresDatabase::open(*(*own)->create_database());
    ASSERT_TRUE(city->script("CREATE TABLE t (id BIGINT PRIMARY KEY)"));
    ASSERT_TRUE(city->run("INSERT INTO t VALUES ($1)", {std::int64_t{1}}));
    (*own)->kill_hard();
    // A backend outlives its killed postmaster by a moment, and may still answer in it.
    auto down = city->run("SELECT COUNT(*) FROM t");
    for (int attempt = 0; attempt < 200 && down; ++attempt) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        down = city->run("SELECT COUNT(*) FROM t");
    }
    ASSERT_FALSE(down);
    EXPECT_EQ(down.error().code, FaultCode::unavailable);
    ASSERT_TRUE((*own)->restart());
    EXPECT_EQ(city->run("SELECT COUNT(*) FROM t")->one().integer(0), 1);
}

TEST_F(Postgres, prepares_more_statements_than_it_keeps) {
    for (int i = 0; i < 1100; ++i)
        EXPECT_EQ(db->run("SELECT " + std::to_string(i))->one().integer(0), i);
}

TEST_F(Postgres, a_changed_table_does_not_break_prepared_statements) {
    EXPECT_EQ(db->run("SELECT * FROM t")->rows.size(), 0u);
    ASSERT_TRUE(db->script("ALTER TABLE t ADD COLUMN name TEXT"));
    EXPECT_TRUE(db->run("SELECT * FROM t"));
}

} // namespace
} // namespace meguri::store
