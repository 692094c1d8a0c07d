#include "features/settlement/statement_file.hpp"

namespace meguri::features {

StatementFile::StatementFile(const service::Directory& directory)
    : directory_(directory),
      table_{"支払明細", {"団体番号", "団体", "事業", "種類", "利用額", "支払額(円)"}, {}} {}

void StatementFile::add(
    const service::PlaceTexts* of, OrganizationId organization,
    const std::vector<ledger::SettlementRow>& rows, Kept kept
) {
    const std::string number = std::to_string(organization.value);
    const std::string name = of ? of->organization_name : "";
    for (const ledger::SettlementRow& row : rows) {
        const service::ProgramTexts* program = directory_.program(row.program);
        const bool points = program && program->unit == "point";
        table_.rows.push_back(
            {number, name, program ? program->name : "", points ? "ポイント" : "円",
             row.units.value, row.yen.value}
        );
    }
    if (kept.fee.value != 0)
        table_.rows.push_back({number, name, "", "手数料", {}, -kept.fee.value});
    if (kept.tax.value != 0)
        table_.rows.push_back({number, name, "", "手数料の消費税", {}, -kept.tax.value});
}

} // namespace meguri::features
