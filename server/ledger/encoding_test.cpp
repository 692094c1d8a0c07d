#include "ledger/contract/test_city.hpp"
#include "ledger/encoding.hpp"

using namespace meguri;
using namespace meguri::ledger;

namespace {

// One entry with something in every field: its bytes are the format. They never change under
// format 1.
Entry full_entry() {
    Entry e{.format = 1, .kind = EntryKind::cancel, .wallet = {7}, .place = {3}, .amount = {1234}};
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

HandoutTerms full_handout() {
    HandoutTerms t;
    t.organization = {4}, t.program = {7}, t.place = {5}, t.ways = {Ways::code_word};
    t.amount = {50}, t.stay_minutes = 60, t.stay_units = 3;
    t.from = {1'795'305'600'000}, t.to = {1'795'305'700'000};
    t.person_times = 2, t.person_period = Period::day, t.times = 100, t.word = {6};
    return t;
}

// Something in every field of the second form.
ProgramTerms full_terms() {
    ProgramTerms t = plain_terms();
    t.expiry = {Expiry::Kind::months_after, 0, {}, 6};
    t.bands = {{{5000}, {Expiry::Kind::fixed, 0, Date::from_civil(2028, 2, 29), 0}}};
    t.where = {{1, 2}, {3}, {{4}}, {5}, {{6}}};
    t.when = {Date::from_civil(2026, 4, 1), Date::from_civil(2027, 3, 31), 0x1f, 600, 1200};
    t.dues = 0x8001, t.stays_on_card = true, t.to_residents = true;
    t.eligible = {1, UINT64_MAX};
    t.limits = {{Counted::received, Measure::times, 3, Period::month, Who::everybody}};
    t.bonus = {{9}, {{{1000}, 2000, {5}}}, AtLimit::cut_top_up};
    t.reward = {{{{500}, 100, {1}}}, {50}, true, SpentReward::city_bears, {{}, {7}, {}, {}, {}}};
    t.rate = {2, 3, SettlementRate::Rounding::half_up};
    t.cost = CostBearer::place, t.issuer = IssuerMode::third_party;
    return t;
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
        ProgramPublished{{7}, 4, full_terms()},
        ProgramStopped{{7}},
        PaymentCancelled{{1}, {99}, {INT64_MAX}},
        PlaceTraitsSet{{5}, {12, 34}},
        WalletMarksSet{{1}, UINT64_MAX},
        PolicySet{true},
        JobProposed{{6}, {1}, {7}, 3, 200'000, {9'000'000}, {9}, {8}},
        JobOpened{{3}, {7}, 200'000, {9'000'000}, {9}},
        JobAdvanced{{3}, 500, {8'000'000}, {7}, true},
        Asked{{5000}},
        HoldOpened{{2}, HoldPurpose::dues, {1}, {7}, {300}, {40}, {8}, 15},
        HoldClosed{{2}, true},
        SourceUsed{{1, 2}, {3}},
        CardsRegistered{{11}, 1000, CardKind::single_use},
        CardSet{{11}, CardStatus::moved, {1}},
        WalletMoved{{1}, {2}},
        MandateGiven{
            1, {{1}, {2}, {MandateRights::all}, {300}, {400}, Date::from_civil(2028, 2, 29)}
        },
        MandateRevoked{{1}, 1},
        HandoutOpened{{4}, full_handout()},
        HandoutClosed{{4}},
        StaySet{{1}, {4}, {1'795'305'600'123}, 90},
        HouseholdSet{{1}, {7}},
        DayClosed{Date::from_civil(2028, 2, 29)},
        SettlementProposed{{6}, {1}, Date::from_civil(2028, 2, 29), 400, {-9'000'000}, {9}, {8}},
        SettlementOpened{{3}, Date::from_civil(2028, 2, 29), 400, {9}},
        PlaceSettled{{5}, {7}, Date::from_civil(2028, 2, 29)},
        PaidOut{{4}, most_paid_out},
        PayOutReturned{{4}, {99}}
    };
}

Bytes stored(const State& state, CellKind kind) {
    State copy = state;
    for_each_kind(copy, [](CellKind, auto& cells) {
        for (std::int64_t i = 1; i <= cells.size(); ++i)
            cells.at({i}).saved = {};
    });
    return encode_if_changed(copy, kind, 1, copy.last).value_or("");
}
bool survives(const State& state, CellKind kind) {
    const Bytes bytes = stored(state, kind);
    State again;
    return !bytes.empty() && load_cell(again, kind, 1, bytes, {1'000'000}) &&
           stored(again, kind) == bytes;
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
    e.counts.push_back(
        {Counter::spent_times, {}, 7, {-1}, Period::month, Date::from_civil(2027, 3, 1)}
    );
    ASSERT_EQ(e.facts.size(), std::variant_size_v<Fact>) << "a new fact needs a row here";
    for (std::size_t i = 0; i < e.facts.size(); ++i)
        EXPECT_EQ(e.facts[i].index(), i);
    const Bytes bytes = encode_effects(e);
    Entry read;
    ASSERT_TRUE(decode_effects(bytes, read));
    EXPECT_EQ(encode_effects(read), bytes);
    EXPECT_EQ(std::get<ProgramPublished>(read.facts.at(7)).terms, full_terms());
    EXPECT_EQ(std::get<HandoutOpened>(read.facts.at(25)).terms, full_handout());
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
    EXPECT_FALSE(fact({29})) << "no such fact";
    Writer lots; // one lot used, its last day beyond the calendar
    lots.u(1), lots.i(1), lots.i(std::int64_t{1} << 32), lots.u(0), lots.i(5), lots.u(0), lots.u(0),
        lots.i(0), lots.bytes("");
    Explanation why;
    EXPECT_FALSE(decode_explanation(lots.done(), why));
}

TEST(Cells, come_back_as_they_were) {
    const TestCity city = lived_in();
    for (const CellKind kind :
         {CellKind::program, CellKind::wallet, CellKind::place, CellKind::proposal,
          CellKind::organization})
        EXPECT_TRUE(survives(city.state, kind)) << static_cast<int>(kind);
    EXPECT_EQ(stored(city.state, CellKind::wallet)[0], 1) << "nothing of format 2 is in it";
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
