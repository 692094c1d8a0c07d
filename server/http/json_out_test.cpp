#include "http/json_out.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace meguri::http {
namespace {

TEST(JsonOut, writes_fields_lists_and_objects_in_order) {
    JsonOut json;
    const std::vector<int> numbers{1, 2};
    json.object([&] {
        json.field("text", "a\"b\\c\n\x01 巡り");
        json.field("number", std::int64_t{-5});
        json.field("yes", true);
        json.field("at", Instant{ms_per_day});
        json.field("day", Date::none());
        json.field("maybe", std::optional<std::int64_t>{});
        json.object("empty", [] {});
        json.array("numbers", numbers, [&](int n) { json.item(n); });
        json.array("objects", numbers, [&](int n) { json.object([&] { json.field("n", n); }); });
        json.raw("raw", "{\"x\":1}");
        json.field("last", "z");
    });
    EXPECT_EQ(
        json.text(),
        R"({"text":"a\"b\\c\u000a\u0001 巡り","number":-5,"yes":true,"at":"1970-01-02T09:00:00.000+09:00",)"
        R"("empty":{},"numbers":[1,2],"objects":[{"n":1},{"n":2}],"raw":{"x":1},"last":"z"})"
    );
}

TEST(JsonOutDeathTest, never_writes_a_number_that_a_browser_would_round) {
    JsonOut json;
    json.item(std::int64_t{1} << 53);
    EXPECT_EQ(json.text(), "9007199254740992");
    EXPECT_DEATH(json.item((std::int64_t{1} << 53) + 1), "most");
}

} // namespace
} // namespace meguri::http
