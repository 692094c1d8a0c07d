// Values to and from PostgreSQL's binary form, each as the type it is: an integer can never be
// bound as text.
#pragma once

#include "store/database.hpp"

#include <libpq-fe.h>

namespace meguri::store {

// Object ids of built-in types: fixed since PostgreSQL began (catalog/pg_type.dat).
inline constexpr Oid bool_oid = 16, bytea_oid = 17, char_oid = 18, name_oid = 19, int8_oid = 20,
                     int2_oid = 21, int4_oid = 23, text_oid = 25, oid_oid = 26, unknown_oid = 705,
                     bpchar_oid = 1042, varchar_oid = 1043, numeric_oid = 1700, void_oid = 2278;

// The arrays that libpq takes. Points into the values, which must outlive it.
class PostgresParameters {
  public:
    explicit PostgresParameters(const std::vector<Value>& values);
    int count() const { return static_cast<int>(types_.size()); }
    const Oid* types() const { return types_.data(); }
    const char* const* values() const { return pointers_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }
    // One letter a parameter: a statement is prepared for the types it is first given.
    static std::string signature(const std::vector<Value>& values);

  private:
    std::vector<Oid> types_;
    std::vector<const char*> pointers_;
    std::vector<int> lengths_, formats_;
    std::vector<std::uint64_t> integers_; // in network order
};

// All rows of a result that was asked for in binary. `invalid` for a type that SQLite would not
// give back alike.
Try<Rows> rows_of(const PGresult* result);

} // namespace meguri::store
