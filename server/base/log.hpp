// What happened, for the systems person. One line an event, on standard error (journald keeps it).
//
// Never a name, phone number, code, PIN, token or message text: values are numbers and words of our
// own. An event is a fixed word ("payment_refused"), its fields tell which; so a log can be
// searched and counted, in any language.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace meguri::log {

enum class Form { json, plain };
enum class Level { debug, info, warning, error };

struct Field {
    std::string_view key;
    std::variant<std::int64_t, std::string_view> value;

    Field(std::string_view k, std::string_view v) : key(k), value(v) {}
    Field(std::string_view k, const char* v) : key(k), value(std::string_view(v)) {}
    template <std::integral N>
    Field(std::string_view k, N n) : key(k), value(static_cast<std::int64_t>(n)) {}
};
using Fields = std::initializer_list<Field>;

// Once, before any thread starts; without it lines are plain, from `info` up. `without`: an event
// that a simulation brings about on purpose, so often that it would bury the others.
void configure(Form form, Level from, std::string_view without = {});

void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warning(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

// The line as it would be written, without time and level: `payment_refused place=3 word="closed"`,
// or as JSON members. Control characters are written as escapes, so a value can never begin a line
// of its own.
std::string line(Form form, std::string_view event, Fields fields);

} // namespace meguri::log
