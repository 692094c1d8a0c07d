#include "service/table_file.hpp"

#include "base/ensure.hpp"
#include "service/csv.hpp"
#include "service/workbook.hpp"

#include <algorithm>

namespace meguri::service {

namespace {

template <class... Each> struct Either : Each... {
    using Each::operator()...;
};

bool is_plain(std::string_view code) {
    return std::ranges::all_of(code, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-';
    });
}

std::string in_csv(const Cell& cell) {
    return std::visit(
        Either{
            [](std::monostate) { return std::string(); },
            [](const std::string& text) { return csv_cell(text); },
            [](std::int64_t number) { return std::to_string(number); },
            [](Date day) { return day.iso(); },
            [](const Code& code) {
                MEGURI_ENSURE(is_plain(code.text)); // the one formula that is ours
                return code.text.empty() ? "" : "=\"" + code.text + "\"";
            },
        },
        cell
    );
}

std::string in_csv(const Table& table) {
    std::string text;
    const auto line = [&text](const auto& cells, auto write) {
        for (std::size_t n = 0; n < cells.size(); ++n) {
            if (n > 0) text += ',';
            text += write(cells[n]);
        }
        text += "\r\n";
    };
    line(table.head, [](const std::string& head) { return csv_cell(head); });
    for (const auto& row : table.rows)
        line(row, [](const Cell& cell) { return in_csv(cell); });
    return text;
}

} // namespace

Try<TableFile>
write_table(const Table& table, TableFormat format, std::string_view name, Instant created) {
    for (const auto& row : table.rows)
        MEGURI_ENSURE(row.size() == table.head.size());
    const std::string csv = std::string(name) + ".csv";
    switch (format) {
    case TableFormat::csv_utf8:
        return TableFile{std::string(utf8_mark) + in_csv(table), "text/csv; charset=utf-8", csv};
    case TableFormat::csv_shift_jis:
        return TableFile{in_shift_jis(in_csv(table)), "text/csv; charset=shift_jis", csv};
    case TableFormat::xlsx: break;
    }
    auto bytes = write_workbook(table, created);
    if (!bytes) return std::unexpected(bytes.error());
    return TableFile{
        std::move(*bytes), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        std::string(name) + ".xlsx"
    };
}

} // namespace meguri::service
