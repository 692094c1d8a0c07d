// The clearing side of public dues (地方税共同機構 and whoever stands before it): asked how a slip
// stands, told that it is paid, asked what became of it (GEN-h). Its interface for payment apps is
// not public; ours is the least that can be done with, and one adapter is all that changes.
//
// A payment is named by OUR reference, made from the ledger's entry before the clearing side hears
// of anything: a lost answer is asked for again, and nothing is ever paid twice. Whether value is
// held, spent or given back is features/public_dues' business.
#pragma once

#include "base/result.hpp"
#include "gateway/clearing/slip.hpp"

#include <optional>

namespace meguri::gateway {

// Why a slip cannot be paid. Kept in rows: append, never reuse a number.
enum class SlipRefused : std::uint8_t {
    none = 0,
    already_paid = 1,
    expired = 2,
    unknown = 3,        // it knows no such slip
    amount_differs = 4, // it knows the slip with another amount
};

struct SlipStanding {
    SlipRefused refused = SlipRefused::none; // none: may be paid
    std::int64_t yen = 0;                    // as the clearing side knows it; 0: it does not say
};

struct DuesOrder {
    std::string reference; // ours: 1 to 40 letters and digits
    Slip slip;
    Instant accepted_at; // when the resident paid: whether in time is judged by it
};

// What has become of a payment.
struct DuesStanding {
    enum class Kind {
        none,    // it never heard of this reference
        pending, // taken; not decided yet
        paid,    // `receipt`, `at`
        refused, // `refused`; certainly not paid and never will be
    };
    Kind kind = Kind::none;
    SlipRefused refused = SlipRefused::none;
    std::string receipt; // its own number of the payment, 1 to 40 letters, digits and hyphens
    Instant at;
};

class Clearing {
  public:
    virtual ~Clearing() = default;

    // Each blocks up to 10 s (`ask` 4 s: a person waits): worker threads only. Faults:
    //   unavailable      certainly nothing was done: try again later
    //   outcome_unknown  perhaps done: ask again with the same reference
    //   invalid          it refuses this very request; repeating will not help
    virtual Try<SlipStanding> ask(const Slip& slip) = 0; // slip.yen 0: not known to us
    // The same reference again has the same answer, however often it is sent.
    virtual Try<DuesStanding> pay(const DuesOrder& order) = 0;
    virtual Try<DuesStanding> find(std::string_view reference) = 0;
};

} // namespace meguri::gateway
