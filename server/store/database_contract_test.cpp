// What every store must do alike. Whoever adds a store adds it to all_stores(), and this is the
// list of what it owes.
#include "store/contract/test_stores.hpp"
#include "store/database_clock.hpp"

#include <limits>
#include <thread>

namespace meguri::store {
namespace {

class DatabaseContract : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        db = open();
        ASSERT_TRUE(migrate(
            *db, {{2026112201, "things",
                   "CREATE TABLE thing (id {integer} PRIMARY KEY, name {text} UNIQUE, body {blob}, "
                   "parent {integer} REFERENCES thing (id)){strict};"
                   "CREATE TABLE counted (id {identity}, name {text} NOT NULL){strict}"}}
        ));
    }
    Rows must(Try<Rows> rows) {
        EXPECT_TRUE(rows) << rows.error().detail;
        return rows ? std::move(*rows) : Rows{};
    }
    Rows run(std::string_view sql, const std::vector<Value>& parameters = {}) {
        return must(db->run(sql, parameters));
    }
    std::int64_t count() { return run("SELECT COUNT(*) FROM thing").one().integer(0); }

    std::unique_ptr<Database> db;
};
INSTANTIATE_TEST_SUITE_P(stores, DatabaseContract, all_stores(), store_name);

const std::vector<Value> thing_one = {
    std::int64_t{1}, std::string("一"), Blob{std::string("\0\xff", 2)}
};
constexpr auto insert = "INSERT INTO thing (id, name, body) VALUES ($1, $2, $3)";

TEST_P(DatabaseContract, gives_back_every_value_as_it_was_stored) {
    for (const std::int64_t n :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
          (std::int64_t{1} << 53) + 1, std::numeric_limits<std::int64_t>::max()}) {
        run("DELETE FROM thing");
        const std::string text = "巡り\n'; DROP TABLE thing; -- 😀";
        const Blob bytes{std::string("\0\x01\xfe\xff", 4)};
        EXPECT_EQ(run(insert, {n, text, bytes}).changed, 1);
        const Rows rows = run("SELECT id, name, body, parent FROM thing WHERE id = $1", {n});
        EXPECT_EQ(rows.one().integer(0), n);
        EXPECT_EQ(rows.one().text(1), text);
        EXPECT_EQ(rows.one().blob(2), bytes.bytes);
        EXPECT_TRUE(rows.one().is_null(3));
    }
}

TEST_P(DatabaseContract, tells_empty_from_null) {
    run(insert, {std::int64_t{1}, std::string(), Blob{}});
    const Rows rows = run("SELECT name, body FROM thing");
    EXPECT_EQ(rows.one().text(0), "");
    EXPECT_EQ(rows.one().blob(1), "");
}

TEST_P(DatabaseContract, takes_placeholders_in_any_order_and_twice) {
    run(insert, thing_one);
    EXPECT_EQ(
        run("SELECT id FROM thing WHERE name = $2 AND id = $1",
            {std::int64_t{1}, std::string("一")})
            .rows.size(),
        1u
    );
    EXPECT_EQ(
        run("SELECT id FROM thing WHERE id = $1 OR parent = $1", {std::int64_t{1}}).rows.size(), 1u
    );
}

TEST_P(DatabaseContract, sums_integers_exactly_and_answers_truth_as_0_or_1) {
    const std::int64_t big = (std::int64_t{1} << 53) + 1;
    run(insert, {big, std::string("a"), Null{}});
    run(insert, {big + 9999, std::string("b"), Null{}});
    EXPECT_EQ(run("SELECT SUM(id) FROM thing").one().integer(0), 2 * big + 9999);
    EXPECT_EQ(run("SELECT -SUM(id) FROM thing").one().integer(0), -(2 * big + 9999));
    EXPECT_EQ(run("SELECT SUM(id - id) FROM thing").one().integer(0), 0);
    EXPECT_EQ(run("SELECT (COUNT(*) = 2) FROM thing").one().integer(0), 1);
    EXPECT_TRUE(run("SELECT SUM(parent) FROM thing").one().is_null(0));
}

TEST_P(DatabaseContract, never_gives_back_floating_point) {
    run(insert, thing_one);
    const auto answer = db->run("SELECT id * 1.5e0 FROM thing");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, FaultCode::invalid);
}

TEST_P(DatabaseContract, refuses_a_sum_beyond_64_bits) {
    run(insert, {std::numeric_limits<std::int64_t>::max(), Null{}, Null{}});
    run(insert, {std::int64_t{7}, Null{}, Null{}});
    EXPECT_FALSE(db->run("SELECT SUM(id) FROM thing"));
}

TEST_P(DatabaseContract, refuses_a_value_of_another_type_than_the_column) {
    EXPECT_FALSE(db->run(
        "INSERT INTO thing (id, name) VALUES ($1, $2)", {std::string("one"), std::string("x")}
    ));
    EXPECT_FALSE(db->run(
        "INSERT INTO thing (id, body) VALUES ($1, $2)", {std::int64_t{1}, std::string("text")}
    ));
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseContract, refuses_text_with_a_zero_byte) {
    EXPECT_FALSE(db->run(insert, {std::int64_t{1}, std::string("a\0b", 3), Null{}}));
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseContract, answers_a_broken_unique_constraint_as_conflict) {
    run(insert, thing_one);
    EXPECT_TRUE(run(insert, {std::int64_t{1}, std::string("two"), Null{}}).conflict);
    EXPECT_TRUE(run(insert, {std::int64_t{2}, std::string("一"), Null{}}).conflict);
    EXPECT_FALSE(run(insert, {std::int64_t{2}, std::string("two"), Null{}}).conflict);
    EXPECT_TRUE(run("UPDATE thing SET name = $1 WHERE id = $2",
                    {std::string("一"), std::int64_t{2}})
                    .conflict);
    EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseContract, goes_on_with_the_transaction_after_a_conflict) {
    auto done = db->transaction([&](Database& t) -> Try<> {
        EXPECT_FALSE(must(t.run(insert, thing_one)).conflict);
        EXPECT_TRUE(must(t.run(insert, thing_one)).conflict);
        EXPECT_FALSE(must(t.run(insert, {std::int64_t{2}, std::string("two"), Null{}})).conflict);
        return {};
    });
    EXPECT_TRUE(done) << done.error().detail;
    EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseContract, other_broken_constraints_are_faults) {
    const auto orphan = db->run(
        "INSERT INTO thing (id, parent) VALUES ($1, $2)", {std::int64_t{1}, std::int64_t{99}}
    );
    ASSERT_FALSE(orphan);
    EXPECT_EQ(orphan.error().code, FaultCode::invalid);
    EXPECT_FALSE(db->run("INSERT INTO counted (name) VALUES ($1)", {Null{}}));
}

TEST_P(DatabaseContract, counts_what_changed_and_returns_what_was_asked) {
    EXPECT_EQ(
        run("INSERT INTO thing (id) VALUES ($1), ($2), ($3)",
            {std::int64_t{1}, std::int64_t{2}, std::int64_t{3}})
            .changed,
        3
    );
    EXPECT_EQ(run("SELECT id FROM thing").changed, 0);
    const Rows updated =
        run("UPDATE thing SET name = 'n' || id WHERE id > $1 RETURNING name", {std::int64_t{1}});
    EXPECT_EQ(updated.changed, 2);
    EXPECT_EQ(updated.rows.size(), 2u);
    EXPECT_EQ(run("DELETE FROM thing WHERE id = $1", {std::int64_t{7}}).changed, 0);
    EXPECT_EQ(
        run("INSERT INTO thing (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", {std::int64_t{1}})
            .changed,
        0
    );
    EXPECT_EQ(
        run("INSERT INTO counted (name) VALUES ($1) RETURNING id", {std::string("x")})
            .one()
            .integer(0),
        1
    );
    EXPECT_EQ(
        run("INSERT INTO counted (name) VALUES ($1) RETURNING id", {std::string("y")})
            .one()
            .integer(0),
        2
    );
}

TEST_P(DatabaseContract, the_same_statement_takes_null_after_a_value) {
    run(insert, thing_one);
    run(insert, {std::int64_t{2}, Null{}, Null{}});
    EXPECT_TRUE(run("SELECT name FROM thing WHERE id = $1", {std::int64_t{2}}).one().is_null(0));
}

TEST_P(DatabaseContract, rolls_back_when_work_says_so) {
    auto done = db->transaction([&](Database& t) -> Try<> {
        must(t.run(insert, thing_one));
        return fault(FaultCode::unavailable, "changed my mind");
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().detail, "changed my mind");
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseContract, never_commits_a_transaction_in_which_a_statement_failed) {
    auto done = db->transaction([&](Database& t) -> Try<> {
        must(t.run(insert, thing_one));
        EXPECT_FALSE(t.run(
            "INSERT INTO thing (id, parent) VALUES ($1, $2)", {std::int64_t{2}, std::int64_t{99}}
        ));
        return {}; // the fault was swallowed
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, FaultCode::unavailable);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseContract, shows_others_only_what_is_committed) {
    const auto other = open();
    auto done = db->transaction([&](Database& t) -> Try<> {
        must(t.run(insert, thing_one));
        EXPECT_EQ(must(other->run("SELECT COUNT(*) FROM thing")).one().integer(0), 0);
        return {};
    });
    EXPECT_TRUE(done);
    EXPECT_EQ(must(other->run("SELECT COUNT(*) FROM thing")).one().integer(0), 1);
}

TEST_P(DatabaseContract, is_still_there_after_reopening) {
    run(insert, thing_one);
    db.reset();
    db = open();
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseContract, a_reader_reads_beside_the_owner_and_cannot_write) {
    run(insert, thing_one);
    const auto reader = open(OpenAs::read_only);
    EXPECT_EQ(must(reader->run("SELECT COUNT(*) FROM thing")).one().integer(0), 1);
    EXPECT_FALSE(reader->run("DELETE FROM thing"));
    // One transaction of a reader is one picture, whatever is written meanwhile.
    auto done = reader->transaction([&](Database& t) -> Try<> {
        EXPECT_EQ(must(t.run("SELECT COUNT(*) FROM thing")).one().integer(0), 1);
        run("DELETE FROM thing");
        EXPECT_EQ(must(t.run("SELECT COUNT(*) FROM thing")).one().integer(0), 1);
        return {};
    });
    EXPECT_TRUE(done) << done.error().detail;
    EXPECT_EQ(must(reader->run("SELECT COUNT(*) FROM thing")).one().integer(0), 0);
}

TEST_P(DatabaseContract, runs_each_migration_once_in_order_of_version) {
    const std::vector<Migration> two = {
        {2026112203, "second", "INSERT INTO made VALUES (2)"},
        {2026112202, "first", "CREATE TABLE made (id {integer}){strict}"}
    };
    ASSERT_TRUE(migrate(*db, two));
    ASSERT_TRUE(migrate(*db, two));
    EXPECT_EQ(run("SELECT COUNT(*) FROM made").one().integer(0), 1);
}

TEST_P(DatabaseContract, refuses_a_migration_that_was_changed_after_it_ran) {
    ASSERT_TRUE(migrate(*db, {{2026112202, "first", "CREATE TABLE made (id {integer}){strict}"}}));
    const auto again =
        migrate(*db, {{2026112202, "first", "CREATE TABLE made (id {text}){strict}"}});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, FaultCode::invalid);
    EXPECT_NE(again.error().detail.find("2026112202"), std::string::npos);
}

TEST_P(DatabaseContract, leaves_nothing_of_a_migration_that_failed) {
    const auto failed = migrate(
        *db,
        {{2026112202, "half", "CREATE TABLE made (id {integer}); INSERT INTO nowhere VALUES (1)"}}
    );
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().detail.find("half"), std::string::npos);
    EXPECT_FALSE(db->run("SELECT * FROM made"));
    EXPECT_TRUE(migrate(*db, {{2026112202, "half", "CREATE TABLE made (id {integer})"}}));
}

TEST_P(DatabaseContract, two_that_migrate_at_once_both_succeed) {
    const std::vector<Migration> slow = {
        {2026112202, "a", "CREATE TABLE a (id {integer})"},
        {2026112203, "b", "CREATE TABLE b (id {integer})"}
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            const auto mine = open();
            auto done = migrate(*mine, slow);
            EXPECT_TRUE(done) << done.error().detail;
        });
    }
    for (auto& thread : threads)
        thread.join();
}

TEST(OpenDatabase, names_the_two_forms_of_a_url) {
    for (const char* url : {"", "city.db", "sqlite://", "mysql://x/y"}) {
        const auto opened = open_database(url);
        ASSERT_FALSE(opened) << url;
        EXPECT_EQ(opened.error().code, FaultCode::invalid);
    }
}

TEST_P(DatabaseContract, tells_its_own_time_where_it_has_one) {
    const auto told = database_clock(*db);
    ASSERT_TRUE(told) << told.error().detail;
    ASSERT_EQ(told->has_value(), db->kind() == Database::Kind::postgres);
    if (!*told) return;
    EXPECT_LT(std::abs(SystemClock().now() - **told), ms_per_minute);
}

} // namespace
} // namespace meguri::store
