#include "service/workbook.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <cctype>
#include <fcntl.h>
#include <fmt/core.h>
#include <mutex>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace meguri::service {

namespace {

constexpr double narrowest = 6, widest = 44; // columns, in digits
constexpr std::size_t rows_measured = 1000;

// The library knows only files by name: this one lies in memory and has none that outlives it.
class MemoryFile {
  public:
    MemoryFile() : file_(::memfd_create("workbook", MFD_CLOEXEC)) {}
    ~MemoryFile() {
        if (file_ >= 0) ::close(file_);
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    explicit operator bool() const { return file_ >= 0; }
    std::string path() const { return fmt::format("/proc/self/fd/{}", file_); }
    // Everything that was written; nothing when it cannot be read.
    std::string read() const {
        const off_t size = ::lseek(file_, 0, SEEK_END);
        std::string bytes(static_cast<std::size_t>(std::max<off_t>(size, 0)), '\0');
        std::size_t have = 0;
        while (have < bytes.size()) {
            const ssize_t some =
                ::pread(file_, bytes.data() + have, bytes.size() - have, static_cast<off_t>(have));
            if (some <= 0) return {};
            have += static_cast<std::size_t>(some);
        }
        return bytes;
    }

  private:
    int file_;
};

struct Formats {
    lxw_format *head, *number, *day;
};

Formats make_formats(lxw_workbook* book) {
    const Formats made{
        workbook_add_format(book), workbook_add_format(book), workbook_add_format(book)
    };
    format_set_bold(made.head);
    format_set_num_format(made.number, "#,##0");
    format_set_num_format(made.day, "yyyy-mm-dd");
    return made;
}

// Kanji and kana are twice as wide as digits; all of them take three bytes or more.
double width_of_text(std::string_view text) {
    double width = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) width += byte >= 0xE0 ? 2 : 1;
    }
    return width;
}

double width_of(const Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return width_of_text(*text);
    if (const auto* code = std::get_if<Code>(&cell)) return width_of_text(code->text);
    if (std::holds_alternative<Date>(cell)) return 10;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        const auto digits = static_cast<double>(std::to_string(*number).size());
        return digits * 4 / 3; // with its commas
    }
    return 0;
}

void set_widths(lxw_worksheet* sheet, const Table& table) {
    const std::size_t measured = std::min(table.rows.size(), rows_measured);
    for (std::size_t n = 0; n < table.head.size(); ++n) {
        double width = width_of_text(table.head[n]) * 1.1; // bold
        for (std::size_t row = 0; row < measured; ++row)
            width = std::max(width, width_of(table.rows[row][n]));
        const auto column = static_cast<lxw_col_t>(n);
        worksheet_set_column(
            sheet, column, column, std::clamp(width + 2, narrowest, widest), nullptr
        );
    }
}

// Readers take _x0041_ in a text for an A, which the library knows of control characters only: such
// a text says _x005F_x0041_ instead.
std::string as_it_stands(std::string_view text) {
    const auto is_hex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    std::string out;
    for (std::size_t n = 0; n < text.size(); ++n) {
        const std::string_view next = text.substr(n, 7);
        const bool would_be_read = next.size() == 7 && next.starts_with("_x") && next[6] == '_' &&
                                   std::ranges::all_of(next.substr(2, 4), is_hex);
        if (would_be_read) out += "_x005F";
        out += text[n];
    }
    return out;
}

lxw_error write_cell(
    lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell, const Formats& formats
) {
    if (const auto* text = std::get_if<std::string>(&cell))
        return worksheet_write_string(sheet, row, column, as_it_stands(*text).c_str(), nullptr);
    if (const auto* code = std::get_if<Code>(&cell))
        return worksheet_write_string(sheet, row, column, code->text.c_str(), nullptr);
    if (const auto* number = std::get_if<std::int64_t>(&cell))
        return worksheet_write_number(
            sheet, row, column, static_cast<double>(*number), formats.number
        );
    const auto* day = std::get_if<Date>(&cell);
    if (!day || !*day) return LXW_NO_ERROR;
    const Civil civil = civil_from_days(day->days);
    lxw_datetime at{};
    at.year = civil.year;
    at.month = static_cast<int>(civil.month);
    at.day = static_cast<int>(civil.day);
    return worksheet_write_datetime(sheet, row, column, &at, formats.day);
}

lxw_error write_rows(lxw_worksheet* sheet, const Table& table, const Formats& formats) {
    for (std::size_t n = 0; n < table.head.size(); ++n) {
        const auto column = static_cast<lxw_col_t>(n);
        const char* head = table.head[n].c_str();
        const lxw_error error = worksheet_write_string(sheet, 0, column, head, formats.head);
        if (error != LXW_NO_ERROR) return error;
    }
    lxw_row_t row = 0;
    for (const auto& cells : table.rows) {
        ++row;
        for (std::size_t n = 0; n < cells.size(); ++n) {
            const auto column = static_cast<lxw_col_t>(n);
            const lxw_error error = write_cell(sheet, row, column, cells[n], formats);
            if (error != LXW_NO_ERROR) return error;
        }
    }
    return LXW_NO_ERROR;
}

lxw_error write_sheet(lxw_workbook* book, const Table& table, Instant created) {
    lxw_doc_properties properties{};
    properties.created = static_cast<time_t>(created.ms / ms_per_second);
    workbook_set_properties(book, &properties);
    lxw_worksheet* sheet = workbook_add_worksheet(book, table.sheet.c_str());
    MEGURI_ENSURE(sheet); // its name is one of ours
    worksheet_freeze_panes(sheet, 1, 0);
    // No green corner at every code: that it is text is meant.
    worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    set_widths(sheet, table);
    return write_rows(sheet, table, make_formats(book));
}

} // namespace

Try<std::string> write_workbook(const Table& table, Instant created) {
    // The library's clock and its names of temporary files are shared by all threads.
    static std::mutex one_at_a_time;
    const std::lock_guard own(one_at_a_time);
    const MemoryFile file;
    if (!file) return fault(FaultCode::unavailable, "no memory for a workbook");
    const std::string path = file.path();
    lxw_workbook* book = workbook_new(path.c_str());
    if (!book) return fault(FaultCode::unavailable, "no workbook can be made");
    const lxw_error written = write_sheet(book, table, created);
    const lxw_error closed = workbook_close(book); // frees it as well
    for (const lxw_error error : {written, closed}) {
        if (error != LXW_NO_ERROR)
            return fault(
                FaultCode::unavailable, fmt::format("a workbook: {}", lxw_strerror(error))
            );
    }
    std::string bytes = file.read();
    if (bytes.empty()) return fault(FaultCode::unavailable, "a workbook cannot be read back");
    return bytes;
}

} // namespace meguri::service
