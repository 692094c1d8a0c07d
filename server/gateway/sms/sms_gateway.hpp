// Sending one short message. Who is told what, when and how often is the sender's business (the
// outbox in the registry); this is only the way out.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace meguri::gateway {

class SmsGateway {
  public:
    virtual ~SmsGateway() = default;
    // Sends `body` to `to` (E.164) and returns the provider's id of the message. Blocks up to 5 s:
    // worker threads only.
    //   unavailable      certainly not sent (no connection, or refused by the provider): try again
    //   later outcome_unknown  perhaps sent (no or unreadable answer): a code may be sent again, a
    //   bill may not invalid          the provider refuses this very message or our account:
    //   repeating will not help
    // Neither number nor text is ever logged or part of a Fault.
    virtual Try<std::string> send(std::string_view to, std::string_view body) = 0;
};

} // namespace meguri::gateway
