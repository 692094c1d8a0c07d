// The world failed: disk, database, network. A Fault is never shown to people as it is; http/ turns
// it into `outcome_unknown` or `paused`. (The rules saying no is a ledger Refusal; our own bug is
// MEGURI_ENSURE.)
#pragma once

#include <expected>
#include <string>

namespace meguri {

enum class FaultCode {
    unavailable,     // could not be reached; nothing was done
    outcome_unknown, // sent, but no answer: may or may not have happened
    fenced,          // another process has taken over; this one must end
    corrupt,         // stored data contradict themselves
    invalid,         // the other side answered outside its protocol, or configuration is wrong
};

struct Fault {
    FaultCode code;
    std::string detail; // for the log; holds no personal data
};

template <class T = void> using Try = std::expected<T, Fault>;

inline std::unexpected<Fault> fault(FaultCode code, std::string detail) {
    return std::unexpected(Fault{code, std::move(detail)});
}

} // namespace meguri
