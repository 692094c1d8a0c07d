#include "base/codec.hpp"

namespace meguri {

std::uint64_t Reader::u() {
    std::uint64_t n = 0;
    for (unsigned shift = 0; shift < 64 && !in_.empty(); shift += 7) {
        const auto b = static_cast<std::uint8_t>(in_[0]);
        in_.remove_prefix(1);
        const bool overflows = shift == 63 && b > 1, padded = b == 0 && shift > 0;
        if (overflows || padded) break;
        n |= static_cast<std::uint64_t>(b & 0x7f) << shift;
        if (b < 0x80) return ok_ ? n : 0;
    }
    ok_ = false;
    in_ = {};
    return 0;
}

std::string_view Reader::raw(std::uint64_t size) {
    if (size > in_.size()) {
        ok_ = false;
        in_ = {};
        return {};
    }
    const auto out = in_.substr(0, size);
    in_.remove_prefix(size);
    return out;
}

} // namespace meguri
