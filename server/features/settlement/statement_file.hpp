// A run of settlement as a spreadsheet reads it: a line for each organization and program, so that
// columns add up to the totals.
#pragma once

#include "ledger/command_settlement.hpp"
#include "service/directory.hpp"

namespace meguri::features {

class StatementFile {
  public:
    explicit StatementFile(const service::Directory& directory);
    // `of`: any place of the organization; null: the directory does not know it.
    void add(const service::PlaceTexts* of, const std::vector<ledger::SettlementRow>& rows);
    // CSV: UTF-8 with its mark, or Shift_JIS, where a letter that it does not have becomes 〓.
    std::string text(bool shift_jis) &&;

  private:
    const service::Directory& directory_;
    std::string text_;
};

} // namespace meguri::features
