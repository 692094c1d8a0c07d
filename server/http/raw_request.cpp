#include "http/raw_request.hpp"

namespace meguri::http {

void RawRequest::clear() {
    for (std::string* each :
         {&method, &target, &cookie, &origin, &host, &content_type, &meguri, &authorization,
          &last_event_id, &if_none_match, &accept_encoding, &forwarded_for, &signature,
          &idempotency_key, &body}) {
        each->clear();
    }
    keep_alive = true;
    expects_continue = doubtful = false;
}

std::string_view RawRequest::query() const {
    const auto at = target.find('?');
    return at == std::string::npos ? std::string_view{} : std::string_view(target).substr(at + 1);
}

std::string_view RawRequest::cookie_named(std::string_view name) const {
    std::string_view rest = cookie;
    while (!rest.empty()) {
        const auto end = rest.find(';');
        std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        while (pair.starts_with(' '))
            pair.remove_prefix(1);
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
            return pair.substr(name.size() + 1);
    }
    return {};
}

} // namespace meguri::http
