#include "store/sqlite/sqlite_database.hpp"

#include "base/ensure.hpp"
#include "store/sqlite/file_lock.hpp"
#include "store/sqlite/sqlite_values.hpp"

#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <utility>

namespace meguri::store {

namespace {

// Statements are written by us and few. Past this many somebody is building SQL from data, and is
// not cached.
constexpr std::size_t max_cached_statements = 500;

FaultCode code_of(int sqlite_code) {
    switch (sqlite_code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return FaultCode::corrupt;
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_RANGE: return FaultCode::invalid;
    default: return FaultCode::unavailable;
    }
}

bool is_conflict(int sqlite_code) {
    return sqlite_code == SQLITE_CONSTRAINT_UNIQUE || sqlite_code == SQLITE_CONSTRAINT_PRIMARYKEY ||
           sqlite_code == SQLITE_CONSTRAINT_ROWID;
}

} // namespace

Try<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const std::string& path, OpenAs as) {
    std::shared_ptr<FileLock> lock;
    if (as == OpenAs::own) {
        auto taken = FileLock::take(path + ".lock");
        if (!taken) return std::unexpected(taken.error());
        lock = *taken;
    }
    const int mode =
        as == OpenAs::own ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    // Before SQLite's first use: it need not count its memory, under a mutex, at every allocation.
    static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)uncounted;
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open_v2(
        path.c_str(), &handle, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr
    );
    std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(handle, std::move(lock)));
    if (opened != SQLITE_OK)
        return fault(code_of(opened), fmt::format("{}: {}", path, sqlite3_errstr(opened)));
    if (auto configured = database->configure(as, path); !configured)
        return std::unexpected(configured.error());
    return database;
}

SqliteDatabase::~SqliteDatabase() {
    statements_.clear();
    sqlite3_close_v2(db_);
}

Try<> SqliteDatabase::configure(OpenAs as, const std::string& path) {
    sqlite3_busy_timeout(db_, 2000);
    if (as == OpenAs::read_only) {
        if (auto readable = prove_readable(path); !readable) return readable;
    }
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr); // "x" is a name, never a text
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // secure_delete: what is deleted is overwritten; the vault's destroyed keys must not linger in
    // free space.
    auto common =
        script("PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA mmap_size = 0;"
               "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST;");
    if (!common) return common;
    if (as == OpenAs::read_only) return {};
    // The log is copied back every 20,000 pages (80 MB): rarely, and never as part of a small
    // payment's wait.
    if (auto set = script("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 20000;"); !set)
        return set;
    auto mode = run("PRAGMA journal_mode = WAL");
    if (!mode) return std::unexpected(mode.error());
    if (mode->one().text(0) != "wal")
        return fault(FaultCode::invalid, path + ": write-ahead log is not possible here");
    statements_.clear();
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    return {};
}

// A file whose folder we may not write has no shared-memory file, and then cannot be read as a
// living database. Without a log beside it, it is a finished copy that nobody changes, and can be
// read as such.
Try<> SqliteDatabase::prove_readable(const std::string& path) {
    auto read = run("SELECT COUNT(*) FROM sqlite_schema");
    if (read) return {};
    if (read.error().code != FaultCode::unavailable || std::filesystem::exists(path + "-wal"))
        return fault(read.error().code, fmt::format("{}: {}", path, read.error().detail));
    statements_.clear();
    sqlite3_close_v2(std::exchange(db_, nullptr));
    std::string uri = "file:";
    for (char c : path)
        uri += std::strchr("%?#", c) ? fmt::format("%{:02x}", c) : std::string(1, c);
    uri += "?immutable=1";
    const int flags =
        SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int opened = sqlite3_open_v2(uri.c_str(), &db_, flags, nullptr);
    if (opened != SQLITE_OK)
        return fault(code_of(opened), fmt::format("{}: {}", path, sqlite3_errstr(opened)));
    auto again = run("SELECT COUNT(*) FROM sqlite_schema");
    if (!again) return fault(again.error().code, fmt::format("{}: {}", path, again.error().detail));
    return {};
}

std::unexpected<Fault> SqliteDatabase::error(std::string_view doing) const {
    return fault(
        code_of(sqlite3_extended_errcode(db_)),
        fmt::format("sqlite: {}: {}", doing, sqlite3_errmsg(db_))
    );
}

Try<SqliteDatabase::Statement> SqliteDatabase::compile(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    const char* rest = nullptr;
    const int length = static_cast<int>(sql.size());
    if (sqlite3_prepare_v3(db_, sql.data(), length, SQLITE_PREPARE_PERSISTENT, &raw, &rest) !=
        SQLITE_OK)
        return error(sql);
    Statement statement(raw);
    const std::string_view left(rest, sql.data() + sql.size());
    MEGURI_ENSURE(raw != nullptr && left.find_first_not_of(" \n\t;") == std::string_view::npos);
    return statement;
}

Try<sqlite3_stmt*> SqliteDatabase::prepared(std::string_view sql) {
    if (const auto known = statements_.find(sql); known != statements_.end()) {
        sqlite3_reset(known->second.get());
        sqlite3_clear_bindings(known->second.get());
        return known->second.get();
    }
    auto statement = compile(sql);
    if (!statement) return std::unexpected(statement.error());
    return statements_.emplace(std::string(sql), std::move(*statement)).first->second.get();
}

Try<Rows> SqliteDatabase::run(std::string_view sql, const std::vector<Value>& parameters) {
    MEGURI_ENSURE(db_ != nullptr);
    auto rows = run_uncounted(sql, parameters);
    // A transaction in which something went wrong never commits, as on PostgreSQL.
    if (!rows && in_transaction_) failed_ = true;
    return rows;
}

Try<Rows>
SqliteDatabase::run_uncounted(std::string_view sql, const std::vector<Value>& parameters) {
    if (statements_.size() >= max_cached_statements && !statements_.contains(sql)) {
        auto once = compile(sql);
        if (!once) return std::unexpected(once.error());
        return step(once->get(), sql, parameters);
    }
    auto statement = prepared(sql);
    if (!statement) return std::unexpected(statement.error());
    auto rows = step(*statement, sql, parameters);
    sqlite3_reset(*statement);
    sqlite3_clear_bindings(*statement);
    return rows;
}

Try<Rows> SqliteDatabase::step(
    sqlite3_stmt* statement, std::string_view sql, const std::vector<Value>& parameters
) {
    if (auto bound = bind(statement, parameters); !bound) return std::unexpected(bound.error());
    const auto changes_before = sqlite3_total_changes64(db_);
    Rows rows;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        auto row = read_row(statement);
        if (!row) return std::unexpected(row.error());
        rows.rows.push_back(std::move(*row));
    }
    if (is_conflict(code)) return Rows{.rows = {}, .changed = 0, .conflict = true};
    if (code != SQLITE_DONE) {
        auto failure = error(sql);
        // Outside a transaction the statement is its own commit.
        const bool writes = !sqlite3_stmt_readonly(statement);
        if (writes && !in_transaction_ && (code & 0xff) == SQLITE_IOERR)
            failure.error().code = FaultCode::outcome_unknown;
        return failure;
    }
    if (sqlite3_total_changes64(db_) != changes_before) rows.changed = sqlite3_changes64(db_);
    return rows;
}

Try<> SqliteDatabase::script(std::string_view sql) {
    if (sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, nullptr) == SQLITE_OK)
        return {};
    if (in_transaction_) failed_ = true;
    return error("script");
}

Try<> SqliteDatabase::begin() {
    MEGURI_ENSURE(!in_transaction_);
    rollback(); // nothing to do, unless the last one failed
    const bool reads_only = sqlite3_db_readonly(db_, "main") == 1;
    auto begun = run(reads_only ? "BEGIN" : "BEGIN IMMEDIATE");
    if (!begun) return std::unexpected(begun.error());
    in_transaction_ = true;
    failed_ = false;
    return {};
}

Try<> SqliteDatabase::commit() {
    MEGURI_ENSURE(in_transaction_);
    if (failed_) {
        rollback();
        return fault(
            FaultCode::unavailable,
            "sqlite: rolled back: a statement of this transaction had failed"
        );
    }
    const int code = sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        auto failure = error("commit");
        // A reader in the way is certain. A disk that failed under the commit is not: the log may
        // hold it all.
        failure.error().code =
            (code & 0xff) == SQLITE_BUSY ? FaultCode::unavailable : FaultCode::outcome_unknown;
        rollback();
        return failure;
    }
    in_transaction_ = false;
    return {};
}

void SqliteDatabase::rollback() {
    in_transaction_ = failed_ = false;
    if (sqlite3_get_autocommit(db_))
        return; // SQLite has rolled back by itself, e.g. on a full disk
    // Should a failing disk stop even this, begin() tries again before anything else runs.
    sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
}

Try<> SqliteDatabase::checkpoint() {
    if (sqlite3_wal_checkpoint_v2(db_, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) !=
        SQLITE_OK)
        return error("checkpoint");
    return {};
}

} // namespace meguri::store
