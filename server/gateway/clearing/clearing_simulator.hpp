// The clearing side of demo and test cities: speaks the interface of clearing_client.hpp and
// misbehaves on request. No HTTP of its own: app/ mounts handle() under /sim/clearing, in demo and
// test environments only. In memory only; nothing here is ever real.
//
//   POST /v1/slips, POST /v1/payments, GET /v1/payments/{reference}   bearer secret
//   POST /slips      {"number","confirmation","division","amount","state"}: a slip that it knows,
//                    payable | already_paid | expired. One that it does not know is payable when it
//                    comes with its amount (it was scanned), and unknown otherwise.
//   GET  /payments   {"payments":[{"reference","number","amount","state",…} …]}
//   POST /faults     {"api":"…","results":"…"}
//     api      none · late: done, answered after 12 s (longer than the client waits) · down: 503,
//              nothing done · wrong: done, and the answer is not the interface's (a lost one)
//     results  at_once · later: payments stay pending until this is changed; what was pending is
//              then decided · already_paid: refused, the slip was paid somewhere else
#pragma once

#include "gateway/clearing/clearing.hpp"

#include <map>
#include <mutex>

namespace meguri::gateway {

class ClearingSimulator {
  public:
    enum class Api { none, late, down, wrong };
    enum class Results { at_once, later, already_paid };
    struct Asked {
        std::string_view method, path; // without the prefix it is mounted under
        std::string_view body{}, authorization{}, idempotency_key{};
    };
    struct Answer {
        int status = 200;
        std::string body{}; // empty where the host words its own problem
        std::int64_t delay_ms = 0;
        std::string_view content_type = "application/json";
    };

    // `clock` outlives it.
    ClearingSimulator(std::string secret, const Clock& clock)
        : secret_(std::move(secret)), clock_(clock) {}

    Answer handle(const Asked& asked); // any thread
    void set_faults(Api api, Results results);

  private:
    struct Known { // a slip
        std::string confirmation, division;
        std::int64_t yen = 0;
        SlipRefused state = SlipRefused::none;
    };
    struct Payment {
        std::string number, sent; // `sent`: the whole request, for the Idempotency-Key
        std::int64_t yen = 0;
        DuesStanding standing;
    };

    Answer api(const Asked& asked);
    Answer slip(std::string_view json);
    Answer pay(std::string_view json, std::string_view key);
    Answer find(std::string_view reference) const;
    Answer add_slip(std::string_view json);
    Answer list() const;
    Answer change_faults(std::string_view json);
    SlipRefused judge(const Slip& slip);
    void decide(Payment& payment);
    void apply_faults(Api api, Results results);
    std::string json_of(const std::string& reference, const Payment& payment) const;

    const std::string secret_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    Api api_ = Api::none;
    Results results_ = Results::at_once;
    std::map<std::string, Known, std::less<>> slips_;      // by number
    std::map<std::string, Payment, std::less<>> payments_; // by reference
    int receipts_ = 0;
};

} // namespace meguri::gateway
