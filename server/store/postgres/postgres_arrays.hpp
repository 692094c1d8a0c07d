// Arrays of bigint, bytea and text in PostgreSQL's binary form: a whole group of rows travels as
// one parameter a column. Little of the protocol, and small, because nothing in libpq does it.
#pragma once

#include "base/bytes.hpp"

#include <bit>
#include <cstring>

namespace meguri::store::postgres {

inline constexpr unsigned bytea_type = 17, bigint_type = 20, text_type = 25;
inline constexpr unsigned bytea_array = 1001, text_array = 1009, bigint_array = 1016;

template <class T> void append_big_endian(Bytes& out, T n) {
    if constexpr (std::endian::native == std::endian::little)
        n = sizeof n == 8 ? static_cast<T>(__builtin_bswap64(static_cast<std::uint64_t>(n)))
                          : static_cast<T>(__builtin_bswap32(static_cast<std::uint32_t>(n)));
    out.append(reinterpret_cast<const char*>(&n), sizeof n);
}

inline std::int64_t read_bigint(const char* p) {
    std::uint64_t n;
    std::memcpy(&n, p, sizeof n);
    if constexpr (std::endian::native == std::endian::little) n = __builtin_bswap64(n);
    return static_cast<std::int64_t>(n);
}

// One dimension, first index 1.
class Array {
  public:
    explicit Array(unsigned element_type) : element_type_(element_type) { clear(); }
    void add(std::int64_t n) {
        append_big_endian(bytes_, std::int32_t{8});
        append_big_endian(bytes_, n);
        ++size_;
    }
    void add(std::string_view b) {
        append_big_endian(bytes_, static_cast<std::int32_t>(b.size()));
        bytes_ += b;
        ++size_;
    }
    void add_null() {
        append_big_endian(bytes_, std::int32_t{-1});
        has_null_ = true;
        ++size_;
    }
    void clear() {
        bytes_.assign(header_size, '\0');
        size_ = 0;
        has_null_ = false;
    }
    // Valid until the next change.
    std::string_view done() {
        Bytes header;
        append_big_endian(header, std::int32_t{1});
        append_big_endian(header, std::int32_t{has_null_});
        append_big_endian(header, element_type_);
        append_big_endian(header, size_);
        append_big_endian(header, std::int32_t{1});
        bytes_.replace(0, header_size, header);
        return bytes_;
    }

  private:
    static constexpr std::size_t header_size = 20;
    unsigned element_type_;
    Bytes bytes_;
    std::int32_t size_ = 0;
    bool has_null_ = false;
};

inline Bytes scalar(std::int64_t n) {
    Bytes out;
    append_big_endian(out, n);
    return out;
}

} // namespace meguri::store::postgres
