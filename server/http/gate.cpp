#include "http/gate.hpp"

#include "http/problem.hpp"

namespace meguri::http {

namespace {
bool is_media_type(std::string_view value, std::string_view type) {
    value = value.substr(0, value.find(';'));
    while (value.ends_with(' '))
        value.remove_suffix(1);
    return value == type;
}
} // namespace

std::string Gate::origin_of(std::string_view url) {
    const auto host = url.find("://");
    if (host == std::string_view::npos) return {};
    return std::string(url.substr(0, url.find('/', host + 3)));
}

// A form or picture of another site cannot set X-Meguri; a script of another site is stopped by
// Origin, which browsers add to everything that is no GET.
bool Gate::sent_by_our_page(const RawRequest& raw) const {
    if (raw.meguri != "1") return false;
    if (raw.origin.empty() || raw.origin == origin_) return true;
    const auto host = raw.origin.find("://");
    return host != std::string::npos && raw.origin.substr(host + 3) == raw.host;
}

std::optional<Response> Gate::before_session(
    const OperationInfo& info, const RawRequest& raw, std::uint64_t address, Instant now
) {
    if (!admission_.admit_address(info.kind, address, now)) {
        return problem(
            Refusal::too_many_requests, {.retry_after_s = admission_.retry_after_s(info.kind)}
        );
    }
    if (!info.changes()) {
        return raw.body.empty() ? std::nullopt : std::optional(problem(Refusal::invalid_request));
    }
    if (info.simulator()) return std::nullopt; // other programs' interfaces, demo and test only
    if (info.partner())                        // signed instead; no browser is involved
        return is_media_type(raw.content_type, "application/json")
                   ? std::nullopt
                   : std::optional(problem(Refusal::unsupported_media_type));
    if (!sent_by_our_page(raw)) return problem(Refusal::not_allowed);
    if (!is_media_type(raw.content_type, "application/json"))
        return problem(Refusal::unsupported_media_type);
    return std::nullopt;
}

std::optional<Response> Gate::with_session(
    access::Operation operation, const SessionPtr& session, std::uint64_t address, Instant now
) {
    const access::Caller caller = session ? session->caller : access::Caller{};
    if (access::allowed(caller, operation) == access::Scope::none) {
        return problem(session ? Refusal::not_allowed : Refusal::not_signed_in);
    }
    const OperationInfo& info = info_of(operation);
    const OperationClass kind = info.kind;
    if (!session && info.changes() && !info.simulator() && !info.partner() &&
        !admission_.admit_anonymous(address, now)) {
        return problem(Refusal::too_many_requests);
    }
    if (session && !admission_.admit_session(kind, session->number, now)) {
        return problem(
            Refusal::too_many_requests, {.retry_after_s = admission_.retry_after_s(kind)}
        );
    }
    return std::nullopt;
}

} // namespace meguri::http
