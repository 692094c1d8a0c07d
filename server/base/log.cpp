#include "base/log.hpp"

#include "base/bytes.hpp"
#include "base/time.hpp"

#include <array>
#include <atomic>
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace meguri::log {

namespace {

std::atomic<Form> form_now = Form::plain;
std::atomic<Level> level_from = Level::info;
// Written before any thread starts; inside a function, because tests configure the log before this
// file's own globals would be there.
std::string& left_out() {
    static std::string event;
    return event;
}
constexpr std::array<std::string_view, 4> level_names = {"debug", "info", "warning", "error"};

spdlog::logger& out() {
    static const auto logger = [] {
        auto made = std::make_shared<spdlog::logger>(
            "meguri", std::make_shared<spdlog::sinks::stderr_sink_mt>()
        );
        made->set_pattern("%v");
        made->set_level(spdlog::level::trace);
        made->flush_on(spdlog::level::trace);
        return made;
    }();
    return *logger;
}

void append_quoted(std::string& text, std::string_view value) {
    text += '"';
    if (!is_plain_utf8(value)) {
        for (char c : value) {
            const bool printable = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
            text += printable ? std::string(1, c)
                              : fmt::format("\\u00{:02x}", static_cast<unsigned char>(c));
        }
    } else {
        for (char c : value) {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
    }
    text += '"';
}

void append_value(std::string& text, const Field& field) {
    if (const auto* n = std::get_if<std::int64_t>(&field.value)) {
        text += std::to_string(*n);
    } else {
        append_quoted(text, std::get<std::string_view>(field.value));
    }
}

void write(Level level, std::string_view event, Fields fields) {
    if (level < level_from || (!left_out().empty() && event == left_out())) return;
    const Form form = form_now;
    const std::string at = jst_iso(SystemClock().now());
    const std::string_view name = level_names[static_cast<std::size_t>(level)];
    const std::string body = line(form, event, fields);
    out().log(
        spdlog::level::info, form == Form::json
                                 ? fmt::format(R"({{"at":"{}","level":"{}",{}}})", at, name, body)
                                 : fmt::format("{} {} {}", at, name, body)
    );
}

} // namespace

void configure(Form form, Level from, std::string_view without) {
    form_now = form;
    level_from = from;
    left_out() = without;
}

std::string line(Form form, std::string_view event, Fields fields) {
    const bool json = form == Form::json;
    std::string text = json ? "\"event\":" : "";
    if (json)
        append_quoted(text, event);
    else
        text += event;
    for (const Field& field : fields) {
        if (json) {
            text += ',';
            append_quoted(text, field.key);
            text += ':';
        } else {
            text += fmt::format(" {}=", field.key);
        }
        append_value(text, field);
    }
    return text;
}

void debug(std::string_view event, Fields fields) { write(Level::debug, event, fields); }
void info(std::string_view event, Fields fields) { write(Level::info, event, fields); }
void warning(std::string_view event, Fields fields) { write(Level::warning, event, fields); }
void error(std::string_view event, Fields fields) { write(Level::error, event, fields); }

} // namespace meguri::log
