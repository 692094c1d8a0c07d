// What an organization reads when it is paid (支払通知書, ADM-d): which days, what of each program,
// what the bank sends and when. A4, one page, or as many as its programs need.
#pragma once

#include "base/time.hpp"
#include "print/sheet.hpp"

#include <optional>
#include <string>
#include <vector>

namespace meguri::print {

struct NoticeLook {
    std::string city;
    std::string telephone;
    bool test = false; // a test environment: says so across the page
};

struct NoticeLine {
    std::string program;
    bool points = false;
    std::int64_t units = 0; // yen or points
    std::int64_t yen = 0;   // by the program's rate
};

// What the city keeps, and what makes its paper an invoice (適格請求書): the number under which it
// is registered, the date, the rate, the tax, rounded once.
struct NoticeFee {
    std::int64_t fee = 0, tax = 0; // yen
    std::int64_t tax_per_10000 = 0;
    std::string registration_number; // T and thirteen digits; empty: no invoice
};

struct Notice {
    std::string organization;
    std::string settlement; // its public id
    Date first, until, pay_on;
    std::vector<NoticeLine> lines;
    std::optional<NoticeFee> fee = std::nullopt;
    std::optional<std::int64_t> transfer =
        std::nullopt; // yen, with what was carried over; none: nothing is sent
};

// "1,234", below 0 with a true minus.
std::string with_commas(std::int64_t amount);
// "2026年11月5日"
std::string in_japanese(Date day);

class PaymentNotices {
  public:
    PaymentNotices(NoticeLook look, Sink sink);
    void add(const Notice& notice);
    Try<> end();

  private:
    NoticeLook look_;
    PdfFile file_;
};

} // namespace meguri::print
