// A table as an Excel workbook (XLSX) of one sheet: head row bold and kept in sight, columns as
// wide as what stands in them, numbers as numbers, days as days, text and codes as text. Only
// table_file.cpp calls it.
#pragma once

#include "service/table_file.hpp"

namespace meguri::service {

// The file's bytes; the same for the same table and moment. Faults as write_table.
Try<std::string> write_workbook(const Table& table, Instant created);

} // namespace meguri::service
