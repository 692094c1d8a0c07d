// A place's sales for a spreadsheet. A line for each program of an entry, yen and points in columns
// of their own, cancels below 0: the columns add up to the totals on the page. The four digits are
// a code, so that 0538 stays 0538.
#pragma once

#include "ledger/entry.hpp"
#include "service/directory.hpp"
#include "service/people_names.hpp"
#include "service/table_file.hpp"

namespace meguri::features {

class SalesFile {
  public:
    SalesFile(const service::Directory& directory, const service::PeopleNames& names, bool english);
    // A payment or a cancel of one; of `only` when there is one.
    void add(const ledger::Entry& entry, ProgramId only);
    service::Table table() && { return std::move(table_); }
    // "meguri-2026-11-01_2026-11-30"
    static std::string name(Date from, Date to);

  private:
    void line(const ledger::Entry& entry, ProgramId program, std::int64_t amount);

    const service::Directory& directory_;
    const service::PeopleNames& names_;
    bool english_;
    service::Table table_;
};

} // namespace meguri::features
