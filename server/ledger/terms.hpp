// The terms of a program (事業): pure data, versioned, published only by two people. What value of
// it may be issued, to whom, until when and where it can be used, what it may do, and what comes on
// top of it. Names and pictures are registry rows that the rules cannot see.
//
// Frozen into each lot when it is issued: expiry, origin, dues, rights to move (Rights). Everything
// else follows the newest version; where and when may widen but never narrow.
#pragma once

#include "ledger/account.hpp"
#include "ledger/limit_rule.hpp"
#include "ledger/refusal.hpp"
#include "ledger/where_when.hpp"

#include <optional>
#include <string>

namespace meguri::ledger {

enum class Unit : std::uint8_t {
    money = 1,
    point = 2
}; // 1 unit of money = 1 yen; points are not yen (PNT-a)
enum class Origin : std::uint8_t { paid = 1, granted = 2 }; // 前払式支払手段 only when paid for
// Whose money it is in the eyes of the law (資金決済法). six_month: usable for at most six months
// from issue, never longer by any way; the rules hold it to that.
enum class IssuerMode : std::uint8_t { municipality = 1, third_party = 2, six_month = 3 };
enum class CostBearer : std::uint8_t {
    city = 1,
    organization = 2,
    place = 3
}; // used at settlement

// When value stops being usable. The last day counts until 24:00 JST.
struct Expiry {
    enum class Kind : std::uint8_t { never = 0, days_after = 1, fixed = 2, months_after = 3 };
    Kind kind = Kind::never;
    std::int32_t days = 0;   // days_after: issue day + days
    Date date;               // fixed
    std::int32_t months = 0; // months_after: the day before the issue day's, so many months later

    Date of(Date issued_on) const;
    friend bool operator==(const Expiry&, const Expiry&) = default;
};

// Top-ups of at least `from` expire like this (CHG-h); below the first band the program's expiry.
struct ExpiryBand {
    Amount from;
    Expiry expiry;
    friend bool operator==(const ExpiryBand&, const ExpiryBand&) = default;
};

// What comes on top of an amount of at least `from`: a share of it, rounded down, and a fixed sum.
// The highest tier that the amount reaches counts, for the whole of it.
struct Tier {
    Amount from;
    std::int32_t per_10000 = 0; // 2,000 = 20 %
    Amount fixed;
    friend bool operator==(const Tier&, const Tier&) = default;
};
Amount on_top_of(Amount amount, const std::vector<Tier>& tiers); // 0 below the first tier

// What happens to the top-up at which the premium runs out (CHG-d). Once nothing is left, all three
// refuse: sales have closed by themselves.
enum class AtLimit : std::uint8_t {
    refuse = 1,      // a top-up whose premium does not fit any more is refused
    cut_premium = 2, // it gets what is left
    cut_top_up = 3,  // it is cut to the largest amount whose premium still fits
};

// Premium by amount topped up (PRM-d), issued in a program of its own (money, never points).
struct Bonus {
    ProgramId into; // none: no bonus
    std::vector<Tier> tiers;
    AtLimit at_limit = AtLimit::refuse;
    friend bool operator==(const Bonus&, const Bonus&) = default;
};

// When a payment is taken back whose reward has been spent already.
enum class SpentReward : std::uint8_t {
    lowers_refund = 1, // the payer gets that much less back (money only)
    city_bears = 2,
};

// Premium by amount paid (PRM-f): a program with tiers here gives its own value for payments.
struct Reward {
    std::vector<Tier> tiers;      // none: no reward
    Amount payment_maximum;       // most for one payment; 0 = no limit
    bool for_bought_only = false; // counts only what was paid with bought value
    SpentReward when_spent = SpentReward::lowers_refund;
    Where where; // payments at these places (PRM-g)
    friend bool operator==(const Reward&, const Reward&) = default;
};

// Yen that a place gets for points, as a fraction; used at settlement only and shown to no
// resident.
struct SettlementRate {
    enum class Rounding : std::uint8_t { down = 1, half_up = 2, up = 3 };
    std::int64_t yen = 0, points = 0; // 0/0: none, the points are not settled in yen
    Rounding rounding = Rounding::down;
    friend bool operator==(const SettlementRate&, const SettlementRate&) = default;
};

// Who may be given value: wallets that carry all of `all` and one of `any` (opaque marks, bit by
// bit: "resident proven", age bands …). 0 asks for nothing.
struct MarksNeeded {
    std::uint64_t all = 0, any = 0;
    bool met_by(std::uint64_t marks) const {
        return (marks & all) == all && (any == 0 || (marks & any) != 0);
    }
    friend bool operator==(const MarksNeeded&, const MarksNeeded&) = default;
};

// What residents may buy at once. 0 = no limit where a limit may be left out; all zeros: not sold.
struct TopUpTerms {
    Amount minimum;        // per time, >= 1 (CHG-b)
    Amount step;           // amounts are multiples of it, >= 1
    Amount maximum;        // per time (CHG-c)
    Amount person_maximum; // per person over the life of the program; 0 = none (CHG-c)

    bool offered() const { return *this != TopUpTerms{}; }
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

    // --- from here on: written only when any of it is not as below (the second form)
    std::vector<ExpiryBand> bands; // by amount of the top-up, rising (CHG-h)
    Where where;                   // PRM-b
    When when;                     // PRM-b
    std::uint32_t dues = 0;        // bit n: may pay public dues of kind n (GEN-h), 0 … 15
    bool stays_on_card = false;    // true: does not move from a card to an app (CHG-g)
    bool to_residents = false;     // true: residents may give it to each other (PNT-i)
    MarksNeeded eligible;
    std::vector<LimitRule> limits; // PRM-c
    Bonus bonus;
    Reward reward;
    SettlementRate rate;
    CostBearer cost = CostBearer::city;
    IssuerMode issuer = IssuerMode::municipality;

    Rights rights_at_issue() const; // of what is bought
    // Of what is given (a grant, a handout, premium, a reward, an adjustment): granted, also in a
    // program that is sold. Nobody paid for it, so it must never count as 前払式支払手段.
    Rights rights_given() const;
    // Last day of a lot issued on `day`; `topped_up` is the amount that decides about the band.
    Date last_day(Date day, Amount topped_up = {}) const;
    friend bool operator==(const ProgramTerms&, const ProgramTerms&) = default;
};

// Why terms cannot be: the field as the contract names it ("top_up.minimum"), and a word of the
// reasons in api/refusals.json, where the sentences stand that people read.
struct Contradiction {
    std::string field;
    std::string reason;
};
// Nothing when the terms make sense in themselves; terms_in_city.hpp judges them in their city.
std::optional<Contradiction> contradiction(const ProgramTerms& terms, Date today);
// What a new version may not change: the unit, the issuer's mode, where and when to something
// narrower.
std::optional<Contradiction> contradiction(const ProgramTerms& next, const ProgramTerms& in_force);

// Terms that say nothing beyond the first seven fields are written in the first form, others in the
// second: one spelling for each.
void write(Writer& out, const ProgramTerms& terms);
ProgramTerms read_terms(Reader& in);

} // namespace meguri::ledger
