// Payment slips of local taxes (地方税統一QRコード, eL-QR): what the printed code says, and the eL
// number beside it for whoever types. Pure: no clock, no network. A slip that is read here is well
// formed, not genuine: the two pairs of check digits inside are opaque, only the clearing side
// knows.
//
// The code is 255 characters: tags 00 01 27 54 62 80 63 in this order, each tag two digits, length
// two digits, content; 63 is CRC-16/CCITT-FALSE over all before it, printed as five decimal digits.
#pragma once

#include "base/time.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace meguri::gateway {

// 地方税共同機構: the one that every slip is paid through (収納機関番号).
inline constexpr std::string_view slip_institution = "13800";

struct Slip {
    // The eL number: these name the slip, scanned or typed.
    std::string number;       // 20 digits: 案件特定キー in the code, 納付番号 beside it
    std::string confirmation; // 6 digits: 確認番号
    std::string division;     // 3 digits: 税目・料金番号 in the code, 納付区分 beside it
    std::int64_t yen = 0;     // 1 to 99,999,999,999

    // In the code only; "" or none when the number was typed.
    std::string organization; // 5 digits: 共通納税機関コード, whose tax it is
    int fiscal_year = 0;      // 賦課年度
    int tax_year = 0;         // 課税年度
    std::string period;       // 2 digits: 期別
    Date due;                 // 納期限: afterwards it costs more, but can be paid
    Date last;                // 支払期限: the last day on which this slip is taken

    friend bool operator==(const Slip&, const Slip&) = default;
};

enum class SlipProblem {
    length,   // not 255 characters: not the whole code, or another one
    alphabet, // a character where only digits may be
    form,     // another tag, length or fixed value than the format's
    checksum,
    payee,  // not 地方税共同機構
    amount, // zero, or not the same in both places
    date,   // no such day, or the last day comes before the due date
};

std::expected<Slip, SlipProblem> read_slip(std::string_view code);

// CRC-16/CCITT-FALSE: polynomial 0x1021, begins with 0xffff, nothing reflected.
std::uint16_t slip_checksum(std::string_view text);

} // namespace meguri::gateway
