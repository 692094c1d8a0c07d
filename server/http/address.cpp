#include "http/address.hpp"

#include <boost/asio/ip/address.hpp>
#include <string>

namespace meguri::http {

std::uint64_t number_of_address(std::string_view address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(std::string(address), error);
    if (error) return 0;
    if (parsed.is_v4()) return parsed.to_v4().to_uint();
    const auto bytes = parsed.to_v6().to_bytes();
    // A socket that takes both kinds gives IPv4 clients as ::ffff:a.b.c.d.
    const std::size_t first = parsed.to_v6().is_v4_mapped() ? 12 : 0, last = first ? 16 : 8;
    std::uint64_t number = 0;
    for (std::size_t i = first; i < last; ++i)
        number = number << 8 | bytes[i];
    return number;
}

} // namespace meguri::http
