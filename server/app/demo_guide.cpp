#include "app/demo_guide.hpp"

#include <fmt/core.h>

namespace meguri::app {

namespace {

using features::OpeningHours;

constexpr int monday = 0, saturday = 5, sunday = 6;

struct Area {
    std::string_view name;
    std::int64_t latitude_e6, longitude_e6; // of its middle, roughly where Kumagaya's lies
};
constexpr Area areas[] = {
    {"筑波", 36'139'600, 139'388'800}, {"肥塚", 36'158'900, 139'393'300},
    {"本町", 36'146'400, 139'387'200}, {"銀座", 36'142'200, 139'391'800},
    {"星川", 36'144'700, 139'390'500}, {"鎌倉町", 36'145'300, 139'384'900},
    {"石原", 36'150'800, 139'371'700}, {"玉井", 36'176'400, 139'340'600},
    {"妻沼", 36'224'700, 139'376'400}, {"籠原", 36'173'300, 139'323'900},
    {"宮町", 36'147'200, 139'388'600},
};

const Area& area_of(std::string_view name) {
    for (const Area& area : areas) {
        if (area.name == name) return area;
    }
    return areas[0];
}

void open_from(OpeningHours& hours, int first, int last, int from, int to) {
    for (int day = first; day <= last; ++day)
        hours.stretches.push_back({day, from, to});
}

OpeningHours hours_of(std::string_view type, std::size_t n) {
    OpeningHours hours;
    const int closed_day = static_cast<int>(n % 5);
    const auto without_closed_day = [&] {
        std::erase_if(hours.stretches, [&](const auto& s) { return s.weekday == closed_day; });
    };
    if (type == "窓口") {
        open_from(hours, monday, 4, 510, 1035);
        return hours;
    }
    if (type == "居酒屋") { // past midnight
        open_from(hours, monday, sunday, 1020, 1500);
        without_closed_day();
        return hours;
    }
    const bool eating = type == "うどん" || type == "そば" || type == "洋食" || type == "中華";
    if (eating) { // closed between noon and evening
        open_from(hours, monday, sunday, 660, 870);
        open_from(hours, monday, saturday, 1020, 1230);
        without_closed_day();
        return hours;
    }
    open_from(
        hours, monday, sunday, 540 + static_cast<int>(n % 3) * 30,
        1080 + static_cast<int>(n % 4) * 30
    );
    if (n % 4 == 0) hours.closed_weeks = {{2, closed_day}, {4, closed_day}};
    if (n % 4 != 0) without_closed_day();
    return hours;
}

std::string_view keywords_of(std::string_view type) {
    if (type == "パン") return "食パン メロンパン サンドイッチ";
    if (type == "青果") return "野菜 果物 くだもの";
    if (type == "うどん") return "めん 昼ごはん 冷や汁";
    if (type == "そば") return "めん 天ぷら 昼ごはん";
    if (type == "喫茶") return "コーヒー 紅茶 ケーキ カフェ";
    if (type == "和菓子") return "まんじゅう 大福 だんご 手みやげ";
    if (type == "薬局") return "くすり 処方せん おむつ";
    if (type == "文具") return "ノート えんぴつ はんこ";
    if (type == "窓口") return "チャージ 現金";
    return "";
}

std::string_view about(std::string_view type) {
    if (type == "パン") return "毎朝5時から焼いています。昼すぎには焼きたての食パンが並びます。";
    if (type == "うどん") return "地粉で打った太めのうどんです。夏は冷や汁もあります。";
    if (type == "喫茶") return "席でゆっくり過ごせます。ベビーカーのまま入れます。";
    if (type == "窓口") return "現金でチャージできます。カードもお持ちください。";
    return "";
}

} // namespace

features::DirectoryTexts
demo_directory(const demo::Shop& shop, PlaceId place, std::size_t n, PersonId by, Instant at) {
    const Area& area = area_of(shop.area);
    const auto k = static_cast<std::int64_t>(n);
    features::DirectoryTexts texts;
    texts.place = place;
    texts.version = 1;
    texts.at = at;
    texts.by = by;
    texts.address = fmt::format("{}{}丁目{}番{}号", shop.area, n % 3 + 1, n % 17 + 1, n % 9 + 1);
    texts.telephone = fmt::format("048-999-{:04}", 1000 + n * 7); // of no exchange
    texts.keywords = keywords_of(shop.type);
    texts.text = about(shop.type);
    texts.hours = hours_of(shop.type, n);
    texts.latitude_e6 = area.latitude_e6 + (k * 7919 % 61 - 30) * 60; // within some 200 metres
    texts.longitude_e6 = area.longitude_e6 + (k * 104'729 % 61 - 30) * 70;
    return texts;
}

} // namespace meguri::app
