// A client's address as limits count it.
#pragma once

#include <cstdint>
#include <string_view>

namespace meguri::http {

// IPv4 as it is (also when it comes written as IPv6), IPv6 by its network: one household has 2^64
// addresses. 0 for what is no address. Not secret and not reversible into a person, but never into
// a log beside what the person did.
std::uint64_t number_of_address(std::string_view address);

} // namespace meguri::http
