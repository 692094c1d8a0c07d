// Internal to fields.cpp: a JSON text (or a query) as a flat list of nodes, refused when anything
// about it is doubtful.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meguri::http {

struct JsonNode {
    // fraction: written with a point or an exponent; huge: an integer beyond 64 bits.
    enum class Kind : std::uint8_t { object, array, text, integer, huge, fraction, truth, null };
    Kind kind;
    bool asked = false;
    int parent;
    std::string name{}; // "" in arrays
    std::string text{};
    std::int64_t number = 0;
};

struct JsonDocument {
    static constexpr int nowhere = -2; // no node has it as its parent
    static constexpr std::size_t most_depth = 8;
    static constexpr std::size_t most_nodes = 4096;
    static constexpr std::size_t most_parameters = 64; // of a query

    std::vector<JsonNode> nodes; // [0] is the outermost object
    bool from_query = false;

    // What is wrong: the path of the field at fault, or "" for the whole text; nothing when all is
    // well.
    std::optional<std::string> parse(std::string_view json);
    std::optional<std::string> parse_query(std::string_view query);

    JsonNode* child(int parent, std::string_view name);
    int index_of(const JsonNode& node) const { return static_cast<int>(&node - nodes.data()); }
    bool in_object(const JsonNode& node) const;
    std::string path(int node) const; // "top_up.minimum", "limits.0.cap"
    int place_in_list(int node) const;
};

} // namespace meguri::http
