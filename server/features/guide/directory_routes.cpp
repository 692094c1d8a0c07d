// What the city writes about a place, read and written [MNU-d].
#include "features/guide/guide.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "service/ask.hpp"
#include "service/folded.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {

constexpr std::string_view weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday"};

int read_weekday(Fields& in) {
    return in.choice<int>(
        "weekday", {{weekdays[0], 0},
                    {weekdays[1], 1},
                    {weekdays[2], 2},
                    {weekdays[3], 3},
                    {weekdays[4], 4},
                    {weekdays[5], 5},
                    {weekdays[6], 6}}
    );
}

bool is_telephone(std::string_view text) {
    return text.find_first_not_of("0123456789+() -") == std::string_view::npos;
}

bool is_web_address(std::string_view text) {
    return (text.starts_with("https://") || text.starts_with("http://")) &&
           text.find_first_of(" \"<>") == std::string_view::npos;
}

OpeningHours read_opening(Fields& in) {
    OpeningHours hours;
    for (Fields& each : in.optional_objects("hours", 28)) {
        OpeningHours::Stretch s;
        s.weekday = read_weekday(each);
        s.from = static_cast<int>(each.integer("from", 0, 1439));
        s.to = static_cast<int>(each.integer("to", 1, OpeningHours::latest - 1));
        if (s.to <= s.from) each.refuse("to");
        hours.stretches.push_back(s);
    }
    for (Fields& each : in.optional_objects("closed_weeks", 35)) {
        OpeningHours::Week w;
        w.nth = static_cast<int>(each.integer("nth", 1, 5));
        w.weekday = read_weekday(each);
        hours.closed_weeks.push_back(w);
    }
    for (Fields& each : in.optional_objects("closed_dates", 100))
        hours.closed_dates.push_back(each.date("date"));
    std::sort(hours.closed_dates.begin(), hours.closed_dates.end());
    return hours;
}

DirectoryTexts read_directory(Fields& in, const service::CityLists& lists) {
    DirectoryTexts texts;
    texts.reading = in.optional_text("reading", 1, 60).value_or("");
    for (const std::int64_t type : in.optional_integers("types", 1, 1'000'000, 5)) {
        if (!lists.find(service::CityList::place_types, type)) in.refuse("types");
        texts.types.push_back(static_cast<std::int32_t>(type));
    }
    texts.address = in.optional_text("address", 1, 100).value_or("");
    texts.telephone = in.optional_text("telephone", 1, 20).value_or("");
    if (!is_telephone(texts.telephone)) in.refuse("telephone");
    texts.keywords = in.optional_text("keywords", 1, 200).value_or("");
    texts.text = in.optional_text("text", 1, 400).value_or("");
    texts.url = in.optional_text("url", 1, 500).value_or("");
    if (!texts.url.empty() && !is_web_address(texts.url)) in.refuse("url");
    texts.hours = read_opening(in);
    const auto up = in.optional_integer("latitude_e6", 20'000'000, 46'000'000);
    const auto right = in.optional_integer("longitude_e6", 122'000'000, 154'000'000);
    if (up.has_value() != right.has_value()) in.refuse(up ? "longitude_e6" : "latitude_e6");
    texts.latitude_e6 = up.value_or(0);
    texts.longitude_e6 = right.value_or(0);
    return texts;
}

void write_opening(JsonOut& out, const OpeningHours& hours) {
    if (!hours.stretches.empty()) {
        out.array("hours", hours.stretches, [&](const OpeningHours::Stretch& s) {
            out.object([&] {
                out.field("weekday", weekdays[s.weekday]);
                out.field("from", std::int64_t{s.from});
                out.field("to", std::int64_t{s.to});
            });
        });
    }
    if (!hours.closed_weeks.empty()) {
        out.array("closed_weeks", hours.closed_weeks, [&](const OpeningHours::Week& w) {
            out.object([&] {
                out.field("nth", std::int64_t{w.nth});
                out.field("weekday", weekdays[w.weekday]);
            });
        });
    }
    if (!hours.closed_dates.empty()) {
        out.array("closed_dates", hours.closed_dates, [&](Date day) {
            out.object([&] { out.field("date", day); });
        });
    }
}

void write_stated(JsonOut& out, std::string_view name, const std::string& text) {
    if (!text.empty()) out.field(name, text);
}

} // namespace

void Guide::write(JsonOut& out, const DirectoryTexts& t) const {
    write_stated(out, "reading", t.reading);
    if (!t.types.empty()) {
        out.array("types", t.types, [&](std::int32_t type) { out.item(std::int64_t{type}); });
    }
    write_stated(out, "address", t.address);
    write_stated(out, "telephone", t.telephone);
    write_stated(out, "keywords", t.keywords);
    write_stated(out, "text", t.text);
    write_stated(out, "url", t.url);
    write_opening(out, t.hours);
    if (t.located()) {
        out.field("latitude_e6", t.latitude_e6);
        out.field("longitude_e6", t.longitude_e6);
    }
}

http::Async<Try<>> Guide::load() {
    auto texts = co_await service::transact(p_.registry, guide_store::newest);
    if (!texts) co_return std::unexpected(texts.error());
    for (DirectoryTexts& each : *texts)
        put(std::move(each));
    auto photos = co_await service::transact(p_.registry, guide_store::photos);
    if (!photos) co_return std::unexpected(photos.error());
    std::unordered_map<PlaceId, std::vector<std::string>> by_place;
    for (guide_store::PlacePhoto& each : *photos)
        by_place[each.place].push_back(std::move(each.number));
    for (auto& [place, those] : by_place)
        put_photos(place, std::move(those));
    co_return Try<>{};
}

// What is searched beside the names that the directory of names has folded.
void Guide::put(DirectoryTexts texts) {
    Known& known = known_[texts.place];
    known.folded = service::folded(texts.keywords) + '\n' + service::folded(texts.address) + '\n' +
                   service::folded(texts.telephone);
    for (const std::int32_t type : texts.types) {
        const auto* item = p_.lists.find(service::CityList::place_types, type);
        if (item) known.folded += '\n' + service::folded(item->name);
    }
    known.texts = std::move(texts);
}

Guide::Reply Guide::directory(Request& request) {
    const auto* place = p_.directory.place(request.id);
    if (!place) co_return problem(Refusal::not_found);
    co_return written(place->number);
}

http::Response Guide::written(PlaceId place) const {
    const Known& known_here = known(place);
    const DirectoryTexts& texts = known_here.texts;
    JsonOut out;
    out.object([&] {
        out.field("version", texts.version);
        if (texts.version > 0) {
            out.field("at", texts.at);
            out.field("by", p_.names.of(texts.by).name);
        }
        out.object("directory", [&] { write(out, texts); });
        write_photos(out, known_here.photos);
    });
    return http::ok(std::move(out));
}

// The whole of it each time, so sending it twice does no harm but another version.
Guide::Reply Guide::set_directory(Request& request) {
    Fields in(request.body);
    DirectoryTexts texts = read_directory(in, p_.lists);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* place = p_.directory.place(request.id);
    if (!place) co_return problem(Refusal::not_found);
    texts.place = place->number;
    texts.version = known(place->number).texts.version + 1;
    texts.at = request.at;
    texts.by = request.caller().person;
    const auto insert = [texts](store::Database& db) { return guide_store::insert(db, texts); };
    const auto done = co_await service::transact(p_.registry, insert);
    if (!done) co_return problem(done.error());
    if (!*done) co_return problem(Refusal::outcome_unknown); // another is writing: ask again
    if (!texts.reading.empty()) {
        service::PlaceTexts now = *p_.directory.place(texts.place);
        now.reading = texts.reading;
        p_.directory.put(std::move(now));
    }
    const PlaceId number = texts.place;
    put(std::move(texts));
    co_return written(number);
}

} // namespace meguri::features
