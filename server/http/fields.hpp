// Reads what people and programs send, strictly: JSON of at most 8 levels, well-formed UTF-8, no
// repeated field, no field that nobody asked for, no number that is not an integer in range. The
// first thing wrong is kept and every further read gives an empty value, so a handler reads all its
// fields and asks once:
//
//     Fields in(request.body);
//     const auto key = in.token("key");
//     const auto amount = in.amount("amount");
//     if (auto refused = in.refused()) co_return std::move(*refused);
//
// The answer names the field (`top_up.minimum` for a nested one), never what was in it.
#pragma once

#include "base/time.hpp"
#include "http/request.hpp"
#include "ledger/refusal.hpp"

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meguri::http {

template <class T> using Choices = std::initializer_list<std::pair<std::string_view, T>>;

class Fields {
  public:
    explicit Fields(std::string_view json);
    static Fields of_query(std::string_view query
    ); // numbers are text there; the same strictness otherwise
    static Fields of_form(std::string_view body) { return of_query(body); }

    // Text of which everything can be seen (visible_text.hpp), its length in code points.
    std::string text(std::string_view name, std::size_t least, std::size_t most);
    std::optional<std::string>
    optional_text(std::string_view name, std::size_t least, std::size_t most);
    // A password: nobody reads it, so whatever can be typed may be in it; no control characters.
    std::string secret(std::string_view name, std::size_t least, std::size_t most);
    std::string id(std::string_view name); // public id: 1 to 40 of letters, digits, _ and -
    std::optional<std::string> optional_id(std::string_view name);
    std::string token(std::string_view name
    ); // key, invitation, verification: 1 to 200 of letters, digits, _ - .

    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most);
    std::optional<std::int64_t>
    optional_integer(std::string_view name, std::int64_t least, std::int64_t most);
    std::int64_t amount(std::string_view name
    ); // 1 to 9,999,999 yen; an integer outside is amount_out_of_range
    bool boolean(std::string_view name);
    std::optional<bool> optional_boolean(std::string_view name);
    Date date(std::string_view name);
    std::optional<Date> optional_date(std::string_view name);
    Instant time(std::string_view name); // "2026-11-22T12:34:56.789+09:00"
    std::optional<Instant> optional_time(std::string_view name);

    // One of a closed list: in.choice<Status>("status", {{"open", Status::open}, {"closed",
    // Status::closed}})
    template <class T> T choice(std::string_view name, Choices<T> choices) {
        const std::string word = text(name, 1, 60);
        for (const auto& [each, value] : choices) {
            if (each == word) return value;
        }
        refuse(name);
        return choices.begin()->second;
    }
    // The same with a list that is kept somewhere; where the field may be left out, `otherwise`.
    template <class T, std::size_t N>
    T word(std::string_view name, const std::pair<std::string_view, T> (&choices)[N]) {
        const std::string typed = text(name, 1, 60);
        for (const auto& [each, value] : choices) {
            if (each == typed) return value;
        }
        refuse(name);
        return choices[0].second;
    }
    template <class T, std::size_t N>
    T word_or(
        std::string_view name, T otherwise, const std::pair<std::string_view, T> (&choices)[N]
    ) {
        return has(name) ? word(name, choices) : otherwise;
    }
    template <class T> T choice_or(std::string_view name, T otherwise, Choices<T> choices) {
        return has(name) ? choice<T>(name, choices) : otherwise;
    }
    // Some of a closed list, at least `least`, none twice.
    template <class T>
    std::vector<T> several(std::string_view name, Choices<T> choices, std::size_t least) {
        std::vector<T> values;
        for (const std::string& word : words(name)) {
            for (const auto& [each, value] : choices) {
                if (each == word) values.push_back(value);
            }
        }
        if (values.size() != words(name).size() || values.size() < least) refuse(name);
        return values;
    }

    // Lists that may be left out: then they are empty. At most `most` items, no number or id twice.
    std::vector<std::int64_t> optional_integers(
        std::string_view name, std::int64_t least, std::int64_t most, std::size_t most_items
    );
    std::vector<std::string> optional_ids(std::string_view name, std::size_t most_items);
    std::vector<Fields> optional_objects(std::string_view name, std::size_t most_items);

    Fields object(std::string_view name);
    std::optional<Fields> optional_object(std::string_view name);

    bool has(std::string_view name) const;
    // Says what is wrong with `name`, unless something was wrong before.
    void refuse(std::string_view name, Refusal refusal = Refusal::invalid_request);
    // The problem to answer with, if anything was wrong or a field was not asked for. Ask the
    // outermost one.
    std::optional<Response> refused();

  private:
    struct Document;
    Fields(std::shared_ptr<Document> document, int node)
        : document_(std::move(document)), node_(node) {}
    std::optional<std::string> plain(std::string_view name, std::size_t least, std::size_t most);
    std::vector<std::string> words(std::string_view name);
    std::vector<int> items(std::string_view name, std::size_t most_items); // nodes of a list

    std::shared_ptr<Document> document_;
    int node_ = 0;
};

} // namespace meguri::http
