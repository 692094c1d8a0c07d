// Binding rows of the journal to SQLite statements, and reading them from there.
#pragma once

#include <cstdint>
#include <sqlite3.h>
#include <string_view>

namespace meguri::store {

// Resets a statement when its work ends, however it ends: an open one would keep an old snapshot
// alive.
class Running {
  public:
    explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
    ~Running() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    int step() { return sqlite3_step(statement_); }

  private:
    sqlite3_stmt* statement_;
};

class Binder {
  public:
    explicit Binder(sqlite3_stmt* statement) : statement_(statement) {}
    void integer(std::int64_t n) { sqlite3_bind_int64(statement_, ++column_, n); }
    // An empty string has data() too; a null pointer would bind NULL.
    void blob(std::string_view b) {
        sqlite3_bind_blob64(
            statement_, ++column_, b.empty() ? "" : b.data(), b.size(), SQLITE_TRANSIENT
        );
    }
    void text(std::string_view t) {
        sqlite3_bind_text64(
            statement_, ++column_, t.data(), t.size(), SQLITE_TRANSIENT, SQLITE_UTF8
        );
    }
    void null() { sqlite3_bind_null(statement_, ++column_); }

  private:
    sqlite3_stmt* statement_;
    int column_ = 0;
};

struct Source {
    sqlite3_stmt* statement;
    std::int64_t integer(int i) const { return sqlite3_column_int64(statement, i); }
    bool is_null(int i) const { return sqlite3_column_type(statement, i) == SQLITE_NULL; }
    std::string_view blob(int i) const {
        const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, i));
        return {data ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, i))};
    }
};

} // namespace meguri::store
