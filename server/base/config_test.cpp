#include "base/config.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace meguri {
namespace {

constexpr std::string_view good = R"([city]
name = "熊谷市"
telephone = "048-524-1111"

[server]
listen = "127.0.0.1:8080"
public_url = "https://pay.city.example"
environment = "test"

[database]
url = "sqlite://city.db"

[keys]
file = "keys"

[sms]
url = "http://127.0.0.1:8080/sim/sms"
account = "AC0123"
token_file = "/run/secrets/sms"
sender = "KUMAGAYA"
)";

Try<Config> parse(std::string_view text) { return parse_config(text, "/etc/meguri/city.toml"); }

std::string with(std::string_view from, std::string_view to) {
    std::string text(good);
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

// The one complaint about a file that has one mistake.
void refuses(const std::string& text, const std::string& complaint) {
    const auto config = parse(text);
    ASSERT_FALSE(config) << complaint;
    EXPECT_EQ(config.error().code, FaultCode::invalid);
    EXPECT_NE(config.error().detail.find(complaint), std::string::npos) << config.error().detail;
    EXPECT_EQ(config.error().detail.find('\n'), std::string::npos) << config.error().detail;
}

TEST(Config, reads_a_whole_file) {
    const auto config = parse(good);
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->city.name, "熊谷市");
    EXPECT_EQ(config->city.colour, "#0017c1");
    EXPECT_EQ(config->server.address, "127.0.0.1");
    EXPECT_EQ(config->server.port, 8080);
    EXPECT_EQ(config->server.environment, Environment::test);
    EXPECT_TRUE(config->server.secure());
    EXPECT_EQ(config->database.url, "sqlite:///etc/meguri/city.db");
    EXPECT_EQ(config->keys.file, "/etc/meguri/keys");
    EXPECT_EQ(config->sms->token_file, "/run/secrets/sms");
    EXPECT_EQ(config->sms->url, "http://127.0.0.1:8080/sim/sms");
}

TEST(Config, says_where_it_named_what_is_of_no_use) {
    const auto config = parse(good);
    ASSERT_TRUE(config) << config.error().detail;
    const auto told = config->because_of(
        "sms.token_file", {FaultCode::unavailable, "/run/secrets/sms: No such file or directory"}
    );
    EXPECT_EQ(told.code, FaultCode::unavailable);
    EXPECT_EQ(
        told.detail,
        "/etc/meguri/city.toml:19: sms.token_file: /run/secrets/sms: No such file or directory"
    );
    EXPECT_EQ(
        config->because_of("database.url", {FaultCode::invalid, "x"}).detail,
        "/etc/meguri/city.toml:11: database.url: x"
    );
    EXPECT_EQ( // left out: the key alone
        config->because_of("city.accent", {FaultCode::invalid, "x"}).detail,
        "/etc/meguri/city.toml: city.accent: x"
    );
}

TEST(Config, may_leave_out_what_has_a_default) {
    auto text = with("listen = \"127.0.0.1:8080\"\n", "");
    text = text.substr(0, text.find("[sms]"));
    const auto config = parse(text);
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->server.port, 8080);
    EXPECT_FALSE(config->sms);
}

TEST(Config, is_production_unless_it_says_otherwise_SEC_3) {
    auto text = with("environment = \"test\"\n", "");
    text = text.substr(0, text.find("[sms]"));
    const auto config = parse(text);
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->server.environment, Environment::production);
}

TEST(Config, names_file_line_key_and_what_is_expected) {
    refuses(
        with("127.0.0.1:8080", "localhost"),
        "/etc/meguri/city.toml:6: server.listen: expected an address and a port"
    );
    refuses(
        with("\"test\"", "\"staging\""),
        "city.toml:8: server.environment: expected \"production\", \"test\" or \"demo\""
    );
    refuses(with("\"熊谷市\"", "7"), "city.toml:2: city.name: expected");
    refuses(
        with("name = \"熊谷市\"\n", ""),
        "city.toml:1: city.name: expected the city's name, 1 to 40 characters, it is missing"
    );
    refuses(with("048-524-1111", "call us"), "city.toml:3: city.telephone: expected");
    refuses(with("[keys]\nfile = \"keys\"\n", ""), "[keys]: expected this section, it is missing");
    refuses(
        with("[keys]", "[keyz]").append("[keys]\nfile=\"k\"\n"),
        "city.toml:13: keyz: unknown section"
    );
    refuses(
        with("listen", "listne"),
        "city.toml:6: server.listne: unknown key; expected one of listen, public_url, environment"
    );
    refuses(with("[city]", "[city"), "city.toml:1: ");
    refuses(with("name = \"熊谷市\"", "name = \"a\"\nname = \"b\""), "city.toml:3: ");
}

TEST(Config, lists_every_mistake_in_order_of_lines) {
    auto text = with("\"test\"", "\"x\"");
    text.replace(text.find("048-524-1111"), 12, "x");
    const auto config = parse(text);
    ASSERT_FALSE(config);
    const auto& detail = config.error().detail;
    EXPECT_LT(detail.find(":3: city.telephone"), detail.find(":8: server.environment"));
    EXPECT_NE(detail.find(":8: server.environment"), std::string::npos);
}

TEST(Config, refuses_doubtful_values) {
    for (const char* listen :
         {"127.0.0.1", ":8080", "127.0.0.1:0", "127.0.0.1:65536", "::1:8080", "127.0.0.1:80 ",
          "1.2.3:80"})
        refuses(with("127.0.0.1:8080", listen), "server.listen");
    for (const char* url :
         {"pay.city.example", "https://", "https://pay.city.example/", "https://pay.city.example/x",
          "ftp://x", "https://a b", "https://x:99999", "https://u@x"})
        refuses(with("https://pay.city.example", url), "server.public_url");
    EXPECT_TRUE(parse(with("127.0.0.1:8080", "[::1]:8080")));
    EXPECT_TRUE(parse(with("https://pay.city.example", "http://127.0.0.1:8080")));
    refuses(with("name = \"熊谷市\"", "name = \"a\\u0007b\""), "city.name");
}

TEST(Config, insists_on_https_in_production_SEC_3) {
    auto text = with("\"test\"", "\"production\"");
    refuses(text, "sms.url: expected https:// in production");
    text.replace(text.find("http://127.0.0.1:8080/sim/sms"), 29, "https://sms.example");
    EXPECT_TRUE(parse(text));
    text.replace(text.find("https://pay"), 11, "http://pay");
    refuses(text, "server.public_url: expected https:// in production");
}

TEST(Config, caps_one_time_codes_generously_unless_told_USR_a) {
    EXPECT_EQ(parse(good)->code_caps.an_hour, 3'000);
    EXPECT_EQ(parse(good)->code_caps.an_hour_from_one_address, 300);
    const auto told = parse(
        std::string(good) +
        "codes_an_hour = 50\ncodes_a_day = 70\ncodes_an_hour_from_one_address = 9\n"
    );
    ASSERT_TRUE(told) << told.error().detail;
    EXPECT_EQ(told->code_caps.an_hour, 50);
    EXPECT_EQ(told->code_caps.a_day, 70);
    EXPECT_EQ(told->code_caps.an_hour_from_one_address, 9);
    for (const char* wrong : {"0", "-1", "\"5\"", "1.5", "10000001", "true"})
        refuses(
            std::string(good) + "codes_a_day = " + wrong + "\n",
            "city.toml:21: sms.codes_a_day: expected a number from 1 to 10000000"
        );
}

TEST(Config, takes_no_secret_itself_SEC_3) {
    refuses(
        with("sqlite://city.db", "postgresql://meguri:secret@db/city"),
        "database.url: expected no password in it"
    );
    refuses(
        with("sqlite://city.db", "postgresql://db/city?password=secret"),
        "database.url: expected no password in it"
    );
    EXPECT_TRUE(parse(
        with("sqlite://city.db", "postgresql://meguri@db:5432/city?passfile=/etc/meguri/pgpass")
    ));
    const auto leaked = parse(with("sqlite://city.db", "postgresql://meguri:secret@db/city"));
    EXPECT_EQ(leaked.error().detail.find("secret"), std::string::npos);
}

TEST(Config, says_that_a_file_cannot_be_read) {
    EXPECT_FALSE(load_config("/nowhere/city.toml"));
    EXPECT_FALSE(load_config("/tmp"));
}

constexpr std::string_view cards = R"(
[card_payments]
url = "http://127.0.0.1:8080/sim/card"
secret_file = "card.secret"
webhook_secret_file = "/run/secrets/card-messages"
)";

TEST(Config, reads_the_card_provider_CHG_e) {
    EXPECT_FALSE(parse(good)->card_payments);
    const auto config = parse(std::string(good) + std::string(cards));
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->card_payments->url, "http://127.0.0.1:8080/sim/card");
    EXPECT_EQ(config->card_payments->secret_file, "/etc/meguri/card.secret");
    EXPECT_EQ(config->card_payments->webhook_secret_file, "/run/secrets/card-messages");
    EXPECT_EQ(config->card_payments->page_minutes, 60);
}

constexpr std::string_view dues = R"(
[public_dues]
url = "http://127.0.0.1:8080/sim/clearing"
secret_file = "clearing.secret"
organization = "11202"
taxes = ["001,011 市民税", "002 固定資産税"]
)";

TEST(Config, reads_the_clearing_side_of_public_dues_GEN_h) {
    EXPECT_FALSE(parse(good)->public_dues);
    const auto config = parse(std::string(good) + std::string(dues));
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->public_dues->secret_file, "/etc/meguri/clearing.secret");
    EXPECT_EQ(config->public_dues->organization, "11202");
    EXPECT_EQ(config->public_dues->taxes.size(), 2u);
    EXPECT_EQ(config->public_dues->taxes[0], "001,011 市民税");
}

TEST(Config, names_what_is_wrong_about_the_clearing_side) {
    const auto changed = [](std::string_view from, std::string_view to) {
        std::string text = std::string(good) + std::string(dues);
        return text.replace(text.find(from), from.size(), to);
    };
    refuses(changed("\"11202\"", "\"1120\""), "public_dues.organization: expected the city's code");
    for (const std::string_view wrong :
         {"[]", "\"001 市民税\"", "[1]", "[\"1 市民税\"]", "[\"001\"]", "[\"001,1 市民税\"]"})
        refuses(
            changed("[\"001,011 市民税\", \"002 固定資産税\"]", wrong),
            "public_dues.taxes: expected"
        );
    refuses(changed("organization = \"11202\"\n", ""), "public_dues.organization: expected");
    refuses(changed("[public_dues]\n", "[public_dues]\nkey = 1\n"), "public_dues.key: unknown key");
}

TEST(Config, names_what_is_wrong_about_the_card_provider) {
    const auto changed = [](std::string_view from, std::string_view to) {
        std::string text = std::string(good) + std::string(cards);
        return text.replace(text.find(from), from.size(), to);
    };
    refuses(changed("\nsecret_file = \"card.secret\"", ""), "card_payments.secret_file: expected");
    refuses(
        changed("http://127.0.0.1:8080/sim/card", "api.example"), "card_payments.url: expected"
    );
    refuses(
        changed("[card_payments]\n", "[card_payments]\npage_minutes = 10\n"),
        "card_payments.page_minutes: expected a number from 35 to 1435"
    );
    refuses(
        changed("[card_payments]\n", "[card_payments]\nsecret = \"x\"\n"),
        "city.toml:23: card_payments.secret: unknown key"
    );
    auto production = changed("environment = \"test\"", "environment = \"production\"");
    production.replace(production.find("http://127.0.0.1:8080/sim/sms"), 29, "https://sms.example");
    refuses(production, "card_payments.url: expected https:// in production");
}

TEST(Config, reads_where_the_map_comes_from_MNU_c) {
    const std::string map = std::string(good) + R"([map]
tiles = "https://tiles.example/xyz/{z}/{x}/{y}.png"
attribution = "地理院タイル"
)";
    const auto config = parse(map);
    ASSERT_TRUE(config) << config.error().detail;
    EXPECT_EQ(config->map->origin(), "https://tiles.example");
    EXPECT_EQ(config->map->attribution, "地理院タイル");
    EXPECT_FALSE(parse(good)->map);
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string text = map;
        return text.replace(text.find(from), from.size(), to);
    };
    refuses(changed("{y}", "y"), "map.tiles: expected");
    refuses(changed("https://tiles.example", "tiles.example"), "map.tiles: expected");
    refuses(changed("tiles.example", "tiles.example; script-src *"), "map.tiles: expected");
    refuses(changed("attribution = \"地理院タイル\"", ""), "map.attribution: expected");
}

} // namespace
} // namespace meguri
