// A file of bank transfers (総合振込) in the layout of the Japanese Bankers Association (全銀協):
// fixed records of 120 bytes of JIS X 0201, one header, one record for each transfer, a trailer
// with number and sum, an end. What banks ask for differently is in a profile.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meguri::gateway {

enum class AccountKind : std::uint8_t { ordinary = 1, current = 2, savings = 4, other = 9 };

struct BankAccount {
    std::string bank;   // four digits
    std::string branch; // three digits
    AccountKind kind = AccountKind::ordinary;
    std::string number; // seven digits
    std::string holder; // as account_holder() gives it
    friend bool operator==(const BankAccount&, const BankAccount&) = default;
};

// The name of an account's holder in the letters that bank files know, half-width kana as in the
// passbook (UTF-8): small kana become large, the long mark a hyphen, Latin letters capitals.
// Nothing when it is empty, longer than most_holder letters, or has a letter without such a form (a
// kanji).
std::optional<std::string> account_holder(std::string_view typed);
inline constexpr std::size_t most_holder = 48; // a mark of voicing is a letter of its own

struct BankTransfer {
    BankAccount to;
    std::int64_t amount = 0; // yen, 1 … 9,999,999,999
    std::string reference;   // digits, at most ten: comes back with what the bank returns
};

// From the bank's own leaflet; the defaults are what most of them take.
struct BankProfile {
    bool line_ends = true;         // CR LF after each record
    bool end_of_file_mark = false; // 1Ah at the end
    bool clearing_house_zeros = false;
    char delivery = '7'; // 振込指定区分: 7 by wire; some want a space
    friend bool operator==(const BankProfile&, const BankProfile&) = default;
};

struct TransferFile {
    std::string client_code; // ten digits, given by the bank
    BankAccount from;        // whose holder is the client's name
    Date pay_on;             // a business day of the bank
    std::vector<BankTransfer> transfers;
};

// The bytes of the file. Everything in `file` was checked when it was entered; a number that does
// not fit its field is our own bug and aborts. Names are cut at the end of their field, never
// between a kana and its mark.
std::string write_transfers(const TransferFile& file, const BankProfile& profile);

} // namespace meguri::gateway
