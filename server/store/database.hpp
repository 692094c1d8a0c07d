// One connection to the city's database, the same words on SQLite and PostgreSQL.
//
// SQL text is portable: placeholders $1, $2 … , no `::` casts, `ON CONFLICT`, `RETURNING`, integers
// are 64 bits (BIGINT / INTEGER), blobs BYTEA / BLOB. Rows come back typed by what is stored; a
// truth value comes back as 0 or 1, a sum of integers as an integer; floating point never comes
// back at all (a Fault), so money cannot pass through it. Used by registry rows (people, sessions,
// notices, settings) and by views; the ledger's journal has a port of its own (journal_store.hpp).
//
// A connection belongs to one thread at a time. Errors are Faults, except a broken UNIQUE
// constraint, which is an ordinary answer (`Rows::conflict`) because features turn it into a
// refusal; the transaction around it goes on, on both stores. A lost connection is a Fault for
// whatever was under way; only the next piece of work gets a new one.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace meguri::store {

struct Blob {
    Bytes bytes;
    friend bool operator==(const Blob&, const Blob&) = default;
};
using Null = std::monostate;
using Value = std::variant<Null, std::int64_t, std::string, Blob>;

// One row of an answer. Reading a column as another type than it holds is our own bug and aborts.
class Row {
  public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    bool is_null(std::size_t column) const;
    std::int64_t integer(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    const Bytes& blob(std::size_t column) const;
    std::size_t size() const { return values_.size(); }

  private:
    std::vector<Value> values_;
};

struct Rows {
    std::vector<Row> rows;
    std::int64_t changed = 0; // rows inserted, updated or deleted
    bool conflict = false;    // a UNIQUE constraint refused the statement; nothing of it was done

    bool empty() const { return rows.empty(); }
    const Row& one() const; // exactly one row, or abort
};

class Database {
  public:
    enum class Kind { sqlite, postgres };

    virtual ~Database() = default;
    virtual Kind kind() const = 0;
    virtual Try<Rows> run(std::string_view sql, const std::vector<Value>& parameters = {}) = 0;
    // The same where nobody reads the answer: a conflict, which nobody would see, is a Fault too.
    Try<> execute(std::string_view sql, const std::vector<Value>& parameters = {});
    Try<bool> has_table(const std::string& name);
    // Several statements separated by `;`, without parameters: schema migrations.
    virtual Try<> script(std::string_view sql) = 0;
    // Runs `work` between BEGIN and COMMIT; a Fault (or a `conflict` that work turns into one)
    // rolls back. Not nested. `outcome_unknown` when the commit was sent and no clear answer came:
    // it may be there, and it may not.
    Try<> transaction(const std::function<Try<>(Database&)>& work);

  protected:
    virtual Try<> begin() = 0;
    virtual Try<> commit() = 0;
    virtual void rollback() = 0;
};

// own: the city's process; an SQLite file is then locked against every other process. read_only:
// for `verify` and the like, on a copy or beside the running city; every statement that would write
// is a Fault.
enum class OpenAs { own, read_only };

// "sqlite:///path/city.db" (three slashes and an absolute path, or two and a relative one) or
// "postgresql://…".
Try<std::unique_ptr<Database>> open_database(const std::string& url, OpenAs as = OpenAs::own);

// Where registry work runs. On SQLite: the core's own thread, between two groups (the file has one
// writer); keep each piece under 5 ms. On PostgreSQL: a pool of connections. `done` is called on
// the caller's io thread.
class Registry {
  public:
    using Work = std::move_only_function<void(Database&)>;
    virtual ~Registry() = default;
    virtual void post(Work work) = 0;
};

// A change of the schema, applied in order of `version`, each exactly once, in one transaction,
// before anything serves. `sql` may differ by store only in types: {integer}, {text}, {blob},
// {strict} are replaced (BIGINT/INTEGER, TEXT, BYTEA/BLOB, ""/" STRICT"), and {identity} is an
// integer primary key that counts by itself. A migration that has run may never change again; that
// is noticed and refused.
struct Migration {
    int version; // yyyymmddnn
    std::string_view name;
    std::string_view sql;
};
Try<> migrate(Database& database, const std::vector<Migration>& migrations);

} // namespace meguri::store
