// A scenario is a story that a clerk can read, one step a line:
//
//   # 期限切れ: what is not used by the last day is gone at midnight
//   program 通常 days 180 min 1000 step 1000 max 50000
//   place city_hall tops_up
//   place shop7 takes_money
//   resident A
//   charge A 5000 at city_hall
//   pay A shop7 6001
//   refused insufficient_balance missing 1001
//
// The same files run on the pure rules, the naive ledger, the engine on both stores and the server
// over HTTP. Names are free words; `refused` and `used` lines belong to the command above them. The
// verbs: verbs.cpp.
#pragma once

#include "base/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace meguri::scenarios {

// A word as it was written (also dates and times), a number, or a keyword that stands alone.
using Value = std::variant<std::string, std::int64_t, bool>;

struct Step {
    int line = 0;
    std::string text; // as it was written
    std::string verb;
    std::map<std::string, Value> fields;
    std::optional<std::map<std::string, Value>> refused; // word, missing, left, field
    std::vector<std::map<std::string, Value>> used;      // in the order of spending

    bool has(const std::string& field) const { return fields.contains(field); }
    const std::string& word(const std::string& field) const {
        return std::get<std::string>(fields.at(field));
    }
    std::int64_t number(const std::string& field) const {
        return std::get<std::int64_t>(fields.at(field));
    }
    std::int64_t number_or(const std::string& field, std::int64_t otherwise) const {
        return has(field) ? number(field) : otherwise;
    }
    Date date(const std::string& field) const {
        return Date::parse(word(field)).value_or(Date::none());
    }
};

struct Scenario {
    std::string name;  // of the file, without its ending
    std::string title; // the first comment
    std::vector<Step> steps;
};

struct Parsed {
    Scenario scenario;
    std::vector<std::string> mistakes; // "name:7: pay: `amount` must be a number, not `many`"
};
Parsed parse(std::string_view text, const std::string& name);
// Every *.scenario of a folder, by name.
std::vector<Parsed> parse_folder(const std::string& folder);

// [{"name", "title", "steps": [{"line", "text", "verb", "fields", "refused"?, "used"?}]}], for
// runners in other languages.
std::string to_json(const std::vector<Scenario>& scenarios);

} // namespace meguri::scenarios
