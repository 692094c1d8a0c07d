// What the engine may rely on, the same on both stores.
#include "store/city.hpp"
#include "store/contract/test_stores.hpp"

#include "base/random.hpp"

#include <csignal>
#include <cstring>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace meguri::store {
namespace {

using ledger::Account;
using ledger::Amount;
using ledger::Entry;
using ledger::EntryKind;

constexpr Instant first_moment{1'790'000'000'000};

// A payment with one lot and one receivable leg: what a journal mostly holds.
Entry payment(std::int64_t seq, std::int64_t amount = 500) {
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

Group group_of(std::vector<Entry> entries, const Hash& before) {
    Group group;
    group.head = ledger::next_head(before, entries);
    group.entries = std::move(entries);
    return group;
}

// Commits payments first … last as one group and returns the new head.
Hash pay(JournalStore& journal, std::int64_t first, std::int64_t last, const Hash& before) {
    std::vector<Entry> entries;
    for (std::int64_t seq = first; seq <= last; ++seq)
        entries.push_back(payment(seq));
    const Group group = group_of(std::move(entries), before);
    const auto committed = journal.commit(group);
    EXPECT_TRUE(committed) << committed.error().detail;
    return group.head;
}

std::vector<Entry> all_entries(JournalStore& journal, Seq after = {}) {
    std::vector<Entry> all;
    const auto read = journal.read_entries(after, [&](Entry&& e) -> Try<> {
        all.push_back(std::move(e));
        return {};
    });
    EXPECT_TRUE(read) << read.error().detail;
    return all;
}

// Equal in everything that is kept: the canonical form covers every field but the hash.
void expect_same(const Entry& a, const Entry& b) {
    EXPECT_EQ(to_hex(ledger::canonical_form(a)), to_hex(ledger::canonical_form(b)));
    EXPECT_EQ(a.hash, b.hash);
    EXPECT_EQ(a.salt, b.salt);
}

class Journal : public StoreTest {
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
INSTANTIATE_TEST_SUITE_P(stores, Journal, all_stores(), store_name);

TEST_P(Journal, begins_empty_and_each_take_over_raises_the_epoch) {
    Head head;
    leader(&head);
    EXPECT_EQ(head.epoch, 1);
    EXPECT_EQ(head.seq, Seq{0});
    EXPECT_EQ(head.head, Hash{});
    leader(&head);
    EXPECT_EQ(head.epoch, 2);
}

TEST_P(Journal, gives_back_exactly_what_was_committed) {
    auto journal = leader();
    std::vector<Entry> entries;
    for (std::int64_t seq = 1; seq <= 50; ++seq)
        entries.push_back(payment(seq, seq * 11));
    ASSERT_TRUE(journal->commit(group_of(entries, {})));
    const auto kept = all_entries(*journal);
    ASSERT_EQ(kept.size(), entries.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        expect_same(kept[i], entries[i]);
        EXPECT_EQ(ledger::hash_of(kept[i]), kept[i].hash);
    }
    EXPECT_EQ(all_entries(*journal, {48}).size(), 2u);
    EXPECT_EQ(all_entries(*journal, {50}).size(), 0u);
}

TEST_P(Journal, keeps_every_field_facts_counts_refusals_and_explanations) {
    Entry e = payment(1);
    e.kind = EntryKind::cancel;
    e.refusal = Refusal::insufficient_balance;
    e.names = {1};
    e.reason = 3;
    ledger::ProgramTerms terms;
    terms.budget = {9'000'000'000'000};
    terms.expiry = {ledger::Expiry::Kind::fixed, 0, Date::from_civil(2099, 12, 31)};
    e.facts = {
        ledger::WalletOpened{{7}, {8}},
        ledger::Proposed{{1}, {2}, {3}, 4, terms, sha256("texts"), sha256("digest")},
        ledger::PaymentCancelled{{7}, {1}, Amount{500}}
    };
    e.counts = {{ledger::Counter::topped_up, {7}, {1}, Amount{-500}}};
    e.explanation.missing = Amount{12};
    e.explanation.field = "expiry.date";
    e.explanation.limits = {{ledger::Limit::program_budget, {1}, Amount{0}}};
    e.hash = ledger::hash_of(e);
    Entry keyless = payment(2);
    keyless.key.reset();
    keyless.content = {};
    keyless.legs.clear();
    keyless.explanation = {};
    keyless.hash = ledger::hash_of(keyless);
    auto journal = leader();
    ASSERT_TRUE(journal->commit(group_of({e, keyless}, {})));
    const auto kept = all_entries(*journal);
    ASSERT_EQ(kept.size(), 2u);
    expect_same(kept[0], e);
    expect_same(kept[1], keyless);
    EXPECT_FALSE(kept[1].key);
}

TEST_P(Journal, keeps_whole_numbers_to_their_ends_and_bytes_with_zeros) {
    std::vector<Entry> entries;
    const std::int64_t ends[] = {
        std::int64_t{1} << 53, (std::int64_t{1} << 53) + 1, INT64_MAX, INT64_MIN, -1, 0
    };
    for (const std::int64_t n : ends) {
        Entry e = payment(static_cast<std::int64_t>(entries.size()) + 1);
        e.amount = {n};
        e.actor.person = {n};
        e.legs[0].amount = {n};
        e.legs[0].account.holder = n;
        e.legs[0].account.rights = {UINT32_MAX};
        e.legs[1].account.expires_on = Date::from_civil(9999, 12, 31);
        e.key->id = {};
        e.salt = {};
        e.salt[15] = 1;
        e.hash = ledger::hash_of(e);
        entries.push_back(e);
    }
    auto journal = leader();
    ASSERT_TRUE(journal->commit(group_of(entries, {})));
    const auto kept = all_entries(*journal);
    ASSERT_EQ(kept.size(), entries.size());
    for (std::size_t i = 0; i < kept.size(); ++i)
        expect_same(kept[i], entries[i]);
}

TEST_P(Journal, goes_on_where_it_ended_after_it_is_opened_again) {
    Hash head;
    {
        auto journal = leader();
        head = pay(*journal, 1, 10, {});
    }
    Head found;
    auto journal = leader(&found);
    EXPECT_EQ(found.seq, Seq{10});
    EXPECT_EQ(found.head, head);
    pay(*journal, 11, 12, head);
    EXPECT_EQ(all_entries(*journal).size(), 12u);
}

TEST_P(Journal, a_leader_that_was_replaced_changes_nothing_and_learns_it) {
    auto old = leader();
    const Hash head = pay(*old, 1, 3, {});
    auto next = leader();
    const auto refused = old->commit(group_of({payment(4)}, head));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, FaultCode::fenced) << refused.error().detail;
    EXPECT_EQ(old->commit(group_of({}, head)).error().code, FaultCode::fenced); // a heartbeat, too
    EXPECT_EQ(old->head().error().code, FaultCode::fenced);
    EXPECT_EQ(all_entries(*next).size(), 3u);
    EXPECT_EQ(count("SELECT COUNT(*) FROM journal_leg"), 6);
    pay(*next, 4, 4, head);
}

TEST_P(Journal, who_never_took_over_cannot_write) {
    pay(*leader(), 1, 1, {});
    auto never = journal();
    const auto refused = never->commit(Group{});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, FaultCode::fenced);
}

TEST_P(Journal, an_empty_group_proves_the_lead_and_writes_no_row) {
    auto journal = leader();
    const Hash head = pay(*journal, 1, 2, {});
    Group heartbeat;
    heartbeat.head = head;
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(journal->commit(heartbeat));
    EXPECT_EQ(journal->head()->seq, Seq{2});
    EXPECT_EQ(count("SELECT COUNT(*) FROM journal_group"), 1);
    pay(*journal, 3, 3, head);
}

TEST_P(Journal, a_group_is_kept_whole_or_not_at_all) {
    auto journal = leader();
    const Hash head = pay(*journal, 1, 2, {});
    Group broken = group_of({payment(3), payment(4)}, head);
    broken.entries[1].seq = {3}; // breaks the primary key after half of the group was written
    const auto refused = journal->commit(broken);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().code, FaultCode::outcome_unknown) << refused.error().detail;
    EXPECT_EQ(count("SELECT COUNT(*) FROM journal_entry"), 2);
    EXPECT_EQ(count("SELECT COUNT(*) FROM journal_leg"), 4);
    EXPECT_EQ(journal->head()->seq, Seq{2});
    pay(*journal, 3, 4, head); // and the journal goes on
}

TEST_P(Journal, cells_come_back_as_of_the_group_that_wrote_them) {
    auto journal = leader();
    Group group = group_of({payment(1), payment(2)}, {});
    group.cells = {
        {ledger::CellKind::wallet, 7, Bytes("a\0b", 3)}, {ledger::CellKind::place, 3, "p"}
    };
    ASSERT_TRUE(journal->commit(group));
    Group later = group_of({payment(3)}, group.head);
    later.cells = {{ledger::CellKind::wallet, 7, ""}, {ledger::CellKind::wallet, INT64_MAX, "big"}};
    later.checkpoint_position = {2};
    ASSERT_TRUE(journal->commit(later));
    Group heartbeat;
    heartbeat.head = later.head;
    heartbeat.cells = {{ledger::CellKind::program, 1, "c"}};
    ASSERT_TRUE(journal->commit(heartbeat));

    std::vector<std::pair<CellRow, Seq>> cells;
    const auto position = journal->load_checkpoint([&](const CellRow& cell, Seq as_of) -> Try<> {
        cells.emplace_back(cell, as_of);
        return {};
    });
    ASSERT_TRUE(position);
    EXPECT_EQ(*position, Seq{2});
    ASSERT_EQ(cells.size(), 4u);
    const auto is = [&](std::size_t i, ledger::CellKind kind, std::int64_t id, const Bytes& value,
                        std::int64_t as_of) {
        return cells[i].first.kind == kind && cells[i].first.id == id &&
               cells[i].first.value == value && cells[i].second.value == as_of;
    };
    EXPECT_TRUE(is(0, ledger::CellKind::program, 1, "c", 3));
    EXPECT_TRUE(is(1, ledger::CellKind::wallet, 7, "", 3));
    EXPECT_TRUE(is(2, ledger::CellKind::wallet, INT64_MAX, "big", 3));
    EXPECT_TRUE(is(3, ledger::CellKind::place, 3, "p", 2));
}

TEST_P(Journal, an_empty_checkpoint_means_replay_from_the_beginning) {
    const auto position =
        leader()->load_checkpoint([](const CellRow&, Seq) -> Try<> { return {}; });
    ASSERT_TRUE(position);
    EXPECT_EQ(*position, Seq{0});
}

TEST_P(Journal, finds_the_first_entry_at_or_after_a_moment) {
    auto journal = leader();
    EXPECT_EQ(*journal->first_at_or_after(first_moment), Seq{1}); // empty: last + 1
    pay(*journal, 1, 100, {});
    EXPECT_EQ(*journal->first_at_or_after({0}), Seq{1});
    EXPECT_EQ(*journal->first_at_or_after(first_moment + 500), Seq{50});
    EXPECT_EQ(*journal->first_at_or_after(first_moment + 501), Seq{51});
    EXPECT_EQ(*journal->first_at_or_after(first_moment + 1000), Seq{100});
    EXPECT_EQ(*journal->first_at_or_after(first_moment + 1001), Seq{101});
    EXPECT_EQ(*journal->first_at_or_after({INT64_MAX}), Seq{101});
}

TEST_P(Journal, reads_single_entries_and_pages_of_a_chain) {
    auto journal = leader();
    pay(*journal, 1, 30, {});
    const auto one = journal->entry({17});
    ASSERT_TRUE(one && *one);
    expect_same(**one, payment(17));
    EXPECT_FALSE(*journal->entry({31}));
    EXPECT_FALSE(*journal->entry({-1}));
    const auto page = journal->entries({{30}, {2}, {29}, {2}});
    ASSERT_TRUE(page);
    ASSERT_EQ(page->size(), 4u);
    for (const auto& [i, seq] : {std::pair{0, 30}, {1, 2}, {2, 29}, {3, 2}})
        expect_same((*page)[static_cast<std::size_t>(i)], payment(seq));
    EXPECT_TRUE(journal->entries({})->empty());
    EXPECT_EQ(journal->entries({{31}}).error().code, FaultCode::corrupt);
}

TEST_P(Journal, follows_a_chain_to_its_beginning) {
    auto journal = leader();
    pay(*journal, 1, 25, {});
    int steps = 0;
    for (Seq at{25}; at; ++steps) {
        const auto entry = journal->entry(at);
        ASSERT_TRUE(entry && *entry);
        at = (*entry)->legs[0].prev;
    }
    EXPECT_EQ(steps, 25);
}

TEST_P(Journal, stops_reading_at_the_first_fault_of_the_reader) {
    auto journal = leader();
    pay(*journal, 1, 10, {});
    int seen = 0;
    const auto stopped = journal->read_entries({}, [&](Entry&&) -> Try<> {
        if (++seen == 4) return fault(FaultCode::invalid, "enough");
        return {};
    });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().detail, "enough");
    EXPECT_EQ(seen, 4);
    const auto head = journal->head();
    pay(*journal, 11, 11, head->head); // nothing is left open
}

TEST_P(Journal, reads_more_than_one_page_in_order) {
    auto journal = leader();
    Hash head{};
    for (std::int64_t first = 1; first <= 25'000; first += 5'000)
        head = pay(*journal, first, first + 4'999, head);
    std::int64_t expected = 0;
    ASSERT_TRUE(journal->read_entries({}, [&](Entry&& e) -> Try<> {
        EXPECT_EQ(e.seq.value, ++expected);
        EXPECT_EQ(e.legs.size(), 2u);
        return {};
    }));
    EXPECT_EQ(expected, 25'000);
}

TEST_P(Journal, a_missing_end_or_a_lost_leg_is_found_and_not_read_over) {
    {
        auto journal = leader();
        pay(*journal, 1, 5, {});
    }
    ASSERT_TRUE(open()->run("DELETE FROM journal_leg WHERE seq = 3 AND n = 0"));
    auto reader = journal();
    EXPECT_EQ(
        reader->read_entries({}, [](Entry&&) -> Try<> { return {}; }).error().code,
        FaultCode::corrupt
    );
    ASSERT_TRUE(open()->run("DELETE FROM journal_entry WHERE seq = 5"));
    EXPECT_EQ(
        reader->read_entries({}, [](Entry&&) -> Try<> { return {}; }).error().code,
        FaultCode::corrupt
    );
    EXPECT_EQ(reader->take_over().error().code, FaultCode::corrupt);
}

TEST_P(Journal, outbox_rows_are_kept_with_their_entry) {
    auto journal = leader();
    Group group = group_of({payment(1)}, {});
    group.outbox = {{{1}, "push", Bytes("\0\1", 2)}, {{1}, "push", ""}};
    ASSERT_TRUE(journal->commit(group));
    auto rows =
        open(OpenAs::read_only)->run("SELECT seq, n, kind, payload FROM outbox ORDER BY seq, n");
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->rows.size(), 2u);
    EXPECT_EQ(rows->rows[0].text(2), "push");
    EXPECT_EQ(rows->rows[0].blob(3), Bytes("\0\1", 2));
    EXPECT_EQ(rows->rows[1].blob(3), "");
}

TEST_P(Journal, registry_rows_and_the_journal_share_a_city) {
    auto city = open_city(url());
    ASSERT_TRUE(city) << city.error().detail;
    ASSERT_TRUE(city->journal->take_over());
    ASSERT_TRUE(city->registry->script("CREATE TABLE shop (id BIGINT PRIMARY KEY, name TEXT)"));
    const Hash head = pay(*city->journal, 1, 2, {});
    ASSERT_TRUE(city->registry->run(
        "INSERT INTO shop VALUES ($1, $2)", {std::int64_t{1}, std::string("八百屋")}
    ));
    pay(*city->journal, 3, 4, head);
    EXPECT_EQ(city->registry->run("SELECT name FROM shop")->one().text(0), "八百屋");
    EXPECT_TRUE(city->journal->maintain());
    EXPECT_EQ(all_entries(*city->journal).size(), 4u);
}

// --- crash
// --------------------------------------------------------------------------------------------------------------

// Commits groups of varying size for ever; after each it writes the last number to `acknowledged`.
[[noreturn]] void commit_for_ever(const std::string& url, int acknowledged) {
    auto journal = open_journal(url);
    auto head = journal ? (*journal)->take_over() : std::unexpected(journal.error());
    if (!head) ::_exit(1);
    Hash hash = head->head;
    for (std::int64_t last = head->seq.value;;) {
        std::vector<Entry> entries;
        for (std::int64_t n = 1 + last % 40; n > 0; --n)
            entries.push_back(payment(++last));
        const Group group = group_of(std::move(entries), hash);
        if (!(*journal)->commit(group)) ::_exit(2);
        hash = group.head;
        if (::write(acknowledged, &last, sizeof last) != sizeof last) ::_exit(3);
    }
}

std::int64_t last_acknowledged(int pipe) {
    std::int64_t last = 0;
    for (std::int64_t n; ::read(pipe, &n, sizeof n) == sizeof n;)
        last = n;
    return last;
}

TEST_P(Journal, a_killed_process_leaves_nothing_half_and_loses_nothing_acknowledged) {
    Hash chain{};
    std::int64_t checked = 0;
    for (int round = 0; round < 8; ++round) {
        int pipe[2];
        ASSERT_EQ(::pipe(pipe), 0);
        const pid_t child = ::fork();
        if (child == 0) commit_for_ever(url(), pipe[1]);
        ::close(pipe[1]);
        std::this_thread::sleep_for(std::chrono::milliseconds(60 + 17 * round));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status))
            << "the child ended by itself with " << WEXITSTATUS(status);
        const std::int64_t acknowledged = last_acknowledged(pipe[0]);
        ::close(pipe[0]);

        Head head;
        auto journal = leader(&head);
        EXPECT_GE(head.seq.value, acknowledged);
        // Group for group from where the last round ended: each whole, its head that of its
        // entries.
        auto groups = open(OpenAs::read_only)
                          ->run(
                              "SELECT first_seq, last_seq, head FROM journal_group WHERE last_seq "
                              "> $1 ORDER BY last_seq",
                              {checked}
                          );
        const auto entries = all_entries(*journal, {checked});
        ASSERT_TRUE(groups);
        std::size_t at = 0;
        for (const Row& row : groups->rows) {
            ASSERT_EQ(row.integer(0), checked + 1);
            std::vector<Entry> group;
            for (; checked < row.integer(1); ++checked)
                group.push_back(entries.at(at++));
            for (const Entry& e : group)
                expect_same(e, payment(e.seq.value));
            chain = ledger::next_head(chain, group);
            ASSERT_EQ(view(chain), row.blob(2));
        }
        EXPECT_EQ(at, entries.size());
        EXPECT_EQ(head.seq.value, checked);
        EXPECT_EQ(head.head, chain);
    }
    EXPECT_GT(checked, 100);
}

} // namespace
} // namespace meguri::store
