// The terms of a program (事業): pure data, versioned, published only by two people. What an amount
// may be, how much in all, until when it can be used. Names and pictures are registry rows that the
// rules cannot see.
#pragma once

#include "base/codec.hpp"
#include "ledger/account.hpp"
#include "ledger/refusal.hpp"

#include <optional>
#include <string>

namespace meguri::ledger {

enum class Unit : std::uint8_t {
    money = 1,
    point = 2
}; // 1 unit of money = 1 yen; points are not yen (PNT-a)
enum class Origin : std::uint8_t { paid = 1, granted = 2 }; // 前払式支払手段 only when paid for

// When value stops being usable. The last day counts until 24:00 JST.
struct Expiry {
    enum class Kind : std::uint8_t { never = 0, days_after = 1, fixed = 2 };
    Kind kind = Kind::never;
    std::int32_t days = 0; // days_after: issue day + days
    Date date;             // fixed

    Date of(Date issued_on) const;
    friend bool operator==(const Expiry&, const Expiry&) = default;
};

// What residents may buy at once. 0 = no limit where a limit may be left out.
struct TopUpTerms {
    Amount minimum;        // per time, >= 1 (CHG-b)
    Amount step;           // amounts are multiples of it, >= 1
    Amount maximum;        // per time (CHG-c)
    Amount person_maximum; // per person over the life of the program; 0 = none (CHG-c)

    friend bool operator==(const TopUpTerms&, const TopUpTerms&) = default;
};

struct ProgramTerms {
    Unit unit = Unit::money;
    Origin origin = Origin::paid;
    TopUpTerms top_up;
    Amount budget;   // most that may ever be issued; 0 = none (CHG-c)
    Date issue_from; // none = at once
    Date issue_to;   // last day; none = open
    Expiry expiry;

    Rights rights_at_issue() const;
    friend bool operator==(const ProgramTerms&, const ProgramTerms&) = default;
};

// The field whose value contradicts the others or cannot be; nothing when the terms make sense.
std::optional<std::string> contradiction(const ProgramTerms& terms, Date today);

void write(Writer& out, const ProgramTerms& terms);
ProgramTerms read_terms(Reader& in);

} // namespace meguri::ledger
