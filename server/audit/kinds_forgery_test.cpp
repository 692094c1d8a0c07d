// Every kind of entry that the ledger knows, forged with all hashes and heads recomputed: value
// made up, taken from or given to somebody else, counted wrongly, a fact dropped, done by somebody
// else, under another's name. Each must be found. The books are those of
// tests/golden/journal-2-settled.
#include "audit/test_books.hpp"

#include <cstdlib>
#include <map>

namespace meguri::audit {
namespace {

using ledger::AccountKind;
using ledger::Amount;
using ledger::Entry;
using ledger::EntryKind;

// A way to forge: says whether there was anything to forge in this entry.
struct Way {
    const char* name;
    std::function<bool(Entry&)> forge;
};

bool is_lot(const ledger::Leg& leg) { return leg.account.kind == AccountKind::lot; }

bool move_one_more(Entry& e) { // in the first two legs that carry value against each other
    for (ledger::Leg& from : e.legs) {
        for (ledger::Leg& to : e.legs) {
            if (from.amount.value >= 0 || to.amount.value <= 0) continue;
            from.amount -= Amount{1}, to.amount += Amount{1};
            return true;
        }
    }
    return false;
}
bool touch_another_wallet(Entry& e) {
    for (ledger::Leg& leg : e.legs) {
        if (!is_lot(leg)) continue;
        leg.account.holder = leg.account.holder == 1 ? 2 : 1;
        return true;
    }
    return false;
}
bool use_another_program(Entry& e) {
    for (ledger::Leg& leg : e.legs) {
        if (leg.account.program) leg.account.program = {leg.account.program.value == 1 ? 2 : 1};
    }
    return !e.legs.empty() && e.legs[0].account.program;
}
bool last_longer(Entry& e) {
    for (ledger::Leg& leg : e.legs) {
        if (!is_lot(leg) || leg.amount.value <= 0) continue;
        leg.account.expires_on = Date::from_civil(2040, 1, 1);
        return true;
    }
    return false;
}
bool count_one_more(Entry& e) {
    if (e.counts.empty()) return false;
    e.counts[0].by += Amount{1};
    return true;
}
bool count_nothing(Entry& e) { return !std::exchange(e.counts, {}).empty(); }
bool drop_a_fact(Entry& e) {
    if (e.facts.empty()) return false;
    e.facts.pop_back();
    return true;
}
bool say_a_fact_twice(Entry& e) {
    if (e.facts.empty()) return false;
    e.facts.push_back(e.facts.back());
    return true;
}
bool name_another_wallet(Entry& e) {
    if (!e.wallet) return false;
    e.wallet = {e.wallet.value == 1 ? 2 : 1};
    return true;
}
bool ask_for_more(Entry& e) {
    if (e.amount.value == 0) return false;
    e.amount += Amount{1};
    return true;
}
bool decide_for_the_city(Entry& e) { // a resident, as if permissions had let it through
    using enum EntryKind;
    const std::set<EntryKind> the_citys{
        register_place,   set_place_status,   propose,    approve,        withdraw,    stop_program,
        set_place_traits, set_wallet_marks,   set_policy, register_cards, propose_job, give_budget,
        set_household,    propose_settlement, pay_out,    return_pay_out
    };
    e.actor.kind = ledger::ActorKind::resident;
    return the_citys.contains(e.kind);
}

const Way ways[] = {
    {"moves 1 more than it should", move_one_more},
    {"touches another wallet's value", touch_another_wallet},
    {"uses another program", use_another_program},
    {"gives value that lasts longer", last_longer},
    {"counts 1 more", count_one_more},
    {"counts nothing", count_nothing},
    {"keeps a fact back", drop_a_fact},
    {"says a fact twice", say_a_fact_twice},
    {"names another wallet", name_another_wallet},
    {"asks for 1 more", ask_for_more},
    {"a resident decides for the city", decide_for_the_city},
};

// The first accepted entry of each kind to which something can be done in this way.
std::map<EntryKind, std::size_t> one_of_each_kind(const std::vector<Entry>& all, const Way& way) {
    std::map<EntryKind, std::size_t> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].refusal != Refusal::none || found.contains(all[i].kind)) continue;
        Entry copy = all[i];
        if (way.forge(copy)) found[copy.kind] = i;
    }
    return found;
}

std::vector<Entry> golden_journal(const store::TemporaryFolder& folder) {
    const std::string file = (folder.path() / "golden.db").string();
    const std::string unpack = "gunzip -c '" MEGURI_SOURCE_DIR
                               "/tests/golden/journal-2-settled/city.db.gz' > '" +
                               file + "'";
    EXPECT_EQ(std::system(unpack.c_str()), 0);
    std::vector<Entry> all;
    auto journal = store::open_journal("sqlite://" + file);
    EXPECT_TRUE(journal);
    EXPECT_TRUE((*journal)->read_entries({}, [&](Entry&& entry) -> Try<> {
        all.push_back(std::move(entry));
        return {};
    }));
    return all;
}

// Whether the auditor finds anything in these books.
bool finds(const std::vector<Entry>& entries) {
    const store::TemporaryFolder folder;
    const std::string url = "sqlite://" + (folder.path() / "forged.db").string();
    store::Group group;
    group.entries = entries;
    JournalPlan{{std::move(group)}}.write(url);
    const auto report = verify(url);
    EXPECT_TRUE(report);
    return report && report->difference_count > 0;
}

TEST(KindsForged, in_every_way_are_found) {
    const store::TemporaryFolder folder;
    const std::vector<Entry> honest = golden_journal(folder);
    ASSERT_GT(honest.size(), 1'000u);
    ASSERT_FALSE(finds(honest));
    int forged = 0;
    for (const Way& way : ways) {
        for (const auto& [kind, at] : one_of_each_kind(honest, way)) {
            std::vector<Entry> entries = honest;
            way.forge(entries[at]);
            EXPECT_TRUE(finds(entries)) << "a kind " << static_cast<int>(kind) << " (entry "
                                        << at + 1 << ") that " << way.name;
            ++forged;
        }
    }
    EXPECT_GT(forged, 100);
}

} // namespace
} // namespace meguri::audit
