#include "features/people/code_caps.hpp"

namespace meguri::features {

namespace {
constexpr std::int64_t ms_per_hour = 60 * ms_per_minute;

struct Cap {
    std::string_view name;
    code_store::Whose whose;
    std::int64_t most, window_ms;
};
} // namespace

Try<std::optional<CapReached>>
reached_cap(store::Database& db, const Config::CodeCaps& caps, const CodeRequest& request) {
    std::vector<Cap> all{
        {"city", {}, caps.an_hour, ms_per_hour},
        {"city", {}, caps.a_day, ms_per_day},
        {"client", {{}, request.client}, caps.an_hour_from_one_address, ms_per_hour},
    };
    if (request.person) {
        const code_store::Whose number{request.person, {}}, both{request.person, request.client};
        all.push_back({"number", number, 5, ms_per_hour});
        all.push_back({"number", number, 10, ms_per_day});
        all.push_back({"number", both, 4, ms_per_hour});
        all.push_back({"number", both, 6, ms_per_day});
    }
    std::optional<CapReached> reached; // the one that lasts longest
    for (const Cap& cap : all) {
        const auto made =
            code_store::nth_newest(db, cap.whose, cap.most, request.at + -cap.window_ms);
        if (!made) return std::unexpected(made.error());
        if (!*made) continue;
        const Instant until = **made + cap.window_ms;
        if (!reached || reached->until < until) reached = {cap.name, until};
    }
    return reached;
}

} // namespace meguri::features
