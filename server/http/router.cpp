#include "http/router.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace meguri::http {

namespace {
constexpr OperationClass pay = OperationClass::pay, read = OperationClass::read,
                         bulk = OperationClass::bulk;
constexpr std::array<OperationInfo, operation_count> operations{{
#define MEGURI_OPERATION(name, method, path, kind) {#name, method, path, kind},
#include "generated/operations.inc"
#undef MEGURI_OPERATION
}};
[[maybe_unused]] constexpr std::array used{pay, read, bulk};

std::size_t index(access::Operation operation) { return static_cast<std::size_t>(operation); }

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '_' || c == '-';
    });
}
} // namespace

const OperationInfo& info_of(access::Operation operation) {
    MEGURI_ENSURE(index(operation) < operation_count);
    return operations[index(operation)];
}

Router::Router() {
    for (std::size_t i = 0; i < operation_count; ++i) {
        const std::string_view path = operations[i].path;
        const auto operation = static_cast<access::Operation>(i);
        const auto open = path.find('{'), close = path.find('}');
        if (open == std::string_view::npos)
            exact_[std::string(path)].push_back(operation);
        else
            patterns_.push_back({path.substr(0, open), path.substr(close + 1), operation});
    }
}

void Router::on(access::Operation operation, Handler handler, std::size_t body_limit) {
    MEGURI_ENSURE(!has(operation));
    routes_[index(operation)] = {std::move(handler), body_limit};
}

bool Router::has(access::Operation operation) const {
    return routes_[index(operation)].handler != nullptr;
}

const Router::Route& Router::route(access::Operation operation) const {
    return routes_[index(operation)];
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
    Match match;
    const auto consider = [&](access::Operation operation, std::string_view id) {
        if (!has(operation)) return false; // a simulator in production: no such path
        match.known = true;
        const std::string_view own = info_of(operation).method;
        if (own == method) {
            match.operation = operation;
            match.id = id;
            return true;
        }
        match.allow.append(match.allow.empty() ? "" : ", ").append(own);
        return false;
    };
    if (const auto found = exact_.find(path); found != exact_.end()) {
        for (const access::Operation operation : found->second) {
            if (consider(operation, {})) return match;
        }
        return match;
    }
    for (const Pattern& pattern : patterns_) {
        if (path.size() <= pattern.before.size() + pattern.after.size()) continue;
        if (!path.starts_with(pattern.before) || !path.ends_with(pattern.after)) continue;
        const auto id = path.substr(
            pattern.before.size(), path.size() - pattern.before.size() - pattern.after.size()
        );
        if (is_id(id) && consider(pattern.operation, id)) return match;
    }
    return match;
}

std::vector<std::string_view> Router::missing(bool with_simulators) const {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < operation_count; ++i) {
        if (operations[i].simulator() && !with_simulators) continue;
        if (!routes_[i].handler) names.push_back(operations[i].name);
    }
    return names;
}

} // namespace meguri::http
