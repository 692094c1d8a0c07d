#include "features/settlement/statement_file.hpp"

#include "service/csv.hpp"

#include <fmt/core.h>

namespace meguri::features {

StatementFile::StatementFile(const service::Directory& directory) : directory_(directory) {
    text_ += "団体番号,団体,事業,種類,利用額,支払額(円)\r\n";
}

void StatementFile::add(
    const service::PlaceTexts* of, const std::vector<ledger::SettlementRow>& rows
) {
    for (const ledger::SettlementRow& row : rows) {
        const service::ProgramTexts* program = directory_.program(row.program);
        const bool points = program && program->unit == "point";
        text_ += fmt::format(
            "{},{},{},{},{},{}\r\n", row.organization.value,
            service::csv_cell(of ? of->organization_name : ""),
            service::csv_cell(program ? program->name : ""), points ? "ポイント" : "円",
            row.units.value, row.yen.value
        );
    }
}

std::string StatementFile::text(bool shift_jis) && {
    if (shift_jis) return service::in_shift_jis(text_);
    return std::string(service::utf8_mark) + std::move(text_);
}

} // namespace meguri::features
