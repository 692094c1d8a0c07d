// Top-ups by credit card through a provider's hosted page (CHG-e). The card number is typed there
// and never reaches us; what we know of a payment are the provider's ids.
//
// Everything is named by OUR reference, made from the ledger's entry before the provider hears of
// it: so a lost answer can be asked for again and nothing is ever taken twice. Whether value is
// given, held or returned is features/card_top_ups' business; this is only the way out and in.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace meguri::gateway {

struct CardOrder {
    std::string reference; // ours: 1 to 40 letters and digits
    std::int64_t yen = 0;
    std::string title; // what the hosted page calls it
    Instant expires;   // the page takes no payment afterwards: 30 minutes to 24 hours ahead
    std::string paid_url, left_url; // where the person's browser goes afterwards
};

struct CardCheckout {
    std::string session; // the provider's id of the hosted page
    std::string url;     // where to send the person
};

// How an order stands with the provider.
struct CardStanding {
    enum class Kind {
        none,     // it knows no payment for it
        open,     // may still be paid
        captured, // paid: `payment`, `yen`
        ended,    // was not paid and cannot be any more
    };
    Kind kind = Kind::none;
    std::string payment; // the provider's id of the payment
    std::int64_t yen = 0;
};

// What the provider tells us by itself: any number of times, in any order, or never.
struct CardEvent {
    enum class Kind { captured, ended, charged_back, other };
    Kind kind = Kind::other;
    std::string reference; // ours; "" where the provider does not say it (charge-backs)
    std::string payment;   // the provider's id of the payment; "" for `ended`
    std::int64_t yen = 0;  // captured
};

class CardPayments {
  public:
    virtual ~CardPayments() = default;

    // Each blocks up to 10 s: worker threads only. Faults:
    //   unavailable      certainly nothing was done: try again later
    //   outcome_unknown  perhaps done: ask again with the same reference
    //   invalid          the provider refuses this very request; repeating will not help

    // The same order again gives the same page, however often it is sent.
    virtual Try<CardCheckout> create(const CardOrder& order) = 0;
    // `session` "" when we never heard of one: then what was captured is looked for by reference.
    virtual Try<CardStanding> find(std::string_view reference, std::string_view session) = 0;
    // Closes the page: afterwards nothing can be captured any more. Gives how it stands then, which
    // is `captured` when the person was faster.
    virtual Try<CardStanding> close(std::string_view reference, std::string_view session) = 0;
    // All of it, once, however often it is asked for. `unavailable` also while it is under way:
    // only what has arrived is done; `invalid` when it failed at the holder's bank.
    virtual Try<> refund(std::string_view reference, std::string_view payment) = 0;
    // Whose payment is this? Nothing: not one of ours.
    virtual Try<std::optional<std::string>> reference_of(std::string_view payment) = 0;

    // A message that came to us. `invalid`: not signed by the provider, too old or unreadable;
    // nothing of it may be believed. No I/O: any thread.
    virtual Try<CardEvent>
    read(std::string_view body, std::string_view signature, Instant now) const = 0;
};

} // namespace meguri::gateway
