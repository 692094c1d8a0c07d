#include "store/postgres/postgres_values.hpp"

#include <charconv>
#include <endian.h>
#include <fmt/format.h>

namespace meguri::store {

PostgresParameters::PostgresParameters(const std::vector<Value>& values) {
    integers_.reserve(values.size()); // pointers into it must stay
    for (const Value& value : values) {
        Oid type = 0; // NULL: the server infers the type
        const char* data = nullptr;
        std::size_t size = 0;
        if (const auto* n = std::get_if<std::int64_t>(&value)) {
            type = int8_oid;
            data = reinterpret_cast<const char*>(
                &integers_.emplace_back(htobe64(static_cast<std::uint64_t>(*n)))
            );
            size = sizeof(std::uint64_t);
        } else if (const auto* t = std::get_if<std::string>(&value)) {
            type = text_oid, data = t->data(), size = t->size();
        } else if (const auto* b = std::get_if<Blob>(&value)) {
            type = bytea_oid, data = b->bytes.data(), size = b->bytes.size();
        }
        types_.push_back(type);
        pointers_.push_back(data);
        lengths_.push_back(static_cast<int>(size));
        formats_.push_back(1);
    }
}

std::string PostgresParameters::signature(const std::vector<Value>& values) {
    std::string letters;
    for (const Value& value : values)
        letters += "nitb"[value.index()];
    return letters;
}

namespace {

std::int64_t signed_of(std::string_view bytes) {
    std::uint64_t n = 0;
    const bool negative = !bytes.empty() && (static_cast<std::uint8_t>(bytes[0]) & 0x80);
    if (negative) n = ~std::uint64_t{0};
    for (char c : bytes)
        n = n << 8 | static_cast<std::uint8_t>(c);
    return static_cast<std::int64_t>(n);
}

// A numeric without fraction that fits 64 bits: what sum() of integers gives. Base-10,000 digits,
// most significant first; the digit before the point has weight 0; trailing zero digits are left
// out.
Try<Value> integer_of_numeric(std::string_view bytes) {
    const auto word = [&](std::size_t at) {
        return static_cast<std::uint16_t>(signed_of(bytes.substr(at * 2, 2)));
    };
    const int digits = word(0), weight = static_cast<std::int16_t>(word(1));
    constexpr std::uint16_t positive = 0x0000, negative = 0x4000;
    const std::uint16_t sign = word(2);
    const auto refused = fault(FaultCode::invalid, "a numeric that is no 64-bit integer");
    if (bytes.size() < 8 || (sign != positive && sign != negative) || digits > weight + 1 ||
        weight > 4)
        return refused;
    __int128 n = 0;
    for (int i = 0; i <= weight; ++i)
        n = n * 10000 + (i < digits ? word(4 + static_cast<std::size_t>(i)) : 0);
    if (sign == negative) n = -n;
    if (n != static_cast<std::int64_t>(n)) return refused;
    return static_cast<std::int64_t>(n);
}

Try<Value> value_of(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column)) return Null{};
    const std::string_view bytes(
        PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))
    );
    switch (const Oid type = PQftype(result, column)) {
    case bool_oid: return std::int64_t{bytes[0] != 0};
    case int2_oid:
    case int4_oid:
    case int8_oid: return signed_of(bytes);
    case oid_oid: return signed_of(bytes) & 0xffffffff;
    case text_oid:
    case varchar_oid:
    case bpchar_oid:
    case name_oid:
    case char_oid:
    case unknown_oid: return std::string(bytes);
    case bytea_oid: return Blob{std::string(bytes)};
    case numeric_oid: return integer_of_numeric(bytes);
    case void_oid: return Null{};
    default:
        return fault(
            FaultCode::invalid,
            fmt::format("column {} has type {}, which is not portable", column, type)
        );
    }
}

std::int64_t changed_by(const PGresult* result) {
    const std::string_view tag(PQcmdStatus(const_cast<PGresult*>(result)));
    if (!tag.starts_with("INSERT") && !tag.starts_with("UPDATE") && !tag.starts_with("DELETE"))
        return 0;
    const std::string_view count(PQcmdTuples(const_cast<PGresult*>(result)));
    std::int64_t n = 0;
    std::from_chars(count.data(), count.data() + count.size(), n);
    return n;
}

} // namespace

Try<Rows> rows_of(const PGresult* result) {
    Rows rows;
    const int count = PQntuples(result), columns = PQnfields(result);
    rows.rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) {
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) {
            auto value = value_of(result, row, column);
            if (!value) return std::unexpected(value.error());
            values.push_back(std::move(*value));
        }
        rows.rows.emplace_back(std::move(values));
    }
    rows.changed = changed_by(result);
    return rows;
}

} // namespace meguri::store
