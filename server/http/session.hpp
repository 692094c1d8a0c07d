// Who a request comes from. The cookie holds an opaque 256-bit token; what it stands for is kept by
// features/identity, which implements SessionSource. A session that has ended must not be found
// again from that moment on.
#pragma once

#include "access/permissions.hpp"
#include "http/async.hpp"

#include <memory>
#include <string>

namespace meguri::http {

struct Session {
    std::int64_t number = 0; // its row; never leaves the server
    access::Caller caller;   // role, person, place, rights as they are now
    WalletId wallet;         // residents
    std::string person;      // public id
};
using SessionPtr = std::shared_ptr<const Session>;

class SessionSource {
  public:
    virtual ~SessionSource() = default;
    // Null when there is no such session (any more). Answer from memory where possible: every
    // request asks.
    virtual Async<SessionPtr> find(std::string_view token) = 0;
};

// The session cookie: `__Host-meguri; Secure` where the city's address is https, else `meguri`
// (development).
class Cookies {
  public:
    explicit Cookies(bool https) : https_(https) {}
    std::string_view name() const { return https_ ? "__Host-meguri" : "meguri"; }
    std::string
    set(std::string_view token,
        std::int64_t max_age_seconds) const; // value for Response::set_cookie
    std::string remove() const;

  private:
    bool https_;
};

} // namespace meguri::http
