// The SMS provider of demo and test cities: speaks the same API as the real one, keeps what it
// "sent" in an inbox, and misbehaves on request. No HTTP of its own: app/ mounts handle() under
// /sim/sms, in demo and test environments only. In memory only; nothing here is ever real.
//
//   POST /2010-04-01/Accounts/{account}/Messages.json   as the real one; Basic authentication
//   GET  /inbox?to=%2B8190… {"messages":[{"sid","to","from","body","at"} …]}, newest first POST
//   /faults                                        {"mode":"none"|"late"|"down"|"doubled"|"wrong"}
//
//   late: delivered, but the answer comes after 8 s (longer than the client waits) · down: 503,
//   nothing delivered · doubled: delivered twice · wrong: delivered, and the answer is not the
//   API's
#pragma once

#include "base/random.hpp"
#include "base/time.hpp"

#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace meguri::gateway {

class SmsSimulator {
  public:
    enum class Fault { none, late, down, doubled, wrong };
    struct Message {
        std::string to, from, body, sid;
        Instant at;
    };
    struct Answer {
        int status = 200;
        std::string body; // empty where status says that something was refused: the host words its
                          // own problem
        std::int64_t delay_ms = 0; // the host waits so long before it answers
        std::string content_type = "application/json";
    };

    // `clock` and `random` outlive it.
    SmsSimulator(std::string account, std::string token, const Clock& clock, Random& random)
        : account_(std::move(account)), token_(std::move(token)), clock_(clock), random_(random) {}

    // `path` without the prefix it is mounted under but with the query, `authorization` the
    // header's value or "". Any thread.
    Answer handle(
        std::string_view method, std::string_view path, std::string_view body,
        std::string_view authorization
    );

    void set_fault(Fault fault);
    std::vector<Message> inbox(std::string_view to = {}) const; // newest first; "" = of everybody

  private:
    Answer accept(std::string_view form, std::string_view authorization);
    Answer show_inbox(std::string_view to) const;
    Answer change_fault(std::string_view json);
    void deliver(const Message& message);

    const std::string account_, token_;
    const Clock& clock_;
    Random& random_;
    mutable std::mutex mutex_;
    Fault fault_ = Fault::none;
    std::deque<Message> messages_; // newest first, the last 1,000
};

} // namespace meguri::gateway
