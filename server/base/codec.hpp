// The canonical byte form of everything that is hashed, kept in the journal or checkpointed. One
// value has exactly one encoding: numbers are minimal LEB128 (signed ones zigzag), byte strings
// carry their length. The order of fields is the format; a changed order is a new format number.
// Little code on purpose: auditors re-implement it.
#pragma once

#include "base/bytes.hpp"

namespace meguri {

class Writer {
  public:
    void u(std::uint64_t n) {
        while (n >= 0x80) {
            out_ += static_cast<char>(n | 0x80);
            n >>= 7;
        }
        out_ += static_cast<char>(n);
    }
    void i(std::int64_t n) {
        u(static_cast<std::uint64_t>(n) << 1 ^ static_cast<std::uint64_t>(n >> 63));
    }
    void bytes(std::string_view b) {
        u(b.size());
        out_ += b;
    }
    void raw(std::string_view b) { out_ += b; }
    const Bytes& done() const { return out_; }
    void clear() { out_.clear(); }

  private:
    Bytes out_;
};

// Reads what Writer wrote. After any malformed input `ok()` is false and every further read gives 0
// or "".
class Reader {
  public:
    explicit Reader(std::string_view in) : in_(in) {}
    std::uint64_t u();
    std::int64_t i() {
        const std::uint64_t n = u();
        return static_cast<std::int64_t>(n >> 1) ^ -static_cast<std::int64_t>(n & 1);
    }
    // A number beyond its type, or outside a list of choices, is malformed too: cut short it would
    // have two spellings.
    std::uint32_t u32() { return static_cast<std::uint32_t>(u_between(0, UINT32_MAX)); }
    std::int32_t i32() {
        const std::int64_t n = i();
        if (n < INT32_MIN || n > INT32_MAX) fail();
        return ok_ ? static_cast<std::int32_t>(n) : 0;
    }
    template <class E> E choice(E first, E last) {
        return static_cast<E>(
            u_between(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last))
        );
    }
    std::string_view bytes() { return raw(u()); }
    std::string_view raw(std::uint64_t size);
    bool ok() const { return ok_; }
    bool at_end() const { return ok_ && in_.empty(); }
    void reject() { fail(); } // what was read makes no sense: as malformed as bytes can be

  private:
    std::uint64_t u_between(std::uint64_t least, std::uint64_t most) {
        const std::uint64_t n = u();
        if (n < least || n > most) fail();
        return ok_ ? n : least;
    }
    void fail() {
        ok_ = false;
        in_ = {};
    }

    std::string_view in_;
    bool ok_ = true;
};

} // namespace meguri
