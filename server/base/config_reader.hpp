// How config.cpp walks the file: section by section, key by key, noting what is wrong and where.
#pragma once

#include "base/bytes.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <string>
#include <toml++/toml.h>
#include <vector>

namespace meguri {

// Collects every mistake; a configuration is mended in one go, not one restart a mistake.
class ConfigReader {
  public:
    ConfigReader(const toml::table& root, std::string file) : root_(root), file_(std::move(file)) {}

    void begin(std::string_view section, bool required) {
        name_ = section;
        sections_.push_back(section);
        keys_.clear();
        const toml::node* node = root_.get(section);
        table_ = node ? node->as_table() : nullptr;
        if (node && !table_)
            mistake(line_of(*node), fmt::format("{}: expected a section [{}]", section, section));
        if (!node && required)
            mistake(0, fmt::format("[{}]: expected this section, it is missing", section));
    }
    bool present() const { return table_ != nullptr; }

    // A text value that `fits` accepts; `fallback` (if any) when the key is left out.
    template <class Fits>
    std::string text(
        std::string_view key, std::string_view expected, Fits fits, const char* fallback = nullptr
    ) {
        keys_.push_back(key);
        if (!table_) return fallback ? fallback : "";
        const toml::node* node = table_->get(key);
        if (!node && fallback) return fallback;
        const auto* value = node ? node->as_string() : nullptr;
        if (value && is_plain_utf8(value->get()) && fits(std::string_view(value->get())))
            return stands_at(key, *node, value->get());
        mistake(
            line_of(node ? *node : *table_),
            fmt::format("{}.{}: expected {}{}", name_, key, expected, node ? "" : ", it is missing")
        );
        return "";
    }
    // A list of 1 to `most` texts, each of which `fits` accepts.
    template <class Fits>
    std::vector<std::string>
    texts(std::string_view key, std::string_view expected, std::size_t most, Fits fits) {
        keys_.push_back(key);
        const toml::node* node = table_ ? table_->get(key) : nullptr;
        const auto* list = node ? node->as_array() : nullptr;
        std::vector<std::string> values;
        for (std::size_t i = 0; list && i < list->size(); ++i) {
            const auto* value = list->get(i)->as_string();
            if (value && is_plain_utf8(value->get()) && fits(std::string_view(value->get())))
                values.push_back(value->get());
        }
        if (!table_ ||
            (list && !values.empty() && values.size() <= most && values.size() == list->size()))
            return values;
        mistake(
            line_of(node ? *node : *table_),
            fmt::format("{}.{}: expected {}{}", name_, key, expected, node ? "" : ", it is missing")
        );
        return {};
    }
    // A whole number from 1 to `most`; `fallback` when the key is left out.
    std::int64_t number(std::string_view key, std::int64_t most, std::int64_t fallback) {
        return number(key, 1, most, fallback);
    }
    std::int64_t
    number(std::string_view key, std::int64_t least, std::int64_t most, std::int64_t fallback) {
        keys_.push_back(key);
        const toml::node* node = table_ ? table_->get(key) : nullptr;
        if (!node) return fallback;
        const auto* value = node->as_integer();
        if (value && value->get() >= least && value->get() <= most) return value->get();
        mistake(
            line_of(*node),
            fmt::format("{}.{}: expected a number from {} to {}", name_, key, least, most)
        );
        return fallback;
    }
    void end() {
        if (!table_) return;
        for (const auto& [key, node] : *table_) {
            if (std::ranges::find(keys_, key.str()) == keys_.end())
                mistake(
                    line_of(node), fmt::format(
                                       "{}.{}: unknown key; expected one of {}", name_, key.str(),
                                       fmt::join(keys_, ", ")
                                   )
                );
        }
    }
    void end_of_file() {
        for (const auto& [key, node] : root_) {
            if (std::ranges::find(sections_, key.str()) == sections_.end())
                mistake(
                    line_of(node), fmt::format(
                                       "{}: unknown section; expected one of {}", key.str(),
                                       fmt::join(sections_, ", ")
                                   )
                );
        }
    }
    void mistake_at(std::string_view key, std::string_view expected) {
        const toml::node* node = table_ ? table_->get(key) : nullptr;
        mistake(node ? line_of(*node) : 0, fmt::format("{}.{}: expected {}", name_, key, expected));
    }
    bool good() const { return mistakes_.empty(); }
    // Where each text of the file stands: "sms.token_file" on line 17.
    std::map<std::string, std::uint32_t> take_lines() { return std::move(lines_); }
    std::string mistakes() {
        std::ranges::stable_sort(mistakes_, {}, &Mistake::line);
        std::string all;
        for (const auto& [line, text] : mistakes_)
            all += line ? fmt::format("{}:{}: {}\n", file_, line, text)
                        : fmt::format("{}: {}\n", file_, text);
        all.pop_back();
        return all;
    }

  private:
    struct Mistake {
        std::uint32_t line;
        std::string text;
    };
    const std::string&
    stands_at(std::string_view key, const toml::node& node, const std::string& value) {
        lines_[fmt::format("{}.{}", name_, key)] = line_of(node);
        return value;
    }
    static std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }
    void mistake(std::uint32_t line, std::string text) {
        mistakes_.push_back({line, std::move(text)});
    }

    const toml::table& root_;
    std::string file_;
    const toml::table* table_ = nullptr;
    std::string_view name_;
    std::vector<std::string_view> sections_, keys_;
    std::vector<Mistake> mistakes_;
    std::map<std::string, std::uint32_t> lines_;
};

} // namespace meguri
