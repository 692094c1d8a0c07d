#include "http/session.hpp"

#include <fmt/format.h>

namespace meguri::http {

std::string Cookies::set(std::string_view token, std::int64_t max_age_seconds) const {
    return fmt::format(
        "{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", name(), token, max_age_seconds,
        https_ ? "; Secure" : ""
    );
}

std::string Cookies::remove() const { return set("", 0); }

} // namespace meguri::http
