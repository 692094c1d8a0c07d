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
struct Terms {
    std::uint64_t unit = 0, origin = 0;
    std::int64_t minimum = 0, step = 0, maximum = 0, person_maximum = 0, budget = 0;
    std::int64_t issue_from = 0, issue_to = 0; // yyyymmdd
    std::uint64_t expiry = 0;                  // 0 never, 1 days after, 2 fixed
    std::int64_t expiry_days = 0, expiry_date = 0;
    Bytes bytes; // as they stood

    std::int64_t expires_on(std::int64_t business_date) const; // of value issued on that day
    std::int64_t rights() const { return origin == 2 ? 1 : 0; }
};

// Tags of facts.
namespace fact {
inline constexpr std::uint64_t wallet_opened = 0, wallet_status = 1, organization_registered = 2,
                               place_registered = 3, place_status = 4, proposed = 5,
                               proposal_closed = 6, program_published = 7, program_stopped = 8,
                               payment_cancelled = 9;
}
struct Fact {
    std::uint64_t tag = 0;
    std::int64_t wallet = 0, place = 0, organization = 0, program = 0, proposal = 0, person = 0,
                 payment = 0, amount = 0;
    std::uint64_t number = 0; // status, state, version or capabilities, as the tag says
    Terms terms;
    Bytes texts, digest;
};
struct Count {
    std::uint64_t counter;
    std::int64_t wallet, program, by;
};
struct Effects {
    std::vector<Fact> facts;
    std::vector<Count> counts;
};
std::optional<Effects> decode_effects(std::string_view bytes);
Terms read_terms(Decoder& in);

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
