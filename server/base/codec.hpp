// The canonical byte form of everything that is hashed, kept in the journal or checkpointed. One value has exactly
// one encoding: numbers are minimal LEB128 (signed ones zigzag), byte strings carry their length. The order of fields
// is the format; a changed order is a new format number. Little code on purpose: auditors re-implement it.
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
    void i(std::int64_t n) { u(static_cast<std::uint64_t>(n) << 1 ^ static_cast<std::uint64_t>(n >> 63)); }
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

// Reads what Writer wrote. After any malformed input `ok()` is false and every further read gives 0 or "".
class Reader {
  public:
    explicit Reader(std::string_view in) : in_(in) {}
    std::uint64_t u();
    std::int64_t i() {
        const std::uint64_t n = u();
        return static_cast<std::int64_t>(n >> 1) ^ -static_cast<std::int64_t>(n & 1);
    }
    std::string_view bytes() { return raw(u()); }
    std::string_view raw(std::uint64_t size);
    bool ok() const { return ok_; }
    bool at_end() const { return ok_ && in_.empty(); }

  private:
    std::string_view in_;
    bool ok_ = true;
};

} // namespace meguri
