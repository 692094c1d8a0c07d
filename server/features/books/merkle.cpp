#include "features/books/merkle.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <bit>

namespace meguri::features::merkle {

namespace {
// Where a tree over `count` > 1 nodes parts: the greatest power of two below.
std::size_t half(std::size_t count) { return std::bit_floor(count - 1); }
} // namespace

Hash leaf(std::string_view entry_hash) { return sha256(Bytes(1, '\0') + Bytes(entry_hash)); }

Hash node(const Hash& left, const Hash& right) {
    Bytes all(1, '\1');
    all += view(left);
    all += view(right);
    return sha256(all);
}

Hash root(std::span<const Hash> nodes) {
    if (nodes.empty()) return sha256("");
    if (nodes.size() == 1) return nodes.front();
    const std::size_t left = half(nodes.size());
    return node(root(nodes.first(left)), root(nodes.subspan(left)));
}

std::vector<Hash> path(std::span<const Hash> nodes, std::size_t index) {
    MEGURI_ENSURE(index < nodes.size());
    std::vector<Hash> from_above;
    while (nodes.size() > 1) {
        const std::size_t left = half(nodes.size());
        const bool is_left = index < left;
        from_above.push_back(root(is_left ? nodes.subspan(left) : nodes.first(left)));
        nodes = is_left ? nodes.first(left) : nodes.subspan(left);
        if (!is_left) index -= left;
    }
    std::reverse(from_above.begin(), from_above.end());
    return from_above;
}

void Parts::add(std::string_view entry_hash) {
    leaves_.push_back(leaf(entry_hash));
    if (leaves_.size() < part_leaves) return;
    whole_.push_back(root(leaves_));
    leaves_.clear();
}

std::vector<Hash> Parts::roots() const {
    std::vector<Hash> all = whole_;
    if (!leaves_.empty()) all.push_back(root(leaves_));
    return all;
}

} // namespace meguri::features::merkle
