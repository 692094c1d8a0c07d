// Internal: one request as its connection has read it. Strings are reused from request to request.
#pragma once

#include <string>
#include <string_view>

namespace meguri::http {

struct RawRequest {
    std::string method, target;
    std::string cookie, origin, host, content_type, meguri, authorization, last_event_id,
        if_none_match, accept_encoding, forwarded_for, signature, idempotency_key;
    std::string body;
    bool keep_alive = true;
    bool expects_continue = false;
    bool doubtful = false; // a field that must be there once is missing or there twice

    void clear();
    std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
    std::string_view query() const;
    std::string_view cookie_named(std::string_view name) const; // "" when there is none
};

} // namespace meguri::http
