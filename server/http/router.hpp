// Which handler serves which operation of the contract. Paths and methods come from
// api/openapi.yaml through operations.inc; here only handlers are added. Every operation has
// exactly one.
//
//     void add_routes(Router& router, Payments& payments) {
//         router.on(access::Operation::createPayment, [&](Request& r) { return payments.create(r);
//         });
//     }
#pragma once

#include "http/request.hpp"

#include <array>
#include <string>
#include <unordered_map>

namespace meguri::http {

// Whose budget an operation uses; payments are first in line and the last to be shed.
enum class OperationClass : std::uint8_t { pay, read, bulk };
inline constexpr std::size_t operation_count = static_cast<std::size_t>(access::Operation::count_);

struct OperationInfo {
    std::string_view name;
    std::string_view method;
    std::string_view path; // with {id}
    OperationClass kind;
    bool changes() const { return method != "GET"; }
    // Called by a partner's server, which signs what it says; its handler must check that first.
    bool partner() const { return path.starts_with("/api/partners/"); }
    bool simulator() const { return path.starts_with("/sim/"); } // demo and test environments only
};
const OperationInfo& info_of(access::Operation operation);

class Router {
  public:
    static constexpr std::size_t usual_body = 64 * 1024;

    Router();
    // A second handler for one operation is a bug and aborts. `body_limit` in bytes.
    void on(access::Operation operation, Handler handler, std::size_t body_limit = usual_body);

    struct Route {
        Handler handler;
        std::size_t body_limit = usual_body;
    };
    struct Match {
        bool known = false; // the path exists, perhaps with other methods
        std::string allow;  // known, but not with this method: those it has
        access::Operation operation = access::Operation::count_;
        std::string_view id;
    };
    Match match(std::string_view method, std::string_view path) const;
    const Route& route(access::Operation operation) const;
    bool has(access::Operation operation) const;
    // Operations of the contract without a handler; simulators are left out unless
    // `with_simulators`.
    std::vector<std::string_view> missing(bool with_simulators) const;

  private:
    struct Pattern {
        std::string_view before, after; // around the variable part
        access::Operation operation;
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    using Methods = std::vector<access::Operation>;

    std::array<Route, operation_count> routes_;
    std::unordered_map<std::string, Methods, TextHash, std::equal_to<>> exact_;
    std::vector<Pattern> patterns_;
};

} // namespace meguri::http
