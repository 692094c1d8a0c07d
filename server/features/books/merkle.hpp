// The tree over the hashes of a day's entries (RFC 6962, 2.1): its root is in the day's signed
// head, and a path of about log2(entries) hashes proves that one entry is under it. A leaf is
// SHA-256(0x00 ‖ hash of the entry), a node SHA-256(0x01 ‖ left ‖ right), so that none passes for
// the other; the root of nothing is SHA-256 of nothing.
//
// Of each day the roots over every 256 entries are kept: a path is then found from those and 256
// hashes, however many entries the day had.
#pragma once

#include "base/hash.hpp"

#include <vector>

namespace meguri::features::merkle {

inline constexpr std::size_t part_leaves = 256; // a power of two, so that parts are subtrees

Hash leaf(std::string_view entry_hash);
Hash node(const Hash& left, const Hash& right);

// Over nodes of one level (leaves, or roots of whole parts with a shorter last one), left to right.
Hash root(std::span<const Hash> nodes);
// What has to be put beside node `index` to reach the root, from below.
std::vector<Hash> path(std::span<const Hash> nodes, std::size_t index);

// Takes leaves one by one and keeps the roots of the parts.
class Parts {
  public:
    void add(std::string_view entry_hash);
    std::vector<Hash> roots() const; // with the last part, whole or not

  private:
    std::vector<Hash> whole_, leaves_;
};

} // namespace meguri::features::merkle
