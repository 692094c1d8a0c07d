// A run of settlement as a spreadsheet reads it: a line for each organization and program, so that
// columns add up to the totals; what the city keeps of an organization, below 0, in lines of its
// own.
#pragma once

#include "ledger/command_settlement.hpp"
#include "service/directory.hpp"
#include "service/table_file.hpp"

namespace meguri::features {

class StatementFile {
  public:
    explicit StatementFile(const service::Directory& directory);
    // `of`: any place of the organization; null: the directory does not know it.
    struct Kept { // yen
        ledger::Amount fee, tax;
    };
    void
    add(const service::PlaceTexts* of, OrganizationId organization,
        const std::vector<ledger::SettlementRow>& rows, Kept kept);
    service::Table table() && { return std::move(table_); }

  private:
    const service::Directory& directory_;
    service::Table table_;
};

} // namespace meguri::features
