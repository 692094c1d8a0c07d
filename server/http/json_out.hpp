// Writes JSON text straight into a string. Replies list their fields one by one: nothing leaves the
// server because it happened to be in a struct. Integers up to 2^53 only (MEGURI_ENSURE): browsers
// cannot hold more.
//
//     JsonOut json;
//     json.object([&] {
//         json.field("id", entry.id);
//         json.field("at", entry.at);                       // Instant:
//         "2026-11-22T12:34:56.789+09:00" json.field("expires_on", lot.expires_on);         //
//         Date: left out when there is none json.object("place", [&] { … }); json.array("lots",
//         entry.lots, [&](const Lot& lot) { json.object([&] { … }); });
//     });
#pragma once

#include "base/time.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace meguri::http {

class JsonOut {
  public:
    JsonOut() { out_.reserve(512); }

    template <class Body> void object(Body body) {
        separate();
        nested('{', '}', body);
    }
    template <class Body> void object(std::string_view name, Body body) {
        key(name);
        nested('{', '}', body);
    }
    template <class Range, class Each>
    void array(std::string_view name, const Range& range, Each each) {
        key(name);
        nested('[', ']', [&] {
            for (const auto& item : range)
                each(item);
        });
    }
    // Items of an array.
    void item(std::string_view text) {
        separate();
        string(text);
    }
    void item(std::int64_t number) {
        separate();
        integer(number);
    }

    void field(std::string_view name, std::string_view text) {
        key(name);
        string(text);
    }
    void field(std::string_view name, const char* text) { field(name, std::string_view(text)); }
    void field(std::string_view name, std::int64_t number) {
        key(name);
        integer(number);
    }
    template <std::same_as<bool> Bool> void field(std::string_view name, Bool truth) {
        key(name);
        out_ += truth ? "true" : "false";
    }
    void field(std::string_view name, Instant at) { field(name, std::string_view(jst_iso(at))); }
    void field(std::string_view name, Date day) {
        if (day) field(name, std::string_view(day.iso()));
    }
    template <class T> void field(std::string_view name, const std::optional<T>& value) {
        if (value) field(name, *value);
    }
    // JSON that is already text.
    void raw(std::string_view name, std::string_view json) {
        key(name);
        out_ += json;
    }

    const std::string& text() const& { return out_; }
    std::string text() && { return std::move(out_); }

  private:
    void separate() {
        if (!first_) out_ += ',';
        first_ = false;
    }
    void key(std::string_view name) {
        separate();
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }
    template <class Body> void nested(char open, char close, Body&& body) {
        out_ += open;
        first_ = true;
        body();
        out_ += close;
        first_ = false;
    }
    void integer(std::int64_t number);
    void string(std::string_view text);

    std::string out_;
    bool first_ = true;
};

} // namespace meguri::http
