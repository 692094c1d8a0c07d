#include "app/info_routes.hpp"

#include "base/hash.hpp"

#include <fmt/core.h>

namespace meguri::app {

namespace {
// Plain, different from each other at a glance, and without double meaning.
constexpr std::string_view seals[] = {"霜", "松", "梅", "桜", "柳", "竹", "菊", "萩", "葵",
                                      "桐", "楓", "杉", "鶴", "亀", "鹿", "燕", "雁", "鯉",
                                      "波", "川", "山", "丘", "星", "月", "日", "雲", "風",
                                      "雪", "霧", "虹", "灯", "鈴", "笛", "扇", "舟", "橋",
                                      "蔵", "輪", "結", "和", "実", "穂", "麦", "泉", "森"};

std::string_view environment_word(Environment environment) {
    switch (environment) {
    case Environment::production: return "production";
    case Environment::test: return "test";
    case Environment::demo: return "demo";
    }
    return "";
}
} // namespace

std::string day_seal(const Config::City& city, Date day) {
    const auto pick = [&](Date d) {
        const Hash h = sha256(fmt::format("day seal {} {}", city.name, d.number()));
        return static_cast<std::size_t>(h[0] << 8 | h[1]) % std::size(seals);
    };
    // Never the same two days running: a screenshot of yesterday must show.
    const std::size_t today = pick(day);
    return std::string(seals[today == pick(day + -1) ? (today + 1) % std::size(seals) : today]);
}

void add_info_routes(
    http::Router& router, const Config& config, const service::CityLook& look,
    const MovableClock& clock
) {
    router.on(
        access::Operation::getInfo,
        [&config, &look, &clock](http::Request& request) -> http::Async<http::Response> {
            http::JsonOut out;
            out.object([&] {
                out.field("city", look.name);
                out.field("telephone", config.city.telephone);
                out.field("environment", environment_word(config.server.environment));
                out.field("server_time", request.at);
                out.field("clock_moved", clock.setting() != ClockSetting{});
                out.object("day_seal", [&] {
                    out.field("kanji", day_seal(config.city, jst_date(request.at)));
                });
                out.field("public_url", config.server.public_url);
                const std::string_view languages[] = {"ja", "en"};
                if (config.map) {
                    out.object("map", [&] {
                        out.field("tiles", config.map->tiles);
                        out.field("attribution", config.map->attribution);
                    });
                }
                out.array("languages", languages, [&](std::string_view language) {
                    out.item(language);
                });
            });
            co_return http::ok(std::move(out));
        }
    );
}

} // namespace meguri::app
