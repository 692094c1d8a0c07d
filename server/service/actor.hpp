// The person behind a request, as the ledger names people.
#pragma once

#include "http/request.hpp"
#include "ledger/command.hpp"

namespace meguri::service {

inline ledger::Actor actor_of(const http::Request& request) {
    const access::Caller& caller = request.caller();
    switch (caller.role) {
    case access::Role::resident: return {ledger::ActorKind::resident, caller.person};
    case access::Role::staff: return {ledger::ActorKind::staff, caller.person};
    case access::Role::operator_: return {ledger::ActorKind::operator_, caller.person};
    case access::Role::nobody: break;
    }
    MEGURI_ENSURE(!"a command without a person");
    return {};
}

} // namespace meguri::service
