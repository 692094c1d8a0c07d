// What the log of looks promises, held by the auditor's own check on both stores: what was written
// is what stands there, and what was changed or taken away is named.
#include "service/look_log.hpp"

#include "audit/verify.hpp"
#include "store/city.hpp"
#include "store/contract/test_stores.hpp"

namespace meguri::service {
namespace {

class LookLog : public store::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        auto city = store::open_city(url());
        ASSERT_TRUE(city) << city.error().detail;
        ASSERT_TRUE(city->journal->take_over());
        db = city->registry;
        ASSERT_TRUE(store::migrate(*db, look_log_migrations()));
        ASSERT_TRUE(store::migrate(*db, vault::migrations()));
        for (std::int64_t n = 1; n <= 5; ++n)
            look(n);
    }
    void look(std::int64_t n) {
        const auto done = db->transaction([&](store::Database& inside) {
            return note_look(
                inside, vault, {{7}, {100 + n}, "find_by_phone", "紛失の届け"}, Instant{n}
            );
        });
        ASSERT_TRUE(done) << done.error().detail;
    }
    void sql(const std::string& text) {
        const auto done = db->run(text);
        ASSERT_TRUE(done) << done.error().detail;
        ASSERT_GT(done->changed, 0) << text;
    }
    // Everything that the auditor says.
    std::string said() {
        const auto report = audit::verify(url());
        if (!report) return report.error().detail;
        std::string all;
        for (const audit::Difference& d : report->differences)
            all += d.what + "\n";
        looks = report->figures.looks;
        return all;
    }

    SystemRandom random;
    vault::Vault vault{CityKeys(SecretKey{1}), random};
    std::shared_ptr<store::Database> db;
    std::int64_t looks = 0;
};
INSTANTIATE_TEST_SUITE_P(stores, LookLog, store::all_stores(), store::store_name);

TEST_P(LookLog, is_whole_as_it_was_written_PRI_1) {
    EXPECT_EQ(said(), "");
    EXPECT_EQ(looks, 5);
}

TEST_P(LookLog, keeps_the_reason_sealed_under_the_key_of_whom_it_is_about_PRI_1) {
    const auto stored = db->run("SELECT reason FROM look_log WHERE number = 2");
    EXPECT_EQ(stored->one().text(0).find("紛失"), std::string::npos);
    EXPECT_EQ(reason_of_look(*db, vault, 2)->value(), "紛失の届け");
    const auto gone = db->transaction([&](store::Database& inside) {
        return vault.shred(inside, {102}, Instant{9});
    });
    ASSERT_TRUE(gone);
    EXPECT_EQ(*reason_of_look(*db, vault, 2), std::nullopt);
    EXPECT_EQ(reason_of_look(*db, vault, 3)->value(), "紛失の届け");
    EXPECT_EQ(said(), "") << "the chain goes over what is sealed";
}

TEST_P(LookLog, goes_on_from_rows_of_a_release_without_a_head_PRI_1) {
    ASSERT_TRUE(db->script("DROP TABLE look_log_head"));
    EXPECT_EQ(said(), "");
    ASSERT_TRUE(db->run("DELETE FROM schema_migration WHERE version = 2026112207"));
    ASSERT_TRUE(store::migrate(*db, look_log_migrations()));
    look(6);
    EXPECT_EQ(said(), "");
    EXPECT_EQ(looks, 6);
}

TEST_P(LookLog, shows_a_row_that_was_altered_whichever_column_PRI_1) {
    for (const char* change :
         {"at_ms = 9", "looker = 8", "person = 8", "what = 'other'", "reason = ''"}) {
        ASSERT_TRUE(db->transaction([&](store::Database& inside) -> Try<> {
            EXPECT_TRUE(inside.run("CREATE TABLE kept AS SELECT * FROM look_log"));
            return {};
        }));
        sql("UPDATE look_log SET " + std::string(change) + " WHERE number = 3");
        EXPECT_EQ(said(), "look 3 is not as it was written\n") << change;
        sql("DELETE FROM look_log");
        sql("INSERT INTO look_log SELECT * FROM kept");
        ASSERT_TRUE(db->script("DROP TABLE kept"));
    }
    EXPECT_EQ(said(), "");
}

TEST_P(LookLog, shows_a_hash_that_was_altered_PRI_1) {
    sql("UPDATE look_log SET hash = (SELECT hash FROM look_log WHERE number = 1) WHERE number = 3");
    EXPECT_EQ(said(), "look 3 is not as it was written\nlook 4 is not as it was written\n");
}

TEST_P(LookLog, shows_a_row_that_was_taken_out_of_the_middle_PRI_1) {
    sql("DELETE FROM look_log WHERE number = 3");
    EXPECT_EQ(said(), "the log of looks goes from 2 to 4: what stood between was taken away\n");
    // Closing the gap does not hide it.
    sql("UPDATE look_log SET number = 3 WHERE number = 4");
    sql("UPDATE look_log SET number = 4 WHERE number = 5");
    sql("UPDATE look_log_head SET number = 4");
    EXPECT_EQ(said(), "look 3 is not as it was written\nlook 4 is not as it was written\n");
}

TEST_P(LookLog, shows_that_the_first_or_the_last_row_is_gone_PRI_1) {
    sql("DELETE FROM look_log WHERE number = 5");
    EXPECT_EQ(said(), "the log of looks ends with 4, its head says 5\n");
    sql("UPDATE look_log_head SET number = 4");
    EXPECT_EQ(said(), "the head of the log of looks is not that of its last row\n");
    sql("DELETE FROM look_log WHERE number = 1");
    EXPECT_NE(said().find("goes from 0 to 2"), std::string::npos);
    sql("DELETE FROM look_log");
    EXPECT_EQ(said(), "the log of looks ends with 0, its head says 4\n");
    sql("DELETE FROM look_log_head");
    EXPECT_EQ(said(), "the log of looks has no head\n");
}

TEST_P(LookLog, does_not_go_on_over_a_log_that_was_cut_PRI_1) {
    sql("UPDATE look_log_head SET number = 3");
    const auto done = db->transaction([&](store::Database& inside) {
        return note_look(inside, vault, {{7}, {1}, "find_by_phone", "届け"}, Instant{9});
    });
    EXPECT_FALSE(done);
}

} // namespace
} // namespace meguri::service
