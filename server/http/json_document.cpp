#include "http/json_document.hpp"

#include "base/bytes.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace meguri::http {

namespace {
using Kind = JsonNode::Kind;
using boost::json::error_code;
using boost::json::string_view;

// Receives what Boost.JSON's parser meets. The parser itself refuses broken UTF-8 and more than
// most_depth levels.
struct Handler {
    static constexpr std::size_t max_object_size = 256;
    static constexpr std::size_t max_array_size = 1024;
    static constexpr std::size_t max_key_size = 256;
    static constexpr std::size_t max_string_size = 64 * 1024;

    JsonDocument& document;
    std::vector<int> open{};
    std::string name{}, text{};

    bool add(Kind kind, error_code& error, std::int64_t number = 0) {
        auto& nodes = document.nodes;
        const int parent = open.empty() ? -1 : open.back();
        const bool repeated = parent >= 0 &&
                              nodes[static_cast<std::size_t>(parent)].kind == Kind::object &&
                              document.child(parent, name) != nullptr;
        if (repeated || nodes.size() >= JsonDocument::most_nodes) {
            error = boost::json::error::syntax;
            return false;
        }
        if (nodes.empty() && kind != Kind::object) {
            error = boost::json::error::syntax;
            return false;
        }
        nodes.push_back(
            {kind, false, parent, std::exchange(name, {}), std::exchange(text, {}), number}
        );
        return true;
    }
    bool begin(Kind kind, error_code& error) {
        if (!add(kind, error)) return false;
        open.push_back(static_cast<int>(document.nodes.size()) - 1);
        return true;
    }
    bool end() {
        open.pop_back();
        return true;
    }
    static bool part(std::string& to, string_view more) {
        to.append(more.data(), more.size());
        return true;
    }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code& e) { return begin(Kind::object, e); }
    bool on_object_end(std::size_t, error_code&) { return end(); }
    bool on_array_begin(error_code& e) { return begin(Kind::array, e); }
    bool on_array_end(std::size_t, error_code&) { return end(); }
    bool on_key_part(string_view s, std::size_t, error_code&) { return part(name, s); }
    bool on_key(string_view s, std::size_t, error_code&) { return part(name, s); }
    bool on_string_part(string_view s, std::size_t, error_code&) { return part(text, s); }
    bool on_string(string_view s, std::size_t, error_code& e) {
        return part(text, s) && add(Kind::text, e);
    }
    bool on_number_part(string_view, error_code&) { return true; }
    bool on_int64(std::int64_t n, string_view, error_code& e) { return add(Kind::integer, e, n); }
    bool on_uint64(std::uint64_t, string_view, error_code& e) { return add(Kind::huge, e); }
    bool on_double(double, string_view, error_code& e) { return add(Kind::fraction, e); }
    bool on_bool(bool b, error_code& e) { return add(Kind::truth, e, b ? 1 : 0); }
    bool on_null(error_code& e) { return add(Kind::null, e); }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }
};
} // namespace

std::optional<std::string> JsonDocument::parse(std::string_view json) {
    boost::json::parse_options options;
    options.max_depth = most_depth;
    nodes.reserve(16);
    boost::json::basic_parser<Handler> parser(options, Handler{*this});
    error_code error;
    const std::size_t read = parser.write_some(false, json.data(), json.size(), error);
    if (!error && read == json.size() && parser.done()) return std::nullopt;
    nodes.clear();
    return "";
}

namespace {
// Boost.URL 1.81 reads past the end of a query that is not followed by a zero byte; this is short
// enough to be our own.
std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at] == '+' ? ' ' : text[at];
            continue;
        }
        const std::string_view digits = text.substr(at + 1, 2);
        unsigned char byte = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (error != std::errc{} || end != digits.data() + 2) return std::nullopt;
        out += static_cast<char>(byte);
        at += 2;
    }
    return out;
}
} // namespace

std::optional<std::string> JsonDocument::parse_query(std::string_view query) {
    from_query = true;
    nodes.push_back({Kind::object, true, -1});
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = percent_decoded(pair.substr(0, equals));
        auto text = percent_decoded(pair.substr(std::min(equals + 1, pair.size())));
        const bool good = name && text && is_plain_utf8(*name) && child(0, *name) == nullptr;
        if (!good || nodes.size() > most_parameters) return "";
        nodes.push_back({Kind::text, false, 0, std::move(*name), std::move(*text)});
    }
    return std::nullopt;
}

JsonNode* JsonDocument::child(int parent, std::string_view name) {
    for (JsonNode& node : nodes) {
        if (node.parent == parent && node.name == name) return &node;
    }
    return nullptr;
}

bool JsonDocument::in_object(const JsonNode& node) const {
    return nodes[static_cast<std::size_t>(node.parent)].kind == Kind::object;
}

std::string JsonDocument::path(int node) const {
    std::string path;
    for (; node > 0; node = nodes[static_cast<std::size_t>(node)].parent) {
        const JsonNode& at = nodes[static_cast<std::size_t>(node)];
        const std::string name = in_object(at) ? at.name : std::to_string(place_in_list(node));
        path = path.empty() ? name : name + "." + path;
    }
    return path;
}

int JsonDocument::place_in_list(int node) const {
    const int parent = nodes[static_cast<std::size_t>(node)].parent;
    int before = 0;
    for (int i = 1; i < node; ++i)
        before += nodes[static_cast<std::size_t>(i)].parent == parent;
    return before;
}

} // namespace meguri::http
