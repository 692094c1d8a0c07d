#include "http/fields.hpp"

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "http/json_document.hpp"
#include "http/problem.hpp"
#include "http/visible_text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace meguri::http {

namespace {
using Kind = JsonNode::Kind;
constexpr std::int64_t most_amount = 9'999'999;

bool is_word(std::string_view text, std::string_view further) {
    for (const char c : text) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!plain && further.find(c) == std::string_view::npos) return false;
    }
    return true;
}

std::optional<std::int64_t> number_of(std::string_view digits) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}
} // namespace

struct Fields::Document {
    JsonDocument json;
    Refusal refusal = Refusal::none;
    std::string field; // what is wrong; "" = the whole

    void fail(Refusal why, std::string where) {
        if (refusal != Refusal::none) return;
        refusal = why;
        field = std::move(where);
    }
    // Nothing when it is absent or something was wrong before. Marks it as asked for.
    JsonNode* find(int parent, std::string_view name) {
        if (refusal != Refusal::none) return nullptr;
        JsonNode* node = json.child(parent, name);
        if (node != nullptr) node->asked = true;
        return node;
    }
    void refuse_unasked() {
        for (std::size_t i = 1; i < json.nodes.size(); ++i) {
            const JsonNode& node = json.nodes[i];
            if (node.asked || !json.in_object(node)) continue;
            // A name that came from outside is repeated only when it looks like one.
            fail(
                Refusal::invalid_request,
                is_word(node.name, "_") ? json.path(static_cast<int>(i)).substr(0, 100) : ""
            );
        }
    }
};

Fields::Fields(std::string_view text) : document_(std::make_shared<Document>()) {
    if (const auto wrong = document_->json.parse(text))
        document_->fail(Refusal::invalid_request, *wrong);
}

Fields Fields::of_query(std::string_view query) {
    Fields fields(std::make_shared<Document>(), 0);
    if (const auto wrong = fields.document_->json.parse_query(query)) {
        fields.document_->fail(Refusal::invalid_request, *wrong);
    }
    return fields;
}

std::string Fields::secret(std::string_view name, std::size_t least, std::size_t most) {
    auto value = plain(name, least, most);
    if (!value) refuse(name);
    return value.value_or("");
}

std::optional<std::string>
Fields::optional_text(std::string_view name, std::size_t least, std::size_t most) {
    auto value = plain(name, least, most);
    if (value && !is_visible(*value)) {
        refuse(name);
        return std::nullopt;
    }
    return value;
}

std::optional<std::string>
Fields::plain(std::string_view name, std::size_t least, std::size_t most) {
    JsonNode* node = document_->find(node_, name);
    if (node == nullptr) return std::nullopt;
    const bool good = node->kind == Kind::text && is_plain_utf8(node->text);
    const std::size_t length = good ? length_utf8(node->text) : 0;
    if (!good || length < least || length > most) {
        refuse(name);
        return std::nullopt;
    }
    return node->text;
}

std::string Fields::text(std::string_view name, std::size_t least, std::size_t most) {
    auto value = optional_text(name, least, most);
    if (!value) refuse(name);
    return value.value_or("");
}

std::optional<std::string> Fields::optional_id(std::string_view name) {
    auto value = optional_text(name, 1, 40);
    if (value && !is_word(*value, "_-")) {
        refuse(name);
        return std::nullopt;
    }
    return value;
}

std::string Fields::id(std::string_view name) {
    auto value = optional_id(name);
    if (!value) refuse(name);
    return value.value_or("");
}

std::string Fields::token(std::string_view name) {
    std::string value = text(name, 1, 200);
    if (is_word(value, "_-.")) return value;
    refuse(name);
    return "";
}

std::optional<std::int64_t>
Fields::optional_integer(std::string_view name, std::int64_t least, std::int64_t most) {
    JsonNode* node = document_->find(node_, name);
    if (node == nullptr) return std::nullopt;
    std::optional<std::int64_t> number;
    if (node->kind == Kind::integer)
        number = node->number;
    else if (node->kind == Kind::text && document_->json.from_query)
        number = number_of(node->text);
    if (number && *number >= least && *number <= most) return number;
    refuse(name);
    return std::nullopt;
}

std::int64_t Fields::integer(std::string_view name, std::int64_t least, std::int64_t most) {
    const auto number = optional_integer(name, least, most);
    if (!number) refuse(name);
    return number.value_or(0);
}

std::int64_t Fields::amount(std::string_view name) {
    const JsonNode* node = document_->find(node_, name);
    if (node != nullptr && node->kind == Kind::huge) refuse(name, Refusal::amount_out_of_range);
    constexpr auto all = std::numeric_limits<std::int64_t>::max();
    const auto number = integer(name, -all, all);
    if (number >= 1 && number <= most_amount) return number;
    refuse(name, Refusal::amount_out_of_range);
    return 0;
}

bool Fields::boolean(std::string_view name) {
    const JsonNode* node = document_->find(node_, name);
    if (node != nullptr && node->kind == Kind::truth) return node->number != 0;
    refuse(name);
    return false;
}

std::optional<Date> Fields::optional_date(std::string_view name) {
    const auto value = optional_text(name, 10, 10);
    if (!value) return std::nullopt;
    const auto day = Date::parse(*value);
    if (!day) refuse(name);
    return day;
}

std::optional<bool> Fields::optional_boolean(std::string_view name) {
    return has(name) ? std::optional(boolean(name)) : std::nullopt;
}

std::optional<Instant> Fields::optional_time(std::string_view name) {
    const auto value = optional_text(name, 29, 29);
    if (!value) return std::nullopt;
    const auto at = parse_jst(*value);
    if (!at) refuse(name);
    return at;
}

Instant Fields::time(std::string_view name) {
    const auto at = optional_time(name);
    if (!at) refuse(name);
    return at.value_or(Instant{});
}

Date Fields::date(std::string_view name) {
    const auto day = optional_date(name);
    if (!day) refuse(name);
    return day.value_or(Date::none());
}

std::vector<std::string> Fields::words(std::string_view name) {
    const JsonNode* list = document_->find(node_, name);
    std::vector<std::string> words;
    if (list == nullptr || list->kind != Kind::array) {
        refuse(name);
        return words;
    }
    const int parent = document_->json.index_of(*list);
    for (const JsonNode& node : document_->json.nodes) {
        if (node.parent != parent) continue;
        const bool twice = std::find(words.begin(), words.end(), node.text) != words.end();
        if (node.kind != Kind::text || twice) refuse(name);
        words.push_back(node.text);
    }
    return words;
}

std::vector<int> Fields::items(std::string_view name, std::size_t most_items) {
    const JsonNode* list = document_->find(node_, name);
    std::vector<int> all;
    if (list == nullptr) return all;
    if (list->kind != Kind::array) {
        refuse(name);
        return all;
    }
    const int parent = document_->json.index_of(*list);
    for (std::size_t i = 1; i < document_->json.nodes.size(); ++i) {
        if (document_->json.nodes[i].parent == parent) all.push_back(static_cast<int>(i));
    }
    if (all.size() <= most_items) return all;
    refuse(name);
    return {};
}

std::vector<std::int64_t> Fields::optional_integers(
    std::string_view name, std::int64_t least, std::int64_t most, std::size_t most_items
) {
    std::vector<std::int64_t> all;
    for (const int item : items(name, most_items)) {
        const JsonNode& node = document_->json.nodes[static_cast<std::size_t>(item)];
        const bool good = node.kind == Kind::integer && node.number >= least && node.number <= most;
        if (!good || std::find(all.begin(), all.end(), node.number) != all.end()) refuse(name);
        all.push_back(node.number);
    }
    return all;
}

std::vector<std::string> Fields::optional_ids(std::string_view name, std::size_t most_items) {
    std::vector<std::string> all;
    for (const int item : items(name, most_items)) {
        const JsonNode& node = document_->json.nodes[static_cast<std::size_t>(item)];
        const bool good = node.kind == Kind::text && !node.text.empty() && node.text.size() <= 40 &&
                          is_word(node.text, "_-");
        if (!good || std::find(all.begin(), all.end(), node.text) != all.end()) refuse(name);
        all.push_back(node.text);
    }
    return all;
}

std::vector<Fields> Fields::optional_objects(std::string_view name, std::size_t most_items) {
    std::vector<Fields> all;
    for (const int item : items(name, most_items)) {
        if (document_->json.nodes[static_cast<std::size_t>(item)].kind != Kind::object) {
            refuse(name);
            continue;
        }
        all.push_back(Fields(document_, item));
    }
    return all;
}

std::optional<Fields> Fields::optional_object(std::string_view name) {
    const JsonNode* node = document_->find(node_, name);
    if (node == nullptr) return std::nullopt;
    if (node->kind != Kind::object) {
        refuse(name);
        return std::nullopt;
    }
    return Fields(document_, document_->json.index_of(*node));
}

Fields Fields::object(std::string_view name) {
    auto fields = optional_object(name);
    if (!fields) refuse(name);
    return fields ? std::move(*fields) : Fields(document_, JsonDocument::nowhere);
}

bool Fields::has(std::string_view name) const {
    return document_->json.child(node_, name) != nullptr;
}

void Fields::refuse(std::string_view name, Refusal refusal) {
    if (document_->refusal != Refusal::none) return;
    std::string where = document_->json.path(node_);
    if (!where.empty()) where += '.';
    document_->fail(refusal, where.append(name));
}

std::optional<Response> Fields::refused() {
    document_->refuse_unasked();
    if (document_->refusal == Refusal::none) return std::nullopt;
    return problem(document_->refusal, {.field = document_->field});
}

} // namespace meguri::http
