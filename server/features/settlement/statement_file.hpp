// A run of settlement as a spreadsheet reads it: a line for each organization and program, so that
// columns add up to the totals.
#pragma once

#include "ledger/command_settlement.hpp"
#include "service/directory.hpp"
#include "service/table_file.hpp"

namespace meguri::features {

class StatementFile {
  public:
    explicit StatementFile(const service::Directory& directory);
    // `of`: any place of the organization; null: the directory does not know it.
    void add(const service::PlaceTexts* of, const std::vector<ledger::SettlementRow>& rows);
    service::Table table() && { return std::move(table_); }

  private:
    const service::Directory& directory_;
    service::Table table_;
};

} // namespace meguri::features
