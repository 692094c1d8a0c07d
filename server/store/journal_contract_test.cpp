// What the engine may rely on, the same on both stores.
#include "store/contract/test_journal.hpp"

#include <gtest/gtest.h>

namespace meguri::store {
namespace {

class Journal : public JournalTest {};
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

TEST_P(Journal, finds_the_answer_to_a_key_where_the_rules_can_have_given_it) {
    auto journal = leader();
    pay(*journal, 1, 200, {});
    const Entry e = payment(120);
    EXPECT_EQ(*journal->find_key(e.actor, *e.key), Seq{120});
    EXPECT_EQ(*journal->find_key({ledger::ActorKind::staff, {7}}, *e.key), std::nullopt);
    EXPECT_EQ(*journal->find_key({ledger::ActorKind::resident, {8}}, *e.key), std::nullopt);
    EXPECT_EQ(*journal->find_key(e.actor, *payment(201).key), std::nullopt);
    const auto issued = [&](std::int64_t before_ms) {
        return *journal->find_key(e.actor, {e.key->id, e.at + -before_ms});
    };
    EXPECT_EQ(issued(ledger::key_life_ms), Seq{120});
    EXPECT_EQ(issued(ledger::key_life_ms + 1), std::nullopt);
    EXPECT_EQ(issued(-ledger::key_ahead_ms), Seq{120});
    EXPECT_EQ(issued(-ledger::key_ahead_ms - 1), std::nullopt);
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
    EXPECT_EQ(all_entries(*city->journal).size(), 4u);
}

} // namespace
} // namespace meguri::store
