#include "scenarios/scenario.hpp"

#include <boost/json.hpp>

namespace meguri::scenarios {

namespace json = boost::json;

namespace {
json::object object(const std::map<std::string, Value>& fields) {
    json::object out;
    for (const auto& [name, value] : fields) {
        std::visit([&, &key = name](const auto& v) { out[key] = v; }, value);
    }
    return out;
}

json::object object(const Step& step) {
    json::object out{
        {"line", step.line},
        {"text", step.text},
        {"verb", step.verb},
        {"fields", object(step.fields)}
    };
    if (step.refused) out["refused"] = object(*step.refused);
    if (!step.used.empty()) {
        json::array lots;
        for (const auto& lot : step.used)
            lots.push_back(object(lot));
        out["used"] = std::move(lots);
    }
    return out;
}
} // namespace

std::string to_json(const std::vector<Scenario>& scenarios) {
    json::array all;
    for (const Scenario& s : scenarios) {
        json::array steps;
        for (const Step& step : s.steps)
            steps.push_back(object(step));
        all.push_back(
            json::object{{"name", s.name}, {"title", s.title}, {"steps", std::move(steps)}}
        );
    }
    return json::serialize(all) + "\n";
}

} // namespace meguri::scenarios
