#include "features/books/merkle.hpp"

#include <gtest/gtest.h>

namespace meguri::features::merkle {

namespace {

std::vector<Hash> leaves(std::size_t count) {
    std::vector<Hash> all;
    for (std::size_t n = 0; n < count; ++n)
        all.push_back(leaf(view(sha256(std::to_string(n)))));
    return all;
}

// As RFC 9162, 2.1.3.2 has whoever checks do it.
bool leads_to(
    Hash r, std::size_t index, std::size_t count, const std::vector<Hash>& path, Hash root
) {
    std::size_t fn = index, sn = count - 1;
    for (const Hash& p : path) {
        if (sn == 0) return false;
        if (fn % 2 == 1 || fn == sn) {
            r = node(p, r);
            for (; fn % 2 == 0 && fn != 0; fn /= 2)
                sn /= 2;
        } else {
            r = node(r, p);
        }
        fn /= 2, sn /= 2;
    }
    return sn == 0 && r == root;
}

} // namespace

// Vectors of RFC 6962's reference (certificate-transparency): leaves "", 00, 10, 2021.
TEST(Merkle, roots_are_those_of_the_standard) {
    EXPECT_EQ(
        to_hex(view(root({}))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    std::vector<Hash> some{leaf("")};
    EXPECT_EQ(
        to_hex(view(root(some))), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
    some.push_back(leaf(std::string_view("\0", 1)));
    EXPECT_EQ(
        to_hex(view(root(some))), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    );
    some.push_back(leaf("\x10"));
    EXPECT_EQ(
        to_hex(view(root(some))), "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    );
}

TEST(Merkle, parts_lead_to_the_same_root_and_paths) {
    for (const std::size_t count : {1u, 2u, 255u, 256u, 257u, 512u, 513u, 1000u, 1024u, 1025u}) {
        const auto all = leaves(count);
        Parts parts;
        for (std::size_t n = 0; n < count; ++n)
            parts.add(view(sha256(std::to_string(n))));
        const auto roots = parts.roots();
        ASSERT_EQ(roots.size(), (count + part_leaves - 1) / part_leaves);
        ASSERT_EQ(root(roots), root(all)) << count;
        for (const std::size_t index : {std::size_t{0}, count / 2, count - 1}) {
            const std::size_t part = index / part_leaves, first = part * part_leaves;
            const auto inside = std::span(all).subspan(first, std::min(part_leaves, count - first));
            auto whole = path(inside, index - first);
            for (const Hash& each : path(roots, part))
                whole.push_back(each);
            EXPECT_EQ(whole, path(all, index)) << count << ' ' << index;
            EXPECT_TRUE(leads_to(all[index], index, count, whole, root(all)));
            const std::size_t other = index == 0 ? 1 : index - 1; // another place, same tree
            EXPECT_FALSE(other < count && leads_to(all[index], other, count, whole, root(all)));
        }
    }
}

// ADR 0015: a proof stays small, whatever the day was.
TEST(Merkle, path_of_a_million_entries_is_twenty_hashes) {
    const std::vector<Hash> parts(1'000'000 / part_leaves + 1);
    const std::vector<Hash> inside(part_leaves);
    EXPECT_LE(path(parts, 17).size() + path(inside, 3).size(), 20u);
}

} // namespace meguri::features::merkle
