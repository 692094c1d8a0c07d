#include "features/settlement/statement_file.hpp"

namespace meguri::features {

StatementFile::StatementFile(const service::Directory& directory)
    : directory_(directory),
      table_{"支払明細", {"団体番号", "団体", "事業", "種類", "利用額", "支払額(円)"}, {}} {}

void StatementFile::add(
    const service::PlaceTexts* of, const std::vector<ledger::SettlementRow>& rows
) {
    for (const ledger::SettlementRow& row : rows) {
        const service::ProgramTexts* program = directory_.program(row.program);
        const bool points = program && program->unit == "point";
        table_.rows.push_back(
            {std::to_string(row.organization.value), of ? of->organization_name : "",
             program ? program->name : "", points ? "ポイント" : "円", row.units.value,
             row.yen.value}
        );
    }
}

} // namespace meguri::features
