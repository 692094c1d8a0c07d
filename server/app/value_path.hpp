// Where the value of one entry came from and where it went, found by reading the journal once in
// its order: top-ups and grants behind a payment, cancels, the settlement that took it, the pay-out
// to the organization's bank; and the other way round the payments that a settlement is made of.
//
// An account is what it says (ledger/account.hpp): credits of one kind in one wallet are one lot,
// and no yen of it is marked. What came into a lot since it was last empty is what it was made of.
#pragma once

#include "ledger/entry.hpp"

#include <map>
#include <set>

namespace meguri::app {

struct Step {
    Seq seq;
    Instant at;
    ledger::EntryKind kind{};
    ledger::Account account{}; // the one it is about: its program, place or organization
    ledger::Amount amount;     // + into the account, − out of it
    JobId job{};               // of a row that is settled
};

class ValuePath {
  public:
    explicit ValuePath(const ledger::Entry& traced);
    void see(const ledger::Entry& entry); // every entry of the journal, in its order

    const std::vector<Step>& from() const { return from_; }
    const std::vector<Step>& to() const { return to_; }
    // Of a settlement: what the payments and cancels behind it come to, less what it took. 0 when
    // every unit of it has its payment.
    ledger::Amount difference() const;

  private:
    void see_before(const ledger::Entry& entry);
    void see_after(const ledger::Entry& entry);
    void follow_value(const ledger::Entry& entry);
    void follow_settlement(const ledger::Entry& entry);
    void follow_bank(const ledger::Entry& entry);
    void follow_on(const ledger::Entry& entry); // what it put anywhere is followed from here on

    using PlaceProgram = std::pair<PlaceId, ProgramId>;
    struct Source { // what an account was made of since it was last empty
        std::vector<Step> steps;
        ledger::Amount balance;
    };
    struct Taken { // of a place on one business day
        Step step;
        Date day;
    };

    Seq traced_;
    ledger::Amount settled_; // units that the traced settlement took
    std::map<ledger::Account, Source> sources_;
    std::map<PlaceProgram, Date> settles_; // up to which day the traced entry settles
    std::map<PlaceProgram, std::vector<Taken>> taken_;

    std::set<ledger::Account> held_;                 // lots, holds, budgets that are followed
    std::map<PlaceProgram, std::set<Date>> waiting_; // days of followed payments, to be settled
    std::set<std::int64_t> owed_;                    // organizations that are to be paid
    std::set<Seq> paid_, paying_;                    // payments; pay-outs
    std::vector<Step> from_, to_;
};

} // namespace meguri::app
