// The words that scenarios are written in.
#pragma once

#include <string_view>
#include <vector>

namespace meguri::scenarios {

enum class Kind { word, number, date, time, alone };

// One word of a line. `keyword` empty: it stands by its position, in order. Otherwise it follows
// its keyword, anywhere after the positions; Kind::alone is a keyword with nothing after it.
struct Field {
    std::string_view name;
    Kind kind;
    std::string_view keyword = {};
    bool needed = true;
};

struct Verb {
    std::string_view name;
    std::string_view usage;
    std::vector<Field> fields;
};

const std::vector<Verb>& verbs();

} // namespace meguri::scenarios
