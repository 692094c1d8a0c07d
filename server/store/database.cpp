#include "store/database.hpp"

#include "base/ensure.hpp"
#include "store/postgres/postgres_database.hpp"
#include "store/sqlite/sqlite_database.hpp"

namespace meguri::store {

bool Row::is_null(std::size_t column) const {
    MEGURI_ENSURE(column < values_.size());
    return std::holds_alternative<Null>(values_[column]);
}

std::int64_t Row::integer(std::size_t column) const {
    MEGURI_ENSURE(column < values_.size());
    const auto* value = std::get_if<std::int64_t>(&values_[column]);
    MEGURI_ENSURE(value != nullptr);
    return *value;
}

const std::string& Row::text(std::size_t column) const {
    MEGURI_ENSURE(column < values_.size());
    const auto* value = std::get_if<std::string>(&values_[column]);
    MEGURI_ENSURE(value != nullptr);
    return *value;
}

const Bytes& Row::blob(std::size_t column) const {
    MEGURI_ENSURE(column < values_.size());
    const auto* value = std::get_if<Blob>(&values_[column]);
    MEGURI_ENSURE(value != nullptr);
    return value->bytes;
}

const Row& Rows::one() const {
    MEGURI_ENSURE(rows.size() == 1);
    return rows.front();
}

Try<> Database::execute(std::string_view sql, const std::vector<Value>& parameters) {
    const auto done = run(sql, parameters);
    if (!done) return std::unexpected(done.error());
    if (done->conflict) return fault(FaultCode::invalid, "a row with this value is there already");
    return {};
}

Try<bool> Database::has_table(const std::string& name) {
    const auto rows =
        run(kind() == Kind::sqlite
                ? "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1"
                : "SELECT COUNT(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() "
                  "AND tablename = $1",
            {name});
    if (!rows) return std::unexpected(rows.error());
    return rows->one().integer(0) > 0;
}

Try<> Database::transaction(const std::function<Try<>(Database&)>& work) {
    if (auto begun = begin(); !begun) return begun;
    if (auto done = work(*this); !done) {
        rollback();
        return done;
    }
    return commit();
}

Try<std::unique_ptr<Database>> open_database(const std::string& url, OpenAs as) {
    constexpr std::string_view sqlite = "sqlite://";
    if (url.starts_with(sqlite) && url.size() > sqlite.size())
        return SqliteDatabase::open(url.substr(sqlite.size()), as);
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return PostgresDatabase::open(url, as);
    return fault(
        FaultCode::invalid,
        "database url: expected sqlite:///path/city.db or postgresql://host/name"
    );
}

} // namespace meguri::store
