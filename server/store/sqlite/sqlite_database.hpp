// The city's database in one file. WAL and synchronous=FULL: a commit that returned is on the disk.
//
// One process owns a file: it holds an flock on `<file>.lock` for as long as a connection is open,
// because the ledger lives in that process's memory and a second writer would make it lie. Readers
// (OpenAs::read_only) take no lock.
#pragma once

#include "store/database.hpp"

#include <sqlite3.h>
#include <string>
#include <unordered_map>

namespace meguri::store {

class FileLock; // held by every owning connection of this process together

class SqliteDatabase final : public Database {
  public:
    static Try<std::unique_ptr<SqliteDatabase>>
    open(const std::string& path, OpenAs as = OpenAs::own);
    ~SqliteDatabase() override;

    Kind kind() const override { return Kind::sqlite; }
    Try<Rows> run(std::string_view sql, const std::vector<Value>& parameters = {}) override;
    Try<> script(std::string_view sql) override;

    Try<> begin() override; // BEGIN IMMEDIATE
    Try<> commit() override;
    void rollback() override;

    // For the journal's adapter, which binds and steps by itself. The statement is compiled once,
    // stays ours, and comes back reset and without bindings. Placeholders $1 … must first appear in
    // rising order for indices to match.
    sqlite3* handle() { return db_; }
    Try<sqlite3_stmt*> prepared(std::string_view sql);
    // What the last call on handle() complained of.
    std::unexpected<Fault> error(std::string_view doing) const;
    // Copies the log into the file and empties it. Between groups only; takes as long as the log is
    // large.
    Try<> checkpoint();

  private:
    struct StatementDeleter {
        void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const {
            return std::hash<std::string_view>{}(s);
        }
    };
    using Statement = std::unique_ptr<sqlite3_stmt, StatementDeleter>;

    SqliteDatabase(sqlite3* db, std::shared_ptr<FileLock> lock) : db_(db), lock_(std::move(lock)) {}
    Try<> configure(OpenAs as, const std::string& path);
    Try<> prove_readable(const std::string& path);
    Try<Statement> compile(std::string_view sql);
    Try<Rows> run_uncounted(std::string_view sql, const std::vector<Value>& parameters);
    Try<Rows>
    step(sqlite3_stmt* statement, std::string_view sql, const std::vector<Value>& parameters);

    sqlite3* db_;
    bool in_transaction_ = false;
    bool failed_ = false; // a statement of the transaction under way failed: it must not commit
    std::shared_ptr<FileLock> lock_;
    std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

} // namespace meguri::store
