// Internal: what is checked before a handler runs, cheapest first. Knows no sockets, so that each
// check has a plain test.
#pragma once

#include "http/limits.hpp"
#include "http/raw_request.hpp"
#include "http/router.hpp"

#include <optional>
#include <string>

namespace meguri::http {

class Gate {
  public:
    Gate(std::string_view public_url, Admission& admission)
        : origin_(origin_of(public_url)), admission_(admission) {}

    // Before the session is known: form, media type, proof that our own page sent it, the address's
    // rate.
    std::optional<Response> before_session(
        const OperationInfo& info, const RawRequest& raw, std::uint64_t address, Instant now
    );
    // With the session: may this role do it at all, and the rate of the person or of somebody
    // unknown.
    std::optional<Response> with_session(
        access::Operation operation, const SessionPtr& session, std::uint64_t address, Instant now
    );

    static std::string origin_of(std::string_view url); // "https://host:port", no path

  private:
    bool sent_by_our_page(const RawRequest& raw) const;

    std::string origin_;
    Admission& admission_;
};

} // namespace meguri::http
