// Entries and groups for tests of the journal's adapters.
#pragma once

#include "base/random.hpp"
#include "store/city.hpp"
#include "store/contract/test_stores.hpp"

#include <cstring>
#include <gtest/gtest.h>

namespace meguri::store {

using ledger::Account;
using ledger::Amount;
using ledger::Entry;
using ledger::EntryKind;

inline constexpr Instant first_moment{1'790'000'000'000};

// A payment with one lot and one receivable leg: what a journal mostly holds.
inline Entry payment(std::int64_t seq, std::int64_t amount = 500) {
    Entry e{.kind = EntryKind::payment, .wallet = {7}, .place = {3}, .amount = {amount}};
    e.seq = {seq};
    e.at = first_moment + seq * 10;
    e.business_date = jst_date(e.at);
    e.actor = {ledger::ActorKind::resident, {7}};
    e.key = ledger::Key{{}, e.at + -1000};
    std::memcpy(e.key->id.data(), &seq, sizeof seq);
    e.content = sha256("what was asked");
    const Date deadline = Date::from_civil(2027, 3, 31);
    e.legs = {
        {Account::lot({7}, {1}, deadline, {}), Amount{-amount}, {seq - 1}},
        {Account::receivable({3}, {1}), Amount{amount}, {seq - 1}}
    };
    e.explanation.used = {{{1}, deadline, {}, Amount{amount}}};
    e.salt = SeededRandom(static_cast<std::uint64_t>(seq)).bytes<16>();
    e.hash = ledger::hash_of(e);
    return e;
}

inline Group group_of(std::vector<Entry> entries, const Hash& before) {
    Group group;
    group.head = ledger::next_head(before, entries);
    group.entries = std::move(entries);
    return group;
}

// Commits payments first … last as one group and returns the new head.
inline Hash pay(JournalStore& journal, std::int64_t first, std::int64_t last, const Hash& before) {
    std::vector<Entry> entries;
    for (std::int64_t seq = first; seq <= last; ++seq)
        entries.push_back(payment(seq));
    const Group group = group_of(std::move(entries), before);
    const auto committed = journal.commit(group);
    EXPECT_TRUE(committed) << committed.error().detail;
    return group.head;
}

inline std::vector<Entry> all_entries(JournalStore& journal, Seq after = {}) {
    std::vector<Entry> all;
    const auto read = journal.read_entries(after, [&](Entry&& e) -> Try<> {
        all.push_back(std::move(e));
        return {};
    });
    EXPECT_TRUE(read) << read.error().detail;
    return all;
}

// Equal in everything that is kept: the canonical form covers every field but the hash.
inline void expect_same(const Entry& a, const Entry& b) {
    EXPECT_EQ(to_hex(ledger::canonical_form(a)), to_hex(ledger::canonical_form(b)));
    EXPECT_EQ(a.hash, b.hash);
    EXPECT_EQ(a.salt, b.salt);
}

class JournalTest : public StoreTest {
  protected:
    std::unique_ptr<JournalStore> journal() {
        auto opened = open_journal(url());
        EXPECT_TRUE(opened) << opened.error().detail;
        return opened ? std::move(*opened) : nullptr;
    }
    // Opened and taken over.
    std::unique_ptr<JournalStore> leader(Head* head = nullptr) {
        auto opened = journal();
        const auto taken = opened->take_over();
        EXPECT_TRUE(taken) << taken.error().detail;
        if (taken && head) *head = *taken;
        return opened;
    }
    std::int64_t count(std::string_view sql) {
        return open(OpenAs::read_only)->run(sql)->one().integer(0);
    }
};

} // namespace meguri::store
