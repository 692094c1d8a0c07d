#include "scenarios/scenario.hpp"
#include "scenarios/verbs.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/core.h>
#include <fstream>
#include <sstream>

namespace meguri::scenarios {

namespace {

using Words = std::vector<std::string>;

Words split(std::string_view line) {
    std::istringstream in{std::string(line.substr(0, line.find('#')))};
    Words words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

bool is_time(const std::string& s) {
    const std::string_view shape = "00:00:00.000";
    if (s.size() != 8 && s.size() != shape.size()) return false;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (shape[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i]) return false;
    }
    return s.substr(0, 2) < "24" && s.substr(3, 2) < "60" && s.substr(6, 2) < "60";
}

// Fills one step from the words after the verb; throws the mistake as text (caught in read_line,
// never leaves this file).
class LineReader {
  public:
    LineReader(const Verb& verb, const Words& words) : verb_(verb), words_(words) {}

    std::map<std::string, Value> read() {
        for (const Field& field : verb_.fields) {
            if (field.keyword.empty()) take(field, fmt::format("`{}`", field.name));
        }
        while (at_ < words_.size())
            read_keyword();
        for (const Field& field : verb_.fields) {
            if (field.needed && !found_.contains(std::string(field.name))) {
                throw fmt::format("`{}` is missing; it is written: {}", field.keyword, verb_.usage);
            }
        }
        return std::move(found_);
    }

  private:
    void read_keyword() {
        const std::string word = words_[at_++];
        for (const Field& field : verb_.fields) {
            if (field.keyword.empty() || field.keyword != word) continue;
            if (found_.contains(std::string(field.name)))
                throw fmt::format("`{}` stands there twice", word);
            return take(field, fmt::format("what follows `{}`", word));
        }
        throw fmt::format("`{}` means nothing here; it is written: {}", word, verb_.usage);
    }

    void take(const Field& field, const std::string& what) {
        Value& into = found_[std::string(field.name)];
        if (field.kind == Kind::alone) {
            into = true;
            return;
        }
        if (at_ == words_.size())
            throw fmt::format("{} is missing; it is written: {}", what, verb_.usage);
        const std::string& word = words_[at_++];
        into = word;
        if (field.kind == Kind::number) into = number(word, what);
        if (field.kind == Kind::date && !Date::parse(word))
            throw fmt::format("{} must be a day such as 2026-12-31, not `{}`", what, word);
        if (field.kind == Kind::time && !is_time(word))
            throw fmt::format("{} must be a time such as 23:59:59, not `{}`", what, word);
    }

    static std::int64_t number(const std::string& word, const std::string& what) {
        std::int64_t n = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
        if (error != std::errc{} || end != word.data() + word.size())
            throw fmt::format("{} must be a number, not `{}`", what, word);
        return n;
    }

    const Verb& verb_;
    const Words& words_;
    std::size_t at_ = 1;
    std::map<std::string, Value> found_;
};

constexpr std::string_view commands[] = {
    "program",  "propose", "approve",  "withdraw",      "stop",  "place",  "close",  "open",
    "resident", "block",   "unblock",  "charge",        "pay",   "cancel", "expire", "retry",
    "ask",      "grant",   "subtract", "send",          "card",  "move",   "hold",   "dues",
    "post",     "void",    "type",     "limited_first", "event", "enter",  "leave"
};

bool is_command(const Step& step) {
    return std::find(std::begin(commands), std::end(commands), step.verb) != std::end(commands);
}

void read_line(const std::string& line, int number, Parsed& into) {
    const Words words = split(line);
    if (words.empty()) return;
    std::vector<Step>& steps = into.scenario.steps;
    try {
        const auto verb = std::find_if(verbs().begin(), verbs().end(), [&](const Verb& v) {
            return v.name == words[0];
        });
        if (verb == verbs().end()) throw fmt::format("there is no such verb");
        auto fields = LineReader(*verb, words).read();
        const bool belongs = words[0] == "refused" || words[0] == "used";
        if (!belongs) {
            steps.push_back({number, line, words[0], std::move(fields), {}, {}});
        } else if (steps.empty() || !is_command(steps.back())) {
            throw fmt::format("it belongs below a command");
        } else if (words[0] == "used") {
            steps.back().used.push_back(std::move(fields));
        } else {
            steps.back().refused = std::move(fields);
        }
    } catch (const std::string& mistake) {
        into.mistakes.push_back(
            fmt::format("{}:{}: {}: {}", into.scenario.name, number, words[0], mistake)
        );
    }
}

} // namespace

Parsed parse(std::string_view text, const std::string& name) {
    Parsed parsed;
    parsed.scenario.name = name;
    std::istringstream in{std::string(text)};
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (parsed.scenario.title.empty() && line.starts_with("# "))
            parsed.scenario.title = line.substr(2);
        read_line(line, number, parsed);
    }
    if (parsed.scenario.steps.empty()) parsed.mistakes.push_back(name + ": nothing happens in it");
    return parsed;
}

std::vector<Parsed> parse_folder(const std::string& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".scenario") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<Parsed> all;
    for (const auto& path : paths) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        all.push_back(parse(text.str(), path.stem().string()));
    }
    return all;
}

} // namespace meguri::scenarios
