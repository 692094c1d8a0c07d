#include "http/fields.hpp"

#include <gtest/gtest.h>

namespace meguri::http {
namespace {

// "" when all was well, else "word field".
std::string said(Fields& in) {
    const auto refused = in.refused();
    if (!refused) return "";
    const auto part = [&](const std::string& name) {
        const auto at = refused->body.find("\"" + name + "\":\"");
        if (at == std::string::npos) return std::string();
        const auto from = at + name.size() + 4;
        return refused->body.substr(from, refused->body.find('"', from) - from);
    };
    const auto field = part("field");
    return part("refusal") + (field.empty() ? "" : " " + field);
}

std::string said_of_amount(std::string_view json) {
    Fields in(json);
    in.amount("amount");
    return said(in);
}

std::string said_of_text(std::string_view json, std::size_t most = 5) {
    Fields in(json);
    in.text("name", 1, most);
    return said(in);
}

TEST(Fields, read_what_was_sent_SEC_3) {
    Fields in(
        R"({"key":"a-b_c.d","place":"P1","amount":9999999,"yes":true,"day":"2026-02-28","name":"巡り"})"
    );
    EXPECT_EQ(in.token("key"), "a-b_c.d");
    EXPECT_EQ(in.id("place"), "P1");
    EXPECT_EQ(in.amount("amount"), 9'999'999);
    EXPECT_TRUE(in.boolean("yes"));
    EXPECT_EQ(in.date("day").iso(), "2026-02-28");
    EXPECT_EQ(in.text("name", 1, 2), "巡り");
    EXPECT_EQ(in.optional_text("none", 1, 2), std::nullopt);
    EXPECT_EQ(said(in), "");
}

TEST(Fields, take_an_amount_only_as_a_whole_number_of_yen_in_range_SEC_3) {
    EXPECT_EQ(said_of_amount(R"({"amount":1})"), "");
    EXPECT_EQ(said_of_amount(R"({"amount":0})"), "amount_out_of_range amount");
    EXPECT_EQ(said_of_amount(R"({"amount":-0})"), "amount_out_of_range amount");
    EXPECT_EQ(said_of_amount(R"({"amount":-5})"), "amount_out_of_range amount");
    EXPECT_EQ(said_of_amount(R"({"amount":10000000})"), "amount_out_of_range amount");
    EXPECT_EQ(said_of_amount(R"({"amount":9007199254740993})"), "amount_out_of_range amount");
    EXPECT_EQ(said_of_amount(R"({"amount":18446744073709551615})"), "amount_out_of_range amount");
    EXPECT_EQ(said_of_amount(R"({"amount":99999999999999999999999})"), "invalid_request amount");
    EXPECT_EQ(said_of_amount(R"({"amount":1.5})"), "invalid_request amount");
    EXPECT_EQ(said_of_amount(R"({"amount":1.0})"), "invalid_request amount");
    EXPECT_EQ(said_of_amount(R"({"amount":1e3})"), "invalid_request amount");
    EXPECT_EQ(said_of_amount(R"({"amount":"100"})"), "invalid_request amount");
    EXPECT_EQ(said_of_amount(R"({"amount":null})"), "invalid_request amount");
    EXPECT_EQ(said_of_amount(R"({"amount":true})"), "invalid_request amount");
    EXPECT_EQ(said_of_amount(R"({"amount":[1]})"), "invalid_request amount");
    EXPECT_EQ(said_of_amount(R"({})"), "invalid_request amount");
}

TEST(Fields, refuse_what_nobody_asked_for_and_what_comes_twice_SEC_3) {
    EXPECT_EQ(said_of_amount(R"({"amount":1,"rate":2})"), "invalid_request rate");
    EXPECT_EQ(said_of_amount(R"({"amount":1,"<script>":2})"), "invalid_request");
    EXPECT_EQ(said_of_amount(R"({"amount":1,"amount":1})"), "invalid_request");
    EXPECT_EQ(said_of_amount(R"({"amount":1,"\u0061mount":1})"), "invalid_request");
    EXPECT_EQ(said_of_amount(R"({"amount":1,"x":{"y":1}})"), "invalid_request x");
}

TEST(Fields, refuse_text_that_is_too_long_broken_or_holds_control_characters_SEC_3) {
    EXPECT_EQ(said_of_text(R"({"name":"あいうえお"})"), "");
    EXPECT_EQ(said_of_text(R"({"name":"あいうえおか"})"), "invalid_request name");
    EXPECT_EQ(said_of_text(R"({"name":""})"), "invalid_request name");
    EXPECT_EQ(said_of_text(R"({"name":5})"), "invalid_request name");
    EXPECT_EQ(said_of_text(R"({"name":"a\u0000b"})"), "invalid_request name");
    EXPECT_EQ(said_of_text(R"({"name":"a\nb"})"), "invalid_request name");
    EXPECT_EQ(said_of_text("{\"name\":\"\xff\"}"), "invalid_request");
    EXPECT_EQ(said_of_text("{\"name\":\"\xc0\xaf\"}"), "invalid_request");     // overlong
    EXPECT_EQ(said_of_text("{\"name\":\"\xed\xa0\x80\"}"), "invalid_request"); // surrogate
    EXPECT_EQ(said_of_text(R"({"name":"\ud800"})"), "invalid_request");        // half of a pair
}

TEST(Fields, refuse_text_that_holds_what_cannot_be_seen_SEC_3) {
    for (const char* hidden :
         {"\u202e", "\u202a", "\u202d",     "\u2066",     "\u2069",     "\u200e",
          "\u200f", "\u061c", // direction
          "\u200b", "\u200c", "\u200d",     "\u2060",     "\ufeff",     "\u00ad",
          "\u034f",                                                 // no width
          "\u115f", "\u3164", "\uffa0",     "\u2800",     "\u180e", // filling
          "\u2028", "\u2029", "\xc2\x85",   "\xc2\x9b",   "\ufff9",     "\ufffc",
          "\ufffd", "\uffff", "\U000e0041", "\U000e0001", "\U000e01f0", "\U0001d173"}) {
        for (const std::string& name :
             {std::string(hidden), "市" + std::string(hidden), hidden + std::string("役所"),
              "市" + std::string(hidden) + "役所"})
            EXPECT_EQ(said_of_text("{\"name\":\"" + name + "\"}"), "invalid_request name") << name;
    }
    EXPECT_EQ(
        said_of_text(R"({"name":"a\u202eb"})"), "invalid_request name"
    ); // written as an escape
}

TEST(Fields, take_names_as_they_are_written_in_Japan_SEC_3) {
    for (const char* name :
         {"葛\U000e0100城", "辻\U000e0101", "神\ufe00", "山田　太郎", "Cafe\u0301", "が",
          "か\u3099", "𠮷野家", "髙﨑", "❤\ufe0f屋", "O’Neil", "﨑\U000e01ef"})
        EXPECT_EQ(said_of_text("{\"name\":\"" + std::string(name) + "\"}", 9), "") << name;
    // A selector with nothing to select, two on one character, and names of nothing but blanks.
    for (const char* name :
         {"\U000e0100葛", "葛　\ufe00城", "葛\U000e0100\U000e0101", " ", "　　", "\u00a0\u2003",
          "\ufe0f"})
        EXPECT_EQ(said_of_text("{\"name\":\"" + std::string(name) + "\"}"), "invalid_request name")
            << name;
}

TEST(Fields, leave_passwords_to_whoever_types_them_SEC_3) {
    const auto said_of_secret = [](std::string_view json) {
        Fields in(json);
        in.secret("password", 1, 9);
        return said(in);
    };
    EXPECT_EQ(said_of_secret("{\"password\":\"👨\u200d👩\u200d👧\"}"), "");
    EXPECT_EQ(said_of_secret(R"({"password":"a\u0000b"})"), "invalid_request password");
    EXPECT_EQ(said_of_secret(R"({"password":""})"), "invalid_request password");
    EXPECT_EQ(said_of_secret(R"({})"), "invalid_request password");
}

TEST(Fields, refuse_what_is_not_one_closed_object_SEC_3) {
    for (const char* text :
         {"", " ", "null", "[]", "1", "\"x\"", "{", "{}}", "{} {}", "{\"a\":1,}", "{a:1}",
          "{'a':1}", "\xef\xbb\xbf{}", "{\"a\":NaN}", "{\"a\":1}//"}) {
        Fields in(text);
        EXPECT_EQ(said(in), "invalid_request") << text;
    }
}

TEST(Fields, bound_depth_and_number_of_values_SEC_3) {
    const auto nested = [](int levels) {
        std::string text = "1";
        for (int i = 0; i < levels; ++i)
            text = "{\"a\":" + text + "}";
        return text;
    };
    Fields shallow(nested(8)), deep(nested(9)), endless(std::string(60'000, '['));
    EXPECT_EQ(said(shallow), "invalid_request a");
    EXPECT_EQ(said(deep), "invalid_request");
    EXPECT_EQ(said(endless), "invalid_request");
    std::string many = "{\"a\":[0";
    for (int i = 0; i < 2000; ++i)
        many += ",0";
    Fields wide(many + "]}");
    EXPECT_EQ(said(wide), "invalid_request");
}

enum class Colour { red, blue };

TEST(Fields, read_closed_lists_SEC_3) {
    Fields in(R"({"one":"blue","some":["blue","red"],"wrong":"green","twice":["red","red"]})");
    const Choices<Colour> colours{{"red", Colour::red}, {"blue", Colour::blue}};
    EXPECT_EQ(in.choice<Colour>("one", colours), Colour::blue);
    EXPECT_EQ(in.several<Colour>("some", colours, 1), (std::vector{Colour::blue, Colour::red}));
    EXPECT_EQ(in.choice<Colour>("wrong", colours), Colour::red);
    EXPECT_EQ(said(in), "invalid_request wrong");
    Fields twice(R"({"twice":["red","red"]})"), none(R"({"some":[]})"),
        mixed(R"({"some":["red",1]})");
    twice.several<Colour>("twice", colours, 1);
    none.several<Colour>("some", colours, 1);
    mixed.several<Colour>("some", colours, 1);
    EXPECT_EQ(said(twice), "invalid_request twice");
    EXPECT_EQ(said(none), "invalid_request some");
    EXPECT_EQ(said(mixed), "invalid_request some");
}

TEST(Fields, name_the_first_thing_wrong_in_a_nested_object_SEC_3) {
    Fields in(R"({"program":{"top_up":{"minimum":0,"step":0}}})");
    Fields program = in.object("program");
    Fields top_up = program.object("top_up");
    top_up.amount("minimum");
    top_up.amount("step");
    EXPECT_EQ(said(in), "amount_out_of_range program.top_up.minimum");
    Fields missing(R"({"program":5})");
    Fields inner = missing.object("program");
    EXPECT_EQ(inner.text("name", 1, 5), "");
    EXPECT_EQ(said(missing), "invalid_request program");
}

TEST(Fields, know_no_day_that_does_not_exist_SEC_3) {
    for (const char* day : {"2026-02-29", "2026-13-01", "2026-1-01", "26-01-01xx", "tomorrow!!"}) {
        Fields in("{\"day\":\"" + std::string(day) + "\"}");
        in.date("day");
        EXPECT_EQ(said(in), "invalid_request day") << day;
    }
}

TEST(Fields, read_queries_as_strictly_SEC_3) {
    Fields in = Fields::of_query("limit=20&before=123&q=%E5%B7%A1+%E3%82%8A");
    EXPECT_EQ(in.integer("limit", 1, 100), 20);
    EXPECT_EQ(in.optional_id("before"), "123");
    EXPECT_EQ(in.text("q", 1, 9), "巡 り");
    EXPECT_EQ(said(in), "");
    Fields empty = Fields::of_query("");
    EXPECT_EQ(empty.optional_integer("limit", 1, 100), std::nullopt);
    EXPECT_EQ(said(empty), "");
    for (const char* query :
         {"limit=101", "limit=1.5", "limit=+5", "limit=%205", "limit=", "limit=5x",
          "limit=99999999999999999999"}) {
        Fields bad = Fields::of_query(query);
        bad.optional_integer("limit", 1, 100);
        EXPECT_EQ(said(bad), "invalid_request limit") << query;
    }
    for (const char* query : {"limit=5&limit=5", "limit=%zz", "limit=5&a[]=%"}) {
        Fields bad = Fields::of_query(query);
        bad.optional_integer("limit", 1, 100);
        EXPECT_EQ(said(bad), "invalid_request") << query;
    }
    Fields unknown = Fields::of_query("limit=5&colour=red");
    unknown.optional_integer("limit", 1, 100);
    EXPECT_EQ(said(unknown), "invalid_request colour");
}

} // namespace
} // namespace meguri::http
