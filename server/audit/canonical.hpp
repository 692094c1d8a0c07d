// The bytes of docs/journal.md, written and read by code of the auditor's own.
#pragma once

#include "audit/rows.hpp"
#include "base/hash.hpp"

#include <optional>

namespace meguri::audit {

class Encoder {
  public:
    Encoder& number(std::uint64_t n);
    Encoder& signed_number(std::int64_t n);
    Encoder& raw(std::string_view bytes);
    Encoder& string(std::string_view bytes); // length and bytes
    const Bytes& bytes() const { return out_; }

  private:
    Bytes out_;
};

// Accepts shortest forms only. After anything malformed ok() is false and all further reads give 0.
class Decoder {
  public:
    explicit Decoder(std::string_view in) : in_(in) {}
    std::uint64_t number();
    std::int64_t signed_number();
    std::string_view raw(std::uint64_t size);
    std::string_view string() { return raw(number()); }
    bool ok() const { return ok_; }
    bool finished() const { return ok_ && at_ == in_.size(); }
    std::size_t at() const { return at_; }
    std::string_view since(std::size_t from) const { return in_.substr(from, at_ - from); }

  private:
    std::string_view in_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

// --- days
// ---------------------------------------------------------------------------------------------------------
std::int64_t japanese_day(std::int64_t at_ms); // yyyymmdd of the day in Japan
std::optional<std::int64_t> day_number(std::int64_t yyyymmdd
);                                             // days since 1970; 0 for 0; nothing when no such day
std::int64_t day_of_number(std::int64_t days); // the other way; 0 for 0

// --- an entry
// -----------------------------------------------------------------------------------------------------
struct Expiry {
    std::uint64_t kind = 0; // 0 never, 1 days after, 2 fixed, 3 months after
    std::int64_t days = 0, date = 0, months = 0;
    std::int64_t of(std::int64_t business_date) const; // last day of value issued on that day
};
struct Tier {
    std::int64_t from, per_10000, fixed;
};
struct Places { // which places a rule is about
    std::vector<std::int64_t> types, areas, places, without_types, without_places;
    bool allow(std::int64_t place, std::int64_t type, std::int64_t area) const;
    int narrowness() const; // 0 everywhere … 5 a list
};
struct Times {                     // days and hours
    std::int64_t from = 0, to = 0; // yyyymmdd
    std::uint64_t weekdays = 0;
    std::int64_t from_minute = 0, to_minute = 0;
    bool allow(std::int64_t at_ms) const;
};
struct Rule { // a limit
    std::uint64_t what, measure;
    std::int64_t cap;
    std::uint64_t period, who;
};

struct Terms {
    std::uint64_t unit = 0, origin = 0;
    std::int64_t minimum = 0, step = 0, maximum = 0, person_maximum = 0, budget = 0;
    std::int64_t issue_from = 0, issue_to = 0; // yyyymmdd
    Expiry expiry;
    std::vector<std::pair<std::int64_t, Expiry>> bands; // from this amount on
    Places where;
    Times when;
    std::uint64_t dues = 0;
    bool stays_on_card = false, to_residents = false;
    std::uint64_t marks_all = 0, marks_any = 0;
    std::vector<Rule> limits;
    std::int64_t bonus_into = 0;
    std::vector<Tier> bonus;
    std::uint64_t at_limit = 1; // 1 refuse, 2 cut premium, 3 cut top-up
    std::vector<Tier> reward;
    std::int64_t reward_maximum = 0;
    bool reward_for_bought = false;
    std::uint64_t when_spent = 1; // 1 lowers the refund, 2 the city bears it
    Places reward_where;
    std::uint64_t issuer = 1;                   // 3 six months
    std::int64_t rate_yen = 0, rate_points = 0; // settlement; 0/0 none
    std::uint64_t rate_rounding = 1;            // 1 down, 2 half up, 3 up
    Bytes bytes;                                // as they stood

    std::int64_t expires_on(std::int64_t business_date, std::int64_t topped_up = 0) const;
    std::int64_t rights() const;
    bool eligible(std::uint64_t marks) const {
        return (marks & marks_all) == marks_all && (marks_any == 0 || (marks & marks_any) != 0);
    }
};
std::int64_t on_top_of(std::int64_t amount, const std::vector<Tier>& tiers);

// Tags of facts.
namespace fact {
inline constexpr std::uint64_t wallet_opened = 0, wallet_status = 1, organization_registered = 2,
                               place_registered = 3, place_status = 4, proposed = 5,
                               proposal_closed = 6, program_published = 7, program_stopped = 8,
                               payment_cancelled = 9, place_traits = 10, wallet_marks = 11,
                               policy = 12, job_proposed = 13, job_opened = 14, job_advanced = 15,
                               asked = 16, hold_opened = 17, hold_closed = 18, source_used = 19,
                               cards_registered = 20, card_set = 21, wallet_moved = 22,
                               mandate_given = 23, mandate_revoked = 24, handout_opened = 25,
                               handout_closed = 26, stay_set = 27, household_set = 28,
                               day_closed = 29, settlement_proposed = 30, settlement_opened = 31,
                               place_settled = 32, paid_out = 33, pay_out_returned = 34;
}
struct HandoutTerms {
    std::int64_t organization = 0, program = 0, place = 0;
    std::uint64_t ways = 0;
    std::int64_t amount = 0, stay_minutes = 0, stay_units = 0, from = 0, to = 0, person_times = 0;
    std::uint64_t person_period = 0;
    std::int64_t times = 0;
    Bytes word, bytes;
};
struct Fact {
    std::uint64_t tag = 0;
    std::int64_t wallet = 0, place = 0, organization = 0, program = 0, proposal = 0, person = 0,
                 payment = 0, amount = 0;
    std::uint64_t number = 0; // status, state, version, capabilities, marks … as the tag says
    Terms terms;
    Bytes texts, digest;             // digest also: of a job's rows, of a machine's command
    std::int64_t type = 0, area = 0; // traits of a place
    std::int64_t job = 0, rows = 0;  // rows: of a job, or done so far
    std::int64_t hold = 0, bonus = 0, dues = 0;
    std::int64_t card = 0, count = 0;
    std::int64_t to = 0; // another wallet, person or household
    std::int64_t mandate = 0, month_maximum = 0, until = 0;
    std::int64_t handout = 0, since = 0, minutes = 0;
    HandoutTerms handout_terms;
    Bytes source;
};
struct Count {
    std::uint64_t counter;
    std::int64_t wallet, of, by;
    std::uint64_t period = 0; // 0 ever, 1 day, 2 month, 3 fiscal year
    std::int64_t since = 0;   // yyyymmdd
};
struct Effects {
    std::vector<Fact> facts;
    std::vector<Count> counts;
};
std::optional<Effects> decode_effects(std::string_view bytes);
Terms read_terms(Decoder& in);
Count read_count(Decoder& in, bool with_wallet);
HandoutTerms read_handout(Decoder& in);
// First day of the period that a day lies in; 0 for ever.
std::int64_t period_start(std::uint64_t period, std::int64_t yyyymmdd);

struct Share { // value of one lot, used or not
    std::int64_t program, expires_on, rights, amount;
};
struct Why {
    std::vector<Share> used, unused;
};
std::optional<Why> decode_explanation(std::string_view bytes);

// Rebuilt from the columns; nothing when a day in them is no day.
std::optional<Bytes> canonical_form(const EntryRow& entry);

} // namespace meguri::audit
