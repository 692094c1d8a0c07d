#include "store/sqlite/sqlite_values.hpp"

#include "base/ensure.hpp"

#include <charconv>
#include <cstring>
#include <fmt/format.h>

namespace meguri::store {

namespace {

// Placeholder "$3" is parameters[2], wherever it stands.
std::size_t parameter_number(sqlite3_stmt* statement, int index) {
    const char* name = sqlite3_bind_parameter_name(statement, index);
    MEGURI_ENSURE(name != nullptr && name[0] == '$');
    std::size_t number = 0;
    const char* end = name + std::strlen(name);
    const auto parsed = std::from_chars(name + 1, end, number);
    MEGURI_ENSURE(parsed.ptr == end && number > 0);
    return number;
}

int bind_one(sqlite3_stmt* statement, int index, const Value& value) {
    if (const auto* n = std::get_if<std::int64_t>(&value))
        return sqlite3_bind_int64(statement, index, *n);
    if (const auto* t = std::get_if<std::string>(&value))
        return sqlite3_bind_text64(
            statement, index, t->data(), t->size(), SQLITE_STATIC, SQLITE_UTF8
        );
    if (const auto* b = std::get_if<Blob>(&value))
        return sqlite3_bind_blob64(
            statement, index, b->bytes.data(), b->bytes.size(), SQLITE_STATIC
        );
    return sqlite3_bind_null(statement, index);
}

} // namespace

Try<> bind(sqlite3_stmt* statement, const std::vector<Value>& parameters) {
    const int count = sqlite3_bind_parameter_count(statement);
    MEGURI_ENSURE(static_cast<std::size_t>(count) == parameters.size());
    for (int index = 1; index <= count; ++index) {
        const std::size_t number = parameter_number(statement, index);
        MEGURI_ENSURE(number <= parameters.size());
        const Value& value = parameters[number - 1];
        // PostgreSQL cannot store it; so neither store does.
        if (const auto* t = std::get_if<std::string>(&value);
            t && t->find('\0') != std::string::npos)
            return fault(
                FaultCode::invalid, fmt::format("parameter ${}: text with a zero byte", number)
            );
        MEGURI_ENSURE(bind_one(statement, index, value) == SQLITE_OK);
    }
    return {};
}

Try<Row> read_row(sqlite3_stmt* statement) {
    std::vector<Value> values(static_cast<std::size_t>(sqlite3_column_count(statement)));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int column = static_cast<int>(i);
        const auto bytes = [&](const void* data) {
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return size == 0 ? std::string() : std::string(static_cast<const char*>(data), size);
        };
        switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: values[i] = sqlite3_column_int64(statement, column); break;
        case SQLITE_TEXT: values[i] = bytes(sqlite3_column_text(statement, column)); break;
        case SQLITE_BLOB: values[i] = Blob{bytes(sqlite3_column_blob(statement, column))}; break;
        case SQLITE_NULL: break;
        default: return fault(FaultCode::invalid, fmt::format("column {} is floating point", i));
        }
    }
    return Row(std::move(values));
}

} // namespace meguri::store
