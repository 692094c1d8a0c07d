// The card provider of demo and test cities: speaks the same interface as the real one, shows a
// hosted page on which the tester pays, fails or leaves, tells the city by signed messages, and
// misbehaves on request. No HTTP of its own: app/ mounts handle() under /sim/card, in demo and test
// environments only, and card_messages.hpp carries the messages. In memory only; nothing here is
// ever real.
//
//   POST /v1/checkout/sessions, GET …?payment_intent=, GET …/{id}, POST …/{id}/expire,
//   GET /v1/payment_intents/search, POST /v1/refunds     as the real one; bearer secret
//   GET  /pay/{session}      the hosted page
//   POST /pay/{session}      action=pay | fail | leave | lapse (time is up) | slip (taken although
//                            time was up: what a provider must not do)
//   GET  /payments           {"payments":[{"reference","session","status","yen","refunded",…} …]}
//   POST /charge-backs       {"reference":"…"}: the holder disputes the payment
//   POST /faults             {"api":"…","messages":"…"}
//     api       none · late: done, answered after 12 s (longer than the client waits) · down: 503,
//               nothing done · wrong: done, and the answer is not the interface's
//     messages  none · late: after 2 s · doubled · reordered: each after a while of its own · lost
//     ·
//               forged: signed with another secret · wild: for each message one of the others
#pragma once

#include "base/random.hpp"
#include "base/time.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace meguri::gateway {

class CardSimulator {
  public:
    enum class Api { none, late, down, wrong };
    enum class Messages { none, late, doubled, reordered, lost, forged, wild };
    struct Settings {
        std::string secret, webhook_secret;
        std::string public_url; // of this simulator, without a slash at the end: hosted pages
    };
    struct Asked {
        std::string_view method, path; // without the prefix it is mounted under, with the query
        std::string_view body{}, authorization{}, idempotency_key{};
    };
    struct Answer {
        int status = 200;
        std::string body{}; // empty where the host words its own problem
        std::int64_t delay_ms = 0;
        std::string_view content_type = "application/json";
        std::string location{}; // of a 303
    };
    struct Message {      // to be delivered to the city
        std::string city; // where it goes to: the origin of the page that the person returns to
        std::string body;
        bool forged = false;
        int attempt = 0;
    };

    // `clock` and `random` outlive it.
    CardSimulator(Settings settings, const Clock& clock, Random& random)
        : settings_(std::move(settings)), clock_(clock), random_(random) {}

    Answer handle(const Asked& asked); // any thread
    void set_faults(Api api, Messages messages);
    void set_refunds(std::string status); // "succeeded", or how those to come and those there stand

    // What is due; whoever takes a message delivers it, or puts it back when it did not arrive.
    std::vector<Message> take_due();
    void undelivered(Message message);
    std::string signature_of(const Message& message) const; // now

  private:
    enum class Status { open, captured, ended };
    struct Session {
        std::string id, reference, title, paid_url, left_url, payment;
        std::int64_t yen = 0, refunded = 0;
        Instant expires;
        Status status = Status::open;
        bool charged_back = false;
    };
    struct Done { // what an Idempotency-Key was used for
        std::string path, form;
        Answer answer;
    };

    Answer api(const Asked& asked, std::string_view path);
    Answer do_once(const Asked& asked, std::string_view path);
    Answer act(std::string_view path, std::string_view form);
    Answer create(std::string_view form);
    Answer expire(std::string_view id);
    Answer refund(std::string_view form);
    Answer look(std::string_view path, std::string_view query);
    Answer show_page(std::string_view id);
    Answer press(std::string_view id, std::string_view form);
    Answer list_payments() const;
    Answer charge_back(std::string_view json);
    Answer change_faults(std::string_view json);
    void capture(Session& session);
    void end(Session& session);
    void end_overdue();
    void tell(const Session& session, std::string_view type, std::string_view object);
    void schedule(Message message, std::int64_t after_ms);
    std::string fresh_id(std::string_view kind);
    Session* find(std::string_view id);
    Session* find_payment(std::string_view payment);
    std::string json_of(const Session& session) const;

    const Settings settings_;
    const Clock& clock_;
    Random& random_;
    std::string refunds_ = "succeeded";
    mutable std::mutex mutex_;
    Api api_ = Api::none;
    Messages messages_ = Messages::none;
    std::map<std::string, Session, std::less<>> sessions_;       // by id
    std::map<std::string, std::string, std::less<>> by_payment_; // to session id
    std::map<std::string, std::string, std::less<>> by_reference_;
    std::map<std::string, Done, std::less<>> done_; // by Idempotency-Key
    std::multimap<std::int64_t, Message> waiting_;  // by the moment when it is due
};

} // namespace meguri::gateway
