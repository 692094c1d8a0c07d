// Tables that people take with them: one table of typed cells, written as CSV or as an Excel
// workbook, with the same rows in every format. Cells have types because spreadsheets guess: 0538
// becomes 538, a shop called =HYPERLINK("x") becomes a link. A feature says what a cell is and
// never how it is written; nothing that people typed can become a formula in any format.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace meguri::service {

enum class TableFormat {
    csv_utf8,      // with its mark, as Excel opens it by itself
    csv_shift_jis, // Windows-31J without a mark; a letter that it does not have becomes 〓
    xlsx,
};

// Digits, ASCII letters and hyphens that people compare and that must keep their leading zeros:
// "0538". In CSV it is ="0538", so that a spreadsheet keeps them; a number that other programs read
// from the CSV is text (a std::string) instead, which stands there as it is.
struct Code {
    std::string text;
};
// Empty; text of people or programs; a whole number below 2^53; a day (none: empty); a code.
using Cell = std::variant<std::monostate, std::string, std::int64_t, Date, Code>;

struct Table {
    std::string sheet; // its name in a workbook: 1 to 31 characters, none of []:*?/\ and no '
    std::vector<std::string> head;
    std::vector<std::vector<Cell>> rows; // each as long as `head`
};

struct TableFile {
    std::string bytes;
    std::string_view content_type; // a literal
    std::string name;
};

// `name` is without its extension: digits, ASCII letters, - and _. `created` stands in a workbook
// and is the only thing in it that is not from `table`. Takes some 10 µs a row; the parts of a
// workbook lie in unlinked temporary files meanwhile. Faults: `unavailable`, no such file can be
// made, or the table has more than the 1,048,575 rows, or a text the 32,767 characters, of XLSX.
Try<TableFile>
write_table(const Table& table, TableFormat format, std::string_view name, Instant created);

} // namespace meguri::service
