#include "store/sqlite/sqlite_database.hpp"

#include "store/contract/test_stores.hpp"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

namespace meguri::store {
namespace {

class Sqlite : public ::testing::Test {
  protected:
    std::string path() const { return (folder.path() / "city.db").string(); }
    std::unique_ptr<SqliteDatabase> open(OpenAs as = OpenAs::own) {
        auto database = SqliteDatabase::open(path(), as);
        EXPECT_TRUE(database) << database.error().detail;
        return std::move(*database);
    }
    static std::string pragma(SqliteDatabase& db, const std::string& name) {
        const auto rows = db.run("PRAGMA " + name);
        const Row& row = rows->one();
        return name == "journal_mode" ? row.text(0) : std::to_string(row.integer(0));
    }
    TemporaryFolder folder;
};

TEST_F(Sqlite, commits_are_synced) {
    const auto db = open();
    EXPECT_EQ(pragma(*db, "journal_mode"), "wal");
    EXPECT_EQ(pragma(*db, "synchronous"), "2");
    EXPECT_EQ(pragma(*db, "foreign_keys"), "1");
    EXPECT_EQ(pragma(*db, "mmap_size"), "0");
    EXPECT_EQ(pragma(*db, "wal_autocheckpoint"), "20000");
}

// Another open file description is to flock what another process is.
bool another_process_could_lock(const std::string& path) {
    const int descriptor = ::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const bool locked = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    ::close(descriptor);
    return locked;
}

TEST_F(Sqlite, is_locked_against_other_processes_while_any_connection_is_open) {
    auto db = open();
    auto second = open(); // of this process
    EXPECT_FALSE(another_process_could_lock(path()));
    db.reset();
    EXPECT_FALSE(another_process_could_lock(path()));
    second.reset();
    EXPECT_TRUE(another_process_could_lock(path()));
}

TEST_F(Sqlite, says_which_process_has_the_file) {
    const int descriptor = ::open((path() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ASSERT_EQ(::flock(descriptor, LOCK_EX | LOCK_NB), 0);
    ASSERT_EQ(::write(descriptor, "4711\n", 5), 5);
    const auto opened = SqliteDatabase::open(path());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, FaultCode::unavailable);
    EXPECT_NE(opened.error().detail.find("process 4711"), std::string::npos);
    ::close(descriptor);
    EXPECT_TRUE(SqliteDatabase::open(path()));
}

// Root may write everywhere; so as root these tests take another user's place for a while.
class AsNobody {
  public:
    AsNobody() { was_root_ = ::geteuid() == 0 && ::seteuid(65534) == 0; }
    ~AsNobody() { EXPECT_TRUE(!was_root_ || ::seteuid(0) == 0); }

  private:
    bool was_root_;
};

TEST_F(Sqlite, reads_a_finished_copy_in_a_folder_that_cannot_be_written) {
    namespace fs = std::filesystem;
    {
        const auto db = open();
        ASSERT_TRUE(db->script("CREATE TABLE t (id INTEGER) STRICT; INSERT INTO t VALUES (7)"));
        ASSERT_TRUE(db->checkpoint());
    }
    fs::remove(path() + "-wal");
    fs::remove(path() + "-shm");
    fs::permissions(path(), fs::perms{0444});
    fs::permissions(folder.path(), fs::perms{0555});
    {
        const AsNobody nobody;
        const auto reader = open(OpenAs::read_only);
        EXPECT_EQ(reader->run("SELECT id FROM t")->one().integer(0), 7);
        EXPECT_FALSE(fs::exists(path() + "-shm"));
    }
    fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST_F(Sqlite, a_reader_never_creates_a_file) {
    const auto opened = SqliteDatabase::open(path(), OpenAs::read_only);
    ASSERT_FALSE(opened);
    EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(Sqlite, says_that_a_file_is_no_database) {
    std::ofstream(path()) << std::string(8192, 'x');
    const auto opened = SqliteDatabase::open(path());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, FaultCode::corrupt);
}

// The disk takes no byte beyond `limit` of any file for as long as this lives.
class FullDisk {
  public:
    explicit FullDisk(rlim_t limit) {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit now{limit, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

Try<> insert(SqliteDatabase& db, std::int64_t id) {
    return db.transaction([&](Database& t) -> Try<> {
        auto done = t.run("INSERT INTO t VALUES ($1)", {id});
        if (!done) return std::unexpected(done.error());
        return {};
    });
}

TEST_F(Sqlite, a_commit_that_the_disk_refuses_is_unknown_and_the_next_one_counts) {
    const auto db = open();
    ASSERT_TRUE(db->script("CREATE TABLE t (id INTEGER) STRICT"));
    ASSERT_TRUE(insert(*db, 1));
    {
        const FullDisk full(std::filesystem::file_size(path() + "-wal") + 100);
        const auto refused = insert(*db, 2);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, FaultCode::outcome_unknown);
        EXPECT_FALSE(insert(*db, 2)) << "still full";
    }
    ASSERT_TRUE(insert(*db, 3));
    const auto rows = db->run("SELECT id FROM t ORDER BY id");
    ASSERT_EQ(rows->rows.size(), 2u);
    EXPECT_EQ(rows->rows[1].integer(0), 3);
}

TEST_F(Sqlite, runs_more_statements_than_it_keeps) {
    const auto db = open();
    for (int i = 0; i < 1200; ++i)
        EXPECT_EQ(db->run("SELECT " + std::to_string(i))->one().integer(0), i);
}

} // namespace
} // namespace meguri::store
