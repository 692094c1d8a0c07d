// Changes in the tables, one at a time, as an error of a disk or a hand with SQL makes them: each
// must be found, at its entry, and named. forgery_test.cpp does what somebody does who can
// recompute every hash as well.
#include "audit/test_books.hpp"

#include <gtest/gtest.h>

namespace meguri::audit {
namespace {

using ledger::Amount;
using ledger::Entry;
using store::Blob;
using store::Database;
using store::TemporaryFolder;
using store::Value;

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

    // Turns a bit of the byte that is so many before the last of a checkpoint row's value.
    void spoil_cell(const std::string& where, std::size_t from_end) {
        const auto row = database_.run("SELECT value FROM state_checkpoint" + where);
        ASSERT_TRUE(row && row->rows.size() == 1);
        Bytes bytes = row->rows[0].blob(0);
        ASSERT_GT(bytes.size(), from_end);
        char& byte = bytes[bytes.size() - 1 - from_end];
        byte = static_cast<char>(byte ^ 2);
        ASSERT_TRUE(database_.run("UPDATE state_checkpoint SET value = $1" + where, {Blob{bytes}}));
    }

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
         [=](Tables& t) { t.sql("UPDATE state_checkpoint SET kind = 99 WHERE " + wallet); }, -1,
         "kind 99"},
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

// Values that no bit flip of an honest row gives.
std::vector<Change> strange_values() {
    const Landmarks& at = honest().at;
    const std::string row = " WHERE seq = " + std::to_string(at.payment),
                      wallet = " WHERE kind = 2 AND id = 1";
    const auto entry = [&](const std::string& set, const std::string& what) {
        return Change{
            set, [=](Tables& t) { t.sql("UPDATE journal_entry SET " + set + row); }, at.payment,
            what
        };
    };
    const auto cell = [](const std::string& set, const std::string& where,
                         const std::string& what) {
        return Change{
            set + where, [=](Tables& t) { t.sql("UPDATE state_checkpoint SET " + set + where); },
            -1, what
        };
    };
    const std::string proposal = " WHERE kind = 4 AND id = 1",
                      program = " WHERE kind = 1 AND id = 1";
    const auto spoil = [](std::size_t from_end, const std::string& where, const std::string& what) {
        return Change{
            "a byte of a cell" + where, [=](Tables& t) { t.spoil_cell(where, from_end); }, -1, what
        };
    };
    return {
        entry("refusal = 70000", "refusal 70000 is not known"),
        entry("key_id = x'00'", "key or content has a wrong length"),
        entry("salt = x'00'", "the salt has 1 bytes"),
        entry("at_ms = 9000000000000000000", "its moment is no moment"),
        entry("effects = x'FF'", "its effects cannot be read"),
        entry("explanation = x'FF'", "its explanation cannot be read"),
        {"epoch 0", [](Tables& t) { t.sql("UPDATE journal_head SET epoch = 0"); }, -1,
         "epoch 0 is no epoch"},
        {"a group of nothing",
         [](Tables& t) {
             t.sql("INSERT INTO journal_group VALUES (999999, 999999, zeroblob(32))");
         },
         -1, "a group without entries"},
        cell("value = x'03'", wallet, "its version is not known"),
        cell("value = CAST(value || x'00' AS BLOB)", wallet, "it cannot be read to its end"),
        cell("as_of = 0", wallet, "as of an entry that does not exist"),
        cell("as_of = 999999", wallet, "as of an entry that does not exist"),
        spoil(0, proposal, "its digest is not that proposed"),
        spoil(32, proposal, "its texts are not those proposed"),
        spoil(66, proposal, "its terms are not those proposed"),
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

TEST_F(Falsification, values_that_cannot_be_are_found) { expect_all_named(strange_values()); }

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

} // namespace
} // namespace meguri::audit
