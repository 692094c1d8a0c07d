// What a handler gets and gives. Free of Beast, so that features compile quickly.
#pragma once

#include "base/time.hpp"
#include "http/async.hpp"
#include "http/json_out.hpp"
#include "http/session.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meguri::http {

// All views stay valid until the answer has been sent, across every co_await.
struct Request {
    access::Operation operation{};
    std::string_view
        id; // the one variable part of the path ({id}, {sid}); letters, digits, _ and - only
    std::string_view query; // after the `?`, still percent-encoded: read it with Fields::of_query
    std::string_view body;  // read it with Fields(request.body)
    std::string_view
        token; // of the session cookie; "" when there is none. Needed for signing out only
    std::string_view authorization;
    std::string_view last_event_id;
    std::string_view signature;       // of a partner's message over the body, as it names the field
    std::string_view idempotency_key; // of programs' interfaces; people's keys are in the body
    std::string_view if_none_match;
    std::string_view accept_encoding;
    std::string_view client; // the client's address; never into a log beside what the person did
    SessionPtr session; // null: nobody is signed in. Handlers of operations that need a role always
                        // have one
    Instant at;         // when the request came

    const access::Caller& caller() const;
};

class EventStream;

struct Response {
    int status = 200;
    std::string body{};
    std::string_view content_type =
        "application/json";   // text that outlives the response: a literal
    std::string set_cookie{}; // Cookies::set or ::remove
    std::vector<std::pair<std::string_view, std::string>> headers{
    }; // further ones; names are literals
    std::shared_ptr<EventStream> stream{};            // server-sent events instead of a body
    std::shared_ptr<const std::string> shared_body{}; // instead of `body`: sent without a copy
    std::string_view refusal{};                       // its word, for the log; a literal
};

using Handler = std::function<Async<Response>(Request&)>;

inline Response answer(int status, JsonOut&& json) {
    return {.status = status, .body = std::move(json).text()};
}
inline Response ok(JsonOut&& json) { return answer(200, std::move(json)); }
inline Response created(JsonOut&& json) { return answer(201, std::move(json)); }
inline Response no_content() { return {.status = 204, .content_type = {}}; }

} // namespace meguri::http
