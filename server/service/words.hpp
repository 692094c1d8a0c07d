// Small sets as the contract writes them.
#pragma once

#include "access/permissions.hpp"
#include "http/json_out.hpp"
#include "ledger/command.hpp"

namespace meguri::service {

void write_capabilities(
    http::JsonOut& out, ledger::Capabilities capabilities
); // "capabilities": ["takes_money", …]
void write_rights(http::JsonOut& out, access::StaffRights rights); // "rights": ["receive", …]

} // namespace meguri::service
