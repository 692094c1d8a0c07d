// Who may do what: one table, role × operation × scope (permissions.cpp). What has no row is
// refused; a test fails when an operation of the contract has none.
//
// A scope says whose things the operation may touch. It is half of the check: the feature looks up
// what was asked for by the caller's own wallet or place, and answers not_found (never "forbidden")
// for what is somebody else's, so that nobody learns what exists (tests/api/access.test.mjs).
#pragma once

#include "base/ids.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace meguri::access {

// Every operation of the contract, by its operationId.
enum class Operation : std::uint16_t {
#define MEGURI_OPERATION(name, method, path, kind) name,
#include "generated/operations.inc"
#undef MEGURI_OPERATION
    count_
};
std::string_view name_of(Operation operation);
std::optional<Operation> operation_named(std::string_view operation_id);

enum class Role : std::uint8_t {
    nobody = 1,
    resident = 2,
    staff = 3,
    operator_ = 4
}; // nobody: not signed in

// What a person of a place may do there; a set.
enum class StaffRight : std::uint8_t { receive = 1, top_up = 2, cancel = 4, manage = 8 };
struct StaffRights {
    std::uint8_t bits = 0;
    constexpr bool has(StaffRight right) const { return bits & static_cast<std::uint8_t>(right); }
    constexpr StaffRights with(StaffRight right) const {
        return {static_cast<std::uint8_t>(bits | static_cast<std::uint8_t>(right))};
    }
    friend constexpr bool operator==(StaffRights, StaffRights) = default;
};

enum class Scope : std::uint8_t {
    none,  // refused
    self,  // the actor's own: person, wallets, sessions
    place, // the actor's own place
    city,  // everything of the city
    open,  // nothing of anybody: public texts, signing in
};

// Who asks, as the session says at this moment.
struct Caller {
    Role role = Role::nobody;
    PersonId person;
    PlaceId place;      // of staff
    StaffRights rights; // of staff
};

// May this caller call the operation, and on whose things? `Scope::none` = refused.
Scope allowed(const Caller& caller, Operation operation);

// The table itself, for tests, `/api` documentation and the auditor's report.
struct Rule {
    std::string_view operation;
    Role role;
    Scope scope;
    std::optional<StaffRight> needs;
};
std::span<const Rule> rules();

} // namespace meguri::access
