// What only a file can do to a commit: be full, be read by somebody, grow a log.
#include "store/contract/test_journal.hpp"
#include "store/sqlite/sqlite_journal.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <thread>

namespace meguri::store {
namespace {

class SqliteJournalTest : public ::testing::Test {
  protected:
    void SetUp() override {
        database = std::shared_ptr<SqliteDatabase>(std::move(*SqliteDatabase::open(file)));
        journal = std::move(*SqliteJournal::on(database));
        ASSERT_TRUE(journal->take_over());
        head = pay(*journal, 1, 3, {});
    }
    std::uintmax_t file_size() { return std::filesystem::file_size(file); }
    std::uintmax_t log_size() { return std::filesystem::file_size(file + "-wal"); }

    TemporaryFolder folder;
    std::string file = (folder.path() / "city.db").string();
    std::shared_ptr<SqliteDatabase> database;
    std::unique_ptr<SqliteJournal> journal;
    Hash head{};
};

TEST_F(SqliteJournalTest, a_full_disk_changes_nothing_and_the_journal_goes_on_when_there_is_room) {
    const auto pages = database->run("PRAGMA page_count")->one().integer(0);
    ASSERT_TRUE(database->run("PRAGMA max_page_count = " + std::to_string(pages)));
    std::vector<Entry> many;
    for (std::int64_t seq = 4; seq <= 600; ++seq)
        many.push_back(payment(seq));
    const auto refused = journal->commit(group_of(many, head));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, FaultCode::unavailable) << refused.error().detail;
    EXPECT_EQ(journal->head()->seq, Seq{3});
    EXPECT_EQ(all_entries(*journal).size(), 3u);
    ASSERT_TRUE(database->run("PRAGMA max_page_count = 1000000"));
    ASSERT_TRUE(journal->commit(group_of(many, head)));
    EXPECT_EQ(all_entries(*journal).size(), 600u);
}

TEST_F(SqliteJournalTest, commits_wait_for_no_reader_and_readers_see_whole_groups) {
    auto reader = std::move(*SqliteDatabase::open(file, OpenAs::read_only));
    ASSERT_TRUE(reader->begin());
    EXPECT_EQ(reader->run("SELECT COUNT(*) FROM journal_entry")->one().integer(0), 3);
    pay(*journal, 4, 5, head);
    EXPECT_EQ(reader->run("SELECT COUNT(*) FROM journal_entry")->one().integer(0), 3);
    ASSERT_TRUE(reader->commit());
    EXPECT_EQ(reader->run("SELECT COUNT(*) FROM journal_entry")->one().integer(0), 5);
}

TEST_F(
    SqliteJournalTest, the_log_is_copied_beside_the_commits_and_then_written_from_its_beginning
) {
    journal.reset();
    journal = std::move(*SqliteJournal::on(database, {.copy = 50, .restart = 400, .rest = 200}));
    ASSERT_TRUE(journal->take_over());
    constexpr int entries = 40'000; // ten times what the log may hold
    for (std::int64_t first = 4; first < entries; first += 20)
        head = pay(*journal, first, first + 19, head);
    EXPECT_LT(log_size(), file_size() / 2);
    EXPECT_EQ(all_entries(*journal).size(), static_cast<std::size_t>(journal->head()->seq.value));
}

TEST_F(SqliteJournalTest, a_long_read_holds_copying_up_and_the_copier_says_so) {
    auto reader = std::move(*SqliteDatabase::open(file, OpenAs::read_only));
    ASSERT_TRUE(reader->begin());
    EXPECT_EQ(reader->run("SELECT COUNT(*) FROM journal_entry")->one().integer(0), 3);
    for (std::int64_t first = 4; first < 400; first += 20)
        head = pay(*journal, first, first + 19, head);
    LogCopier copier(file);
    const auto copy = [&copier] {
        copier.start();
        while (copier.busy())
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return copier.copied();
    };
    const int held_up = copy();
    ASSERT_TRUE(reader->commit());
    EXPECT_GT(copy(), held_up + 20);
}

TEST_F(SqliteJournalTest, closing_the_journal_leaves_the_registry_s_connection_usable) {
    journal.reset();
    EXPECT_TRUE(database->script("CREATE TABLE t (a INTEGER)"));
    for (int i = 0; i < 100; ++i)
        ASSERT_TRUE(database->run("INSERT INTO t VALUES ($1)", {std::int64_t{i}}));
}

} // namespace
} // namespace meguri::store
