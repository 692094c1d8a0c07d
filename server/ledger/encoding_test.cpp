#include "ledger/contract/test_city.hpp"
#include "ledger/encoding.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {

// One entry with something in every field: its bytes are the format. They never change under
// format 1.
Entry full_entry() {
    Entry e{.kind = EntryKind::cancel, .wallet = {7}, .place = {3}, .amount = {1234}};
    e.seq = {300};
    e.at = {1'795'305'600'123};
    e.business_date = jst_date(e.at);
    e.actor = {ActorKind::staff, {50}};
    e.key = Key{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, {1'795'305'500'000}};
    e.content.fill(0xc0);
    e.names = {299};
    e.reason = 2;
    const Date last = Date::from_civil(2027, 3, 31);
    e.legs = {
        {Account::receivable({3}, {1}), {-1234}, {299}},
        {Account::lot({7}, {1}, last, {Rights::granted_bit}), {1000}, {299}},
        {Account::lot({7}, {2}, {}, {}), {234}, {299}}
    };
    e.facts = {PaymentCancelled{{7}, {299}, {1234}}};
    e.counts = {{Counter::topped_up, {7}, {1}, {5}}};
    e.explanation.used = {{{1}, last, {1}, {1000}}, {{2}, {}, {}, {234}}};
    e.explanation.unused = {{{2}, {}, {}, {66}, Unused::not_needed}};
    e.explanation.limits = {{Limit::program_budget, {1}, {60'000}}};
    e.explanation.missing = {5};
    e.explanation.field = "budget";
    e.salt.fill(0x5a);
    return e;
}

std::vector<Fact> every_fact() {
    ProgramTerms t = terms_until(Date::from_civil(2028, 2, 29));
    t.top_up.person_maximum = {30'000};
    t.budget = {9'000'000'000'000};
    return {
        WalletOpened{{1}, {2}},
        WalletStatusSet{{1}, WalletStatus::blocked},
        OrganizationRegistered{{4}},
        PlaceRegistered{{5}, {4}, {Capabilities::all}},
        PlaceStatusSet{{5}, PlaceStatus::closed},
        Proposed{{6}, {1}, {7}, 3, t, {9}, {8}},
        ProposalClosed{{6}, ProposalState::withdrawn, {1}},
        ProgramPublished{{7}, 4, t},
        ProgramStopped{{7}},
        PaymentCancelled{{1}, {99}, {INT64_MAX}}
    };
}

template <class C>
bool survives(CellKind kind, std::int64_t id, const C& cell, Bytes (*encode)(const C&)) {
    State state;
    const Bytes bytes = encode(cell);
    if (!load_cell(state, kind, id, bytes, {1'000'000})) return false;
    if constexpr (std::is_same_v<C, Program>)
        return encode(*state.programs.find({id})) == bytes;
    else if constexpr (std::is_same_v<C, Wallet>)
        return encode(*state.wallets.find({id})) == bytes;
    else if constexpr (std::is_same_v<C, Place>)
        return encode(*state.places.find({id})) == bytes;
    else
        return encode(*state.proposals.find({id})) == bytes;
}

// A city in which every kind of cell has something in every list.
TestCity lived_in() {
    TestCity city;
    const PlaceId shop = city.place();
    const WalletId w = city.wallet();
    ProgramTerms t = terms_for_days(30);
    t.budget = {100'000};
    const ProgramId p = city.program(t);
    city.top_up(w, shop, p, 500);
    city.cancel(city.pay(w, shop, 200).entry->seq, shop);
    city.pay(w, shop, 100);
    return city;
}

} // namespace

TEST(Encoding, canonical_form_never_changes_under_format_1) {
    EXPECT_EQ(
        to_hex(canonical_form(full_entry())),
        "01d804f6d1eb88c068d6c40216000364010102030405060708090a0b0c0d0e0f10c0b5df88c068c0c0c0c0c0c0"
        "c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c00e06a413d60402030206020000a313d604010e"
        "02d8c60201d00fd604010e040000d403d6040c01090ed604a41301010e020a220202d8c60201d00f040000d403"
        "01040000840101010202c0a9070a06627564676574"
    );
    EXPECT_EQ(
        to_hex(view(hash_of(full_entry()))),
        "32dc983953440ef6736345ce074fa45cb4163a6bc29f670031f0b808900ca046"
    );
}

TEST(Encoding, every_field_is_in_the_hash) {
    const Hash whole = hash_of(full_entry());
    const auto changed = [&](auto change) {
        Entry e = full_entry();
        change(e);
        return hash_of(e) != whole;
    };
    EXPECT_TRUE(changed([](Entry& e) { e.format = 2; }));
    EXPECT_TRUE(changed([](Entry& e) { e.seq.value++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.at.ms++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.business_date.days++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.kind = EntryKind::payment; }));
    EXPECT_TRUE(changed([](Entry& e) { e.refusal = Refusal::wallet_blocked; }));
    EXPECT_TRUE(changed([](Entry& e) { e.actor.kind = ActorKind::resident; }));
    EXPECT_TRUE(changed([](Entry& e) { e.actor.person.value++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.key->id[15]++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.key->issued_at.ms++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.key.reset(); }));
    EXPECT_TRUE(changed([](Entry& e) { e.content[0]++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.wallet.value++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.place.value++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.amount.value++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.names.value++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.reason++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.legs[0].amount.value++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.legs[0].prev.value++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.legs[1].account.expires_on.days++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.legs[1].account.rights.bits++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.facts.clear(); }));
    EXPECT_TRUE(changed([](Entry& e) { e.counts[0].by.value++; }));
    EXPECT_TRUE(changed([](Entry& e) { e.explanation.field = "x"; }));
    EXPECT_TRUE(changed([](Entry& e) { e.salt[0]++; }));
}

TEST(Encoding, heads_depend_on_every_entry_and_its_order) {
    Entry a = full_entry(), b = full_entry();
    a.hash.fill(1), b.hash.fill(2);
    const Hash zero{};
    EXPECT_EQ(next_head(zero, {}), zero);
    EXPECT_NE(next_head(zero, {a, b}), next_head(zero, {b, a}));
    EXPECT_NE(next_head(zero, {a, b}), next_head(next_head(zero, {a}), {b}));
    EXPECT_NE(next_head(zero, {a}), next_head(a.hash, {a}));
}

TEST(Encoding, effects_come_back_as_they_were) {
    Entry e = full_entry();
    e.facts = every_fact();
    ASSERT_EQ(e.facts.size(), std::variant_size_v<Fact>) << "a new fact needs a row here";
    for (std::size_t i = 0; i < e.facts.size(); ++i)
        EXPECT_EQ(e.facts[i].index(), i);
    const Bytes bytes = encode_effects(e);
    Entry read;
    ASSERT_TRUE(decode_effects(bytes, read));
    EXPECT_EQ(encode_effects(read), bytes);
    Entry none;
    EXPECT_EQ(encode_effects(none), "");
    EXPECT_TRUE(decode_effects("", read));
    EXPECT_TRUE(read.facts.empty());
}

TEST(Encoding, explanations_come_back_as_they_were) {
    const Bytes bytes = encode_explanation(full_entry().explanation);
    Explanation read;
    ASSERT_TRUE(decode_explanation(bytes, read));
    EXPECT_EQ(encode_explanation(read), bytes);
    EXPECT_EQ(read.unused.at(0).why, Unused::not_needed);
    EXPECT_EQ(read.field, "budget");
    EXPECT_EQ(encode_explanation({}), "");
}

TEST(Encoding, malformed_bytes_are_refused_and_nothing_else_happens) {
    Entry e = full_entry(), read;
    e.facts = every_fact();
    Explanation why;
    for (const Bytes& good : {encode_effects(e), encode_explanation(e.explanation)}) {
        const bool effects = good == encode_effects(e);
        const auto decode = [&](std::string_view b) {
            return effects ? decode_effects(b, read) : decode_explanation(b, why);
        };
        for (std::size_t n = 1; n < good.size(); ++n)
            EXPECT_FALSE(decode(good.substr(0, n))) << "cut at " << n;
        EXPECT_FALSE(decode(good + Bytes(1, 0))) << "something behind the end";
    }
    const Bytes nothing_written_out(5, 0);
    EXPECT_FALSE(decode_effects(nothing_written_out.substr(0, 2), read))
        << "nothing has one spelling: no bytes";
    EXPECT_FALSE(decode_explanation(nothing_written_out, why));
    EXPECT_FALSE(decode_effects("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", read))
        << "2^64 - 1 facts";
    EXPECT_FALSE(decode_explanation("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", why));
    const char a_million_lots[] = {'\xc0', '\x84', '\x3d', 0, 0, 0, 0};
    EXPECT_FALSE(decode_explanation({a_million_lots, sizeof a_million_lots}, why))
        << "a long list that is not there";
}

// Cut to its type a larger number would read as another value, and one value would have many
// spellings and hashes.
TEST(Encoding, numbers_beyond_their_type_or_list_are_malformed) {
    Entry read;
    const auto fact = [&](std::initializer_list<std::uint64_t> numbers) {
        Writer out;
        out.u(1);
        for (const std::uint64_t n : numbers)
            out.u(n);
        out.u(0);
        return decode_effects(out.done(), read);
    };
    constexpr std::uint64_t most = UINT32_MAX;
    EXPECT_TRUE(fact({3, 2, 2, most}));
    EXPECT_FALSE(fact({3, 2, 2, most + 1})) << "capabilities of a place";
    EXPECT_TRUE(fact({1, 2, 2}));
    EXPECT_FALSE(fact({1, 2, 3})) << "a wallet's status";
    EXPECT_FALSE(fact({4, 2, 0})) << "a place's status";
    EXPECT_FALSE(fact({6, 2, 4, 2})) << "a proposal's state";
    EXPECT_FALSE(fact({6, 2, 257, 2}));
    EXPECT_FALSE(fact({10})) << "no such fact";
    Writer lots; // one lot used, its last day beyond the calendar
    lots.u(1), lots.i(1), lots.i(std::int64_t{1} << 32), lots.u(0), lots.i(5), lots.u(0), lots.u(0),
        lots.i(0), lots.bytes("");
    Explanation why;
    EXPECT_FALSE(decode_explanation(lots.done(), why));
}

TEST(Cells, come_back_as_they_were) {
    const TestCity city = lived_in();
    EXPECT_TRUE(survives(CellKind::program, 1, *city.state.programs.find({1}), encode_cell));
    EXPECT_TRUE(survives(CellKind::wallet, 1, *city.state.wallets.find({1}), encode_cell));
    EXPECT_TRUE(survives(CellKind::place, 1, *city.state.places.find({1}), encode_cell));
    EXPECT_TRUE(survives(CellKind::proposal, 1, *city.state.proposals.find({1}), encode_cell));
}

TEST(Cells, loaded_skip_the_entries_they_hold_already) {
    const TestCity city = lived_in();
    State state;
    const Seq now = city.state.last;
    ASSERT_TRUE(
        load_cell(state, CellKind::wallet, 1, encode_cell(*city.state.wallets.find({1})), now)
    );
    for (const Entry& entry : city.journal)
        apply(state, entry);
    EXPECT_EQ(encode_cell(*state.wallets.find({1})), encode_cell(*city.state.wallets.find({1})));
    EXPECT_EQ(encode_cell(*state.programs.find({1})), encode_cell(*city.state.programs.find({1})));
    EXPECT_EQ(state.wallets.find({1})->saved, now);
    EXPECT_EQ(state.wallet_of, city.state.wallet_of) << "loaded or replayed, found by their owner";
    EXPECT_EQ(state.wallet_of.at(city.state.wallets.find({1})->owner), WalletId{1});
    EXPECT_GT(state.programs.find({1})->changed, state.programs.find({1})->saved)
        << "replayed cells are written again";
}

TEST(Cells, malformed_ones_are_refused_and_leave_the_state_alone) {
    const TestCity city = lived_in();
    const std::pair<CellKind, Bytes> all[] = {
        {CellKind::program, encode_cell(*city.state.programs.find({1}))},
        {CellKind::wallet, encode_cell(*city.state.wallets.find({1}))},
        {CellKind::place, encode_cell(*city.state.places.find({1}))},
        {CellKind::proposal, encode_cell(*city.state.proposals.find({1}))}
    };
    SeededRandom random(3);
    for (const auto& [kind, good] : all) {
        State state;
        for (std::size_t n = 0; n < good.size(); ++n)
            EXPECT_FALSE(load_cell(state, kind, 1, good.substr(0, n), {100}));
        EXPECT_FALSE(load_cell(state, kind, 1, good + "x", {100}));
        EXPECT_FALSE(load_cell(state, kind, 0, good, {100}));
        EXPECT_FALSE(load_cell(state, kind, -1, good, {100}));
        EXPECT_FALSE(load_cell(state, kind, 101, good, {100})) << "no entry made so many";
        EXPECT_FALSE(load_cell(state, kind, std::int64_t{1} << 40, good, {100}))
            << "nor fills it the memory";
        EXPECT_FALSE(load_cell(state, static_cast<CellKind>(9), 1, good, {100}));
        EXPECT_EQ(
            state.wallets.size() + state.places.size() + state.programs.size() +
                state.proposals.size(),
            0
        );
        for (int i = 0; i < 20'000; ++i) { // never a crash, whatever the bytes
            Bytes bad = good;
            for (int hits = 0; hits < 3; ++hits)
                bad[random.below(static_cast<std::uint32_t>(bad.size()))] =
                    static_cast<char>(random.next());
            load_cell(state, kind, 1, bad, {100});
        }
    }
}

TEST(Cells, know_only_the_choices_of_their_lists) {
    const TestCity city = lived_in();
    State state;
    Wallet wallet = *city.state.wallets.find({1});
    wallet.status = static_cast<WalletStatus>(3);
    EXPECT_FALSE(load_cell(state, CellKind::wallet, 1, encode_cell(wallet), {100}));
    Place place = *city.state.places.find({1});
    place.status = static_cast<PlaceStatus>(0);
    EXPECT_FALSE(load_cell(state, CellKind::place, 1, encode_cell(place), {100}));
    Place ahead = *city.state.places.find({1});
    ahead.chain = {101};
    EXPECT_FALSE(load_cell(state, CellKind::place, 1, encode_cell(ahead), {100}))
        << "it knows of an entry after its own moment";
}
