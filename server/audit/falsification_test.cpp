// Books falsified on purpose, one change at a time: each must be found, at its entry, and named.
// First changes in the tables, as an error of a disk or a hand with SQL makes them; then forgeries
// by somebody who can also recompute every hash and head, where only the meaning gives it away.
// (Against those the head published each day stands as well.)
#include "audit/test_city.hpp"
#include "audit/verify.hpp"
#include "store/contract/test_stores.hpp"

#include <gtest/gtest.h>

namespace meguri::audit {
namespace {

using ledger::Account;
using ledger::Amount;
using ledger::Entry;
using store::Blob;
using store::Database;
using store::TemporaryFolder;
using store::Value;

std::string listing(const Report& report) {
    std::string text;
    for (const Difference& d : report.differences)
        text += std::to_string(d.seq) + ": " + d.what + "\n";
    return text;
}

bool names(const Report& report, std::int64_t seq, std::string_view what) {
    for (const Difference& d : report.differences) {
        if ((seq < 0 || d.seq == seq) && d.what.find(what) != std::string::npos) return true;
    }
    return false;
}

// The honest books, made once; each case works on a copy.
struct Honest {
    Honest() {
        city = std::make_unique<TestCity>();
        at = live(*city);
        plan = city->plan();
        JournalPlan(plan).write("sqlite://" + file());
    }
    std::string file() const { return (folder.path() / "honest.db").string(); }
    TemporaryFolder folder;
    std::unique_ptr<TestCity> city;
    Landmarks at;
    JournalPlan plan;
};
const Honest& honest() {
    static const Honest books;
    return books;
}

// --- changes in the tables
// ------------------------------------------------------------------------------------------

class Tables {
  public:
    explicit Tables(Database& database) : database_(database) {}
    void sql(const std::string& text) {
        const auto done = database_.run(text);
        ASSERT_TRUE(done) << text << ": " << done.error().detail;
        ASSERT_GT(done->changed, 0) << text;
    }
    // Turns one bit of one column of one row.
    void flip(
        const std::string& table, const std::string& column, const std::string& where, int bit = 0
    ) {
        const auto row = database_.run("SELECT " + column + " FROM " + table + " WHERE " + where);
        ASSERT_TRUE(row && row->rows.size() == 1) << table << " " << where;
        const auto turned = row->rows[0].is_null(0) ? Value{} : turn(row->rows[0], bit);
        const auto done =
            database_.run("UPDATE " + table + " SET " + column + " = $1 WHERE " + where, {turned});
        ASSERT_TRUE(done && done->changed == 1) << table << "." << column;
    }
    bool blob = false;

  private:
    Value turn(const store::Row& row, int bit) {
        if (blob) {
            Bytes bytes = row.blob(0);
            EXPECT_FALSE(bytes.empty());
            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ (1 << bit));
            return Blob{bytes};
        }
        return row.integer(0) ^ (std::int64_t{1} << bit);
    }
    Database& database_;
};

struct Change {
    std::string name;
    std::function<void(Tables&)> make;
    std::int64_t seq; // where it must be named; -1: anywhere
    std::string what; // part of the sentence
};

Change
bit(const std::string& table, const std::string& column, const std::string& where, std::int64_t seq,
    const std::string& what, bool blob = false) {
    return {
        table + "." + column,
        [=](Tables& t) {
            t.blob = blob;
            t.flip(table, column, where);
        },
        seq, what
    };
}

std::vector<Change> bits_of_entries() {
    const Landmarks& at = honest().at;
    const auto row = [](std::int64_t seq) { return "seq = " + std::to_string(seq); };
    const std::string changed = "a column was changed";
    std::vector<Change> all;
    for (const char* column :
         {"at_ms", "business_date", "actor_kind", "actor", "key_issued_at_ms", "wallet", "place",
          "amount", "names", "reason", "kind", "refusal", "format"}) {
        all.push_back(bit("journal_entry", column, row(at.payment), at.payment, changed));
    }
    for (const char* column : {"key_id", "content", "explanation", "salt", "hash"}) {
        all.push_back(bit("journal_entry", column, row(at.payment), at.payment, changed, true));
    }
    all.push_back(bit("journal_entry", "effects", row(at.approve), at.approve, changed, true));
    for (const char* column :
         {"kind", "holder", "program", "expires_on", "rights", "amount", "prev"}) {
        all.push_back(
            bit("journal_leg", column, row(at.payment) + " AND n = 0", at.payment, changed)
        );
    }
    return all;
}

std::vector<Change> bits_elsewhere() {
    const std::string third =
        "last_seq = (SELECT last_seq FROM journal_group ORDER BY last_seq LIMIT 1 OFFSET 3)";
    const std::string wallet = "kind = 2 AND id = 1";
    return {
        bit("journal_group", "head", third, -1, "does not follow from the head before", true),
        bit("journal_group", "first_seq", third, -1, "its group begins with"),
        {"journal_group.last_seq",
         [=](Tables& t) {
             t.sql("UPDATE journal_group SET last_seq = last_seq + 1000 WHERE " + third);
         },
         -1, "group"},
        bit("journal_head", "seq", "one = 1", -1, "its head says"),
        bit("journal_head", "head", "one = 1", -1, "not that of the last group", true),
        bit("state_checkpoint", "value", wallet, -1, "checkpoint of wallet 1", true),
        {"state_checkpoint.as_of",
         [=](Tables& t) {
             t.sql("UPDATE state_checkpoint SET as_of = as_of - 100 WHERE " + wallet);
         },
         -1, "checkpoint of wallet 1"},
        {"state_checkpoint.id",
         [=](Tables& t) { t.sql("UPDATE state_checkpoint SET id = 77 WHERE " + wallet); }, -1,
         "checkpoint of wallet 77"},
        {"state_checkpoint.kind",
         [=](Tables& t) { t.sql("UPDATE state_checkpoint SET kind = 9 WHERE " + wallet); }, -1,
         "kind 9"},
        {"a checkpoint row taken away",
         [=](Tables& t) { t.sql("DELETE FROM state_checkpoint WHERE " + wallet); }, -1,
         "a restart would lose"},
        {"checkpoint_position.seq",
         [](Tables& t) { t.sql("UPDATE checkpoint_position SET seq = 100000"); }, -1,
         "position is no entry"},
        {"a position too far",
         [](Tables& t) {
             t.sql("UPDATE checkpoint_position SET seq = (SELECT seq FROM journal_head)");
         },
         -1, "a restart would lose"},
    };
}

std::vector<Change> rows_moved() {
    const Landmarks& at = honest().at;
    const std::string p = std::to_string(at.payment), next = std::to_string(at.payment + 1);
    const std::string last = "(SELECT MAX(seq) FROM journal_entry)";
    return {
        {"an entry taken away",
         [=](Tables& t) {
             t.sql("DELETE FROM journal_entry WHERE seq = " + p),
                 t.sql("DELETE FROM journal_leg WHERE seq = " + p);
         },
         at.payment + 1, "entry " + p + " is missing"},
        {"two entries taken away",
         [=](Tables& t) {
             t.sql("DELETE FROM journal_entry WHERE seq IN (" + p + ", " + next + ")");
         },
         at.payment + 2, "entries " + p + " to " + next + " are missing"},
        {"only its legs left",
         [=](Tables& t) { t.sql("DELETE FROM journal_entry WHERE seq = " + p); }, at.payment,
         "belongs to no entry"},
        {"the last entry taken away",
         [=](Tables& t) {
             t.sql("DELETE FROM journal_leg WHERE seq = " + last),
                 t.sql("DELETE FROM journal_entry WHERE seq = " + last);
         },
         -1, "its head says"},
        {"an entry renumbered",
         [=](Tables& t) { t.sql("UPDATE journal_entry SET seq = seq + 100000 WHERE seq = " + p); },
         -1, "missing"},
        {"an entry copied to the end",
         [=](Tables& t) {
             t.sql(
                 "INSERT INTO journal_entry SELECT (SELECT MAX(seq) + 1 FROM journal_entry), "
                 "at_ms, business_date, format, kind, refusal, "
                 "actor_kind, actor, key_id, key_issued_at_ms, content, wallet, place, amount, "
                 "names, reason, effects, explanation, "
                 "salt, hash FROM journal_entry WHERE seq = " +
                 p
             );
         },
         -1, "its key was used before, in entry " + p},
        {"two entries in each other's place",
         [=](Tables& t) {
             t.sql("UPDATE journal_entry SET seq = -1 WHERE seq = " + p);
             t.sql("UPDATE journal_entry SET seq = " + p + " WHERE seq = " + next);
             t.sql("UPDATE journal_entry SET seq = " + next + " WHERE seq = -1");
         },
         at.payment, "a column was changed"},
        {"an entry before the first",
         [=](Tables& t) { t.sql("UPDATE journal_entry SET seq = 0 WHERE seq = 1"); }, 0,
         "below the first number"},
        {"a leg taken away",
         [=](Tables& t) { t.sql("DELETE FROM journal_leg WHERE n = 1 AND seq = " + p); },
         at.payment, "do not sum to zero"},
        {"the first leg taken away",
         [=](Tables& t) { t.sql("DELETE FROM journal_leg WHERE n = 0 AND seq = " + p); },
         at.payment, "leg 0 is missing"},
        {"a leg doubled",
         [=](Tables& t) {
             t.sql(
                 "INSERT INTO journal_leg SELECT seq, 2, kind, holder, program, expires_on, "
                 "rights, amount, prev FROM journal_leg WHERE n = 1 AND seq = " +
                 p
             );
         },
         at.payment, "do not sum to zero"},
        {"two legs in each other's place",
         [=](Tables& t) {
             t.sql("UPDATE journal_leg SET n = 9 WHERE n = 0 AND seq = " + p);
             t.sql("UPDATE journal_leg SET n = 0 WHERE n = 1 AND seq = " + p);
             t.sql("UPDATE journal_leg SET n = 1 WHERE n = 9 AND seq = " + p);
         },
         at.payment, "a column was changed"},
        {"a leg behind the end",
         [=](Tables& t) {
             t.sql("INSERT INTO journal_leg VALUES (999999, 0, 20, 1, 0, 0, 0, 0, 0)");
         },
         999999, "belongs to no entry"},
        {"a key forgotten",
         [=](Tables& t) { t.sql("UPDATE journal_entry SET key_id = NULL WHERE seq = " + p); },
         at.payment, "not all there or all missing"},
        {"an impossible day",
         [=](Tables& t) {
             t.sql("UPDATE journal_entry SET business_date = 20261331 WHERE seq = " + p);
         },
         at.payment, "no day of the calendar"},
        {"a group taken away",
         [](Tables& t) {
             t.sql("DELETE FROM journal_group WHERE last_seq = (SELECT MIN(last_seq) FROM "
                   "journal_group)");
         },
         -1, "its group begins with"},
        {"the last group taken away",
         [](Tables& t) {
             t.sql("DELETE FROM journal_group WHERE last_seq = (SELECT MAX(last_seq) FROM "
                   "journal_group)");
         },
         -1, "belong to no group"},
        {"no head", [](Tables& t) { t.sql("DELETE FROM journal_head"); }, -1, "its head says 0"},
    };
}

class Falsification : public ::testing::Test {
  protected:
    // The report on a copy of the honest books in which `change` was made.
    Report report_on(const Change& change) {
        TemporaryFolder folder;
        const std::string file = (folder.path() / "falsified.db").string(),
                          url = "sqlite://" + file;
        std::filesystem::copy_file(honest().file(), file);
        {
            auto database = store::open_database(url);
            EXPECT_TRUE(database);
            Tables tables(**database);
            change.make(tables);
        }
        auto report = verify(url);
        EXPECT_TRUE(report) << report.error().detail;
        return report ? *report : Report{};
    }
    void expect_all_named(const std::vector<Change>& changes) {
        for (const Change& change : changes) {
            SCOPED_TRACE(change.name);
            const Report report = report_on(change);
            EXPECT_TRUE(names(report, change.seq, change.what))
                << "wanted: " << change.what << "\nfound:\n"
                << listing(report);
        }
    }
};

TEST_F(Falsification, the_honest_books_are_clean) {
    const auto report = verify("sqlite://" + honest().file());
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->clean()) << listing(*report);
}
TEST_F(Falsification, one_bit_in_any_column_of_an_entry_is_found) {
    expect_all_named(bits_of_entries());
}
TEST_F(Falsification, one_bit_in_groups_head_and_checkpoint_is_found) {
    expect_all_named(bits_elsewhere());
}
TEST_F(Falsification, rows_missing_doubled_swapped_and_strange_are_found) {
    expect_all_named(rows_moved());
}

TEST_F(Falsification, an_amount_changed_with_the_row_s_own_hash_breaks_the_chain_of_groups) {
    const Landmarks& at = honest().at;
    const Report report = report_on(
        {"amount and hash",
         [&](Tables& t) {
             Entry e = honest().plan.groups.front().entries.front();
             JournalPlan plan = honest().plan;
             e = plan.entry(at.payment);
             e.amount = Amount{1};
             e.legs[0].amount = Amount{-1}, e.legs[1].amount = Amount{1};
             e.explanation.used[0].amount = Amount{1};
             const std::string row = " WHERE seq = " + std::to_string(at.payment);
             t.sql(
                 "UPDATE journal_entry SET amount = 1, hash = x'" +
                 to_hex(view(ledger::hash_of(e))) + "', explanation = x'" +
                 to_hex(ledger::encode_explanation(e.explanation)) + "'" + row
             );
             t.sql("UPDATE journal_leg SET amount = -1" + row + " AND n = 0");
             t.sql("UPDATE journal_leg SET amount = 1" + row + " AND n = 1");
         },
         -1, ""}
    );
    EXPECT_TRUE(names(report, -1, "one of them was changed, added or taken away"))
        << listing(report);
    EXPECT_FALSE(names(report, at.payment, "a column was changed")) << listing(report);
}

// --- forgeries with every hash and head recomputed
// --------------------------------------------------------------------

struct Forgery {
    std::string name;
    std::int64_t seq;
    std::string what;
    std::function<void(Entry&, JournalPlan&)> make; // changes entry `seq`
};

void set_amount(Entry& e, std::int64_t amount) {
    e.amount = Amount{amount};
    e.legs[0].amount = Amount{-amount}, e.legs[1].amount = Amount{amount};
    if (!e.explanation.used.empty()) e.explanation.used[0].amount = Amount{amount};
}

std::vector<Forgery> of_payments() {
    const Landmarks& at = honest().at;
    const std::int64_t p = at.payment;
    return {
        {"pays less than asked", p, "not what was asked under its key",
         [](Entry& e, auto&) { set_amount(e, 1); }},
        {"pays more than there is", p, "falls below zero",
         [](Entry& e, auto&) { set_amount(e, 9'000'000); }},
        {"legs do not balance", p, "do not sum to zero",
         [](Entry& e, auto&) { e.legs[1].amount = Amount{322}; }},
        {"legs and amount differ", p, "do not move the amount",
         [](Entry& e, auto&) { e.amount = Amount{322}; }},
        {"another shop is credited", p, "owed to its own place only",
         [](Entry& e, auto&) { e.legs[1].account.holder = 2; }},
        {"another wallet pays", p, "takes from its own wallet only",
         [](Entry& e, auto&) { e.legs[0].account.holder = 3; }},
        {"a wallet that does not exist", p, "wallet 4711 does not exist",
         [](Entry& e, auto&) { e.wallet = {4711}; }},
        {"a blocked wallet pays", p, "wallet 9 is blocked",
         [](Entry& e, auto&) { e.wallet = {9}, e.legs[0].account.holder = 9; }},
        {"at a closed place", p, "place 4 is closed",
         [](Entry& e, auto&) { e.place = {4}, e.legs[1].account.holder = 4; }},
        {"later value first", p, "should have been used first",
         [](Entry& e, auto&) {
             const Account account = Account::lot({2}, {1}, jst_date(e.at) + 180, {});
             e.legs[0].account = account, e.legs[1].account.program = {1};
             e.explanation.used[0] = {{1}, account.expires_on, {}, Amount{321}};
         }},
        {"a chain broken", p, "on its holder's chain", [](Entry& e, auto&) { e.legs[0].prev = {1}; }
        },
        {"the explanation says otherwise", p, "names other lots than its legs",
         [](Entry& e, auto&) { e.explanation.used[0].amount = Amount{300}; }},
        {"a note moves value", p, "a note moves value",
         [](Entry& e, auto&) {
             e.legs.push_back({Account::wallet_note({2}), Amount{5}, e.legs[0].prev});
         }},
        {"another day", p, "is not the day in Japan",
         [](Entry& e, auto&) { e.business_date = e.business_date + 1; }},
        {"the clock goes back", p, "earlier than that of the entry before",
         [](Entry& e, auto&) { e.at = e.at + -60'000; }},
        {"a key used too late", p, "outside the 15 minutes",
         [](Entry& e, auto&) { e.key->issued_at = e.at + -16 * ms_per_minute; }},
        {"a key used twice", p, "its key was used before",
         [](Entry& e, JournalPlan& plan) {
             const Entry& other = plan.entry(honest().at.two_lot_payment);
             e.actor = other.actor, e.key = other.key;
         }},
        {"no key", p, "without a key that is not the system's own",
         [](Entry& e, auto&) { e.key.reset(); }},
        {"a refusal that moves value", p, "does not touch accounts of kind 1",
         [](Entry& e, auto&) { e.refusal = Refusal::insufficient_balance; }},
        {"a refusal with effects", at.refused_payment, "a refused command changes something",
         [](Entry& e, auto&) {
             e.counts.push_back({ledger::Counter::topped_up, {3}, {1}, Amount{-500}});
         }},
        {"a fact smuggled in", p, "its facts are not those",
         [](Entry& e, auto&) {
             e.facts.push_back(ledger::WalletStatusSet{{9}, ledger::WalletStatus::active});
         }},
    };
}

std::vector<Forgery> of_top_ups_and_expiry() {
    const Landmarks& at = honest().at;
    const auto set = [](Entry& e, std::int64_t amount) {
        set_amount(e, amount);
        if (!e.counts.empty()) e.counts[0].by = Amount{amount};
    };
    return {
        {"more than the maximum", at.top_up, "is above the maximum",
         [=](Entry& e, auto&) { set(e, 60'000); }},
        {"less than the minimum", at.top_up, "is below the minimum",
         [=](Entry& e, auto&) { set(e, 500); }},
        {"out of step", at.top_up, "is no multiple of", [=](Entry& e, auto&) { set(e, 1'001); }},
        {"beyond the budget", at.top_up, "has issued", [=](Entry& e, auto&) { set(e, 50'000'000); }
        },
        {"beyond the person's maximum", at.top_up, "of at most 200000",
         [=](Entry& e, auto&) { set(e, 200'500); }},
        {"a later expiry", at.top_up, "by its terms on",
         [](Entry& e, auto&) { e.legs[1].account.expires_on = Date::from_civil(2030, 1, 1); }},
        {"more rights", at.top_up, "the lot has rights 2",
         [](Entry& e, auto&) { e.legs[1].account.rights = {2}; }},
        {"not counted", at.top_up, "is not counted", [](Entry& e, auto&) { e.counts.clear(); }},
        {"at a place that may not", at.top_up, "place 2 may not do this",
         [](Entry& e, auto&) { e.place = {2}, e.legs[2].account.holder = 2; }},
        {"issued out of nothing", at.top_up, "do not sum to zero",
         [](Entry& e, auto&) { e.legs.erase(e.legs.begin()); }},
        {"expiry of living value", at.expiry, "whose last day is over",
         [](Entry& e, auto&) { e.legs[0].account.expires_on = Date::from_civil(2027, 1, 1); }},
        {"half of a lot expires", at.expiry, "takes whole lots",
         [](Entry& e, auto&) { set_amount(e, 1); }},
        {"a payment after the last day", at.expiry, "is used after its last day",
         [](Entry& e, auto&) { e.kind = ledger::EntryKind::payment; }},
    };
}

std::vector<Forgery> of_cancels() {
    const Landmarks& at = honest().at;
    return {
        {"more than was paid", at.cancel, "gets back more than payment",
         [](Entry& e, auto&) {
             e.amount = Amount{701};
             for (auto& leg : e.legs)
                 leg.amount =
                     Amount{leg.amount.value > 0 ? leg.amount.value + 1 : leg.amount.value - 1};
         }},
        {"into another lot", at.cancel, "did not take from it",
         [](Entry& e, auto&) {
             for (auto& leg : e.legs) {
                 if (leg.account.kind == ledger::AccountKind::lot)
                     leg.account.expires_on = Date::from_civil(2030, 1, 1);
             }
         }},
        {"of no payment", at.cancel, "which is no payment before it",
         [](Entry& e, auto&) { e.names = {honest().at.top_up}; }},
        {"of another's payment", at.cancel, "was of another wallet or place",
         [](Entry& e, auto&) { e.names = {honest().at.payment}; }},
        {"from another place", at.cancel, "does not give it back",
         [](Entry& e, auto&) {
             for (auto& leg : e.legs) {
                 if (leg.account.kind == ledger::AccountKind::receivable) leg.account.holder = 3;
             }
         }},
        {"twice", at.cancel + 1, "is taken back a second time",
         [](Entry& e, JournalPlan& plan) {
             const auto before = e;
             e = plan.entry(honest().at.cancel);
             e.seq = before.seq, e.at = before.at, e.key = before.key;
         }},
        {"without a reason", at.cancel, "without a reason", [](Entry& e, auto&) { e.reason = 0; }},
    };
}

std::vector<Forgery> of_four_eyes() {
    const Landmarks& at = honest().at;
    const auto closed = [](Entry& e) -> ledger::ProposalClosed& {
        return std::get<ledger::ProposalClosed>(e.facts[0]);
    };
    const auto published = [](Entry& e) -> ledger::ProgramPublished& {
        return std::get<ledger::ProgramPublished>(e.facts[1]);
    };
    return {
        {"one person alone", at.approve, "was approved by the person who made it",
         [=](Entry& e, auto&) { closed(e).by = {1}, e.actor.person = {1}; }},
        {"an approver who did not act", at.approve, "the approver is not who acted",
         [=](Entry& e, auto&) { closed(e).by = {3}; }},
        {"other terms than proposed", at.approve, "are not those proposed",
         [=](Entry& e, auto&) { published(e).terms.budget = Amount{99'000'000}; }},
        {"another digest approved", at.approve, "approved another digest",
         [](Entry& e, auto&) { e.content[0] ^= 1; }},
        {"another program", at.approve, "is not the one proposed",
         [=](Entry& e, auto&) { published(e).program = {7}; }},
        {"a version skipped", at.approve, "is not the next one",
         [=](Entry& e, auto&) { published(e).version = 5; }},
        {"a proposal changed", at.propose, "digest is not that of its terms",
         [](Entry& e, auto&) {
             std::get<ledger::Proposed>(e.facts[0]).terms.budget = Amount{99'000'000};
         }},
        {"a proposal without its approval", at.approve, "its facts are not those",
         [](Entry& e, auto&) { e.facts.erase(e.facts.begin()); }},
        {"closed twice", at.withdraw, "is not open",
         [](Entry& e, auto&) { std::get<ledger::ProposalClosed>(e.facts[0]).proposal = {1}; }},
        {"an unblocking nobody asked for", at.block_wallet, "not what was asked",
         [](Entry& e, auto&) {
             std::get<ledger::WalletStatusSet>(e.facts[0]).status = ledger::WalletStatus::active;
         }},
        {"an owner exchanged", at.open_wallet, "wallet 11 is not the next one",
         [](Entry& e, auto&) { std::get<ledger::WalletOpened>(e.facts[0]).wallet = {11}; }},
    };
}

class Forgeries : public ::testing::Test {
  protected:
    void expect_all_named(const std::vector<Forgery>& forgeries) {
        for (const Forgery& forgery : forgeries) {
            SCOPED_TRACE(forgery.name);
            TemporaryFolder folder;
            const std::string url = "sqlite://" + (folder.path() / "forged.db").string();
            JournalPlan plan = honest().plan.in_one_group();
            forgery.make(plan.entry(forgery.seq), plan);
            plan.write(url);
            const auto report = verify(url);
            ASSERT_TRUE(report) << report.error().detail;
            EXPECT_TRUE(names(*report, forgery.seq, forgery.what))
                << "wanted: " << forgery.what << "\nfound:\n"
                << listing(*report);
            EXPECT_FALSE(names(*report, -1, "a column was changed")) << "hashes were recomputed";
        }
    }
};

TEST_F(Forgeries, of_payments_are_found_by_their_meaning) { expect_all_named(of_payments()); }
TEST_F(Forgeries, of_top_ups_and_expiries_are_found_by_their_meaning) {
    expect_all_named(of_top_ups_and_expiry());
}
TEST_F(Forgeries, of_cancels_are_found_by_their_meaning) { expect_all_named(of_cancels()); }
TEST_F(Forgeries, of_four_eyes_are_found_by_their_meaning) { expect_all_named(of_four_eyes()); }

} // namespace
} // namespace meguri::audit
