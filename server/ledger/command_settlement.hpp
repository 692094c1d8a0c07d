// Commands by which places get their money: the day's close, a run of settlement, pay-outs (ADM-d).
#pragma once

#include "ledger/command_city.hpp"

namespace meguri::ledger {

// The business day is over and all days before it: nothing can be booked on them any more.
struct CloseDay {
    Date day;
};

// A run of settlement, once somebody else approves: which organization gets how much for what is
// frozen in `audience`, the onion digest of all rows (settlement_rows.hpp).
struct ProposeSettlement {
    Date until;            // last business day that it settles; closed
    std::int64_t rows = 0; // 1 … most_settlement_rows
    Amount total;          // yen owed by all rows together, fees off; may be negative
    Hash audience{};
};
inline constexpr std::int64_t most_settlement_rows = 1'000'000;

// One line of a run. With a program: what all places of the organization took of it up to the run's
// day and no run has settled, and the yen it comes to by the program's rate. Without: the fee.
struct SettlementRow {
    OrganizationId organization;
    ProgramId program; // none: the fee for all rows of the organization
    Amount units;      // of the program; may be negative: taken back after it was settled
    Amount yen;        // with a program: what is owed; else the fee without tax, at least 0
    Amount tax;        // on the fee, at least 0; 0 with a program
    friend bool operator==(const SettlementRow&, const SettlementRow&) = default;
};
struct Settle {
    JobId job;
    SettlementRow row; // the next one, in the order that was approved
    Hash rest{};       // onion digest of all rows behind it
};

// Yen on their way to the organization's bank account, at most what is owed to it.
struct PayOut {
    OrganizationId organization;
    Amount amount; // 1 … most_paid_out
};
inline constexpr Amount most_paid_out{9'999'999'999}; // what a line of a transfer file can say
// The bank sent it back, or it was never sent: the whole of it is owed again.
struct ReturnPayOut {
    OrganizationId organization;
    Seq pay_out;
};
inline constexpr std::size_t most_pay_outs_kept = 64; // of each organization, to be returned

} // namespace meguri::ledger
