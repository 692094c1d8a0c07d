// How residents look for a place: list, search, filters, one place [MNU-c, MNU-d, PNT-j].
#include "features/guide/guide.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "service/ask.hpp"
#include "service/folded.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using ledger::Capabilities;
using service::PlaceTexts;

namespace {
enum class Points : std::uint8_t { any, given, taken, either };
} // namespace

struct Guide::Wanted {
    std::vector<std::string> words; // folded
    std::string type, area, program, near, after;
    bool open_now = false;
    Points points = Points::any;
    std::size_t limit = 50;
};

void Guide::add_routes(http::Router& router) {
    using access::Operation;
    router.on(Operation::listGuide, [this](Request& r) { return list(r); });
    router.on(Operation::getGuidePlace, [this](Request& r) { return get(r); });
    router.on(Operation::getPlaceDirectory, [this](Request& r) { return directory(r); });
    router.on(Operation::setPlaceDirectory, [this](Request& r) { return set_directory(r); });
    add_photo_routes(router);
}

const Guide::PlaceFacts& Guide::Seen::of(PlaceId place) const {
    static const PlaceFacts none;
    const auto at = static_cast<std::size_t>(place.value - 1);
    return place.value > 0 && at < places.size() ? places[at] : none;
}

// A program can be used while somebody holds value of it, or may still get some.
Guide::Seen Guide::see(const ledger::State& state, Date today) {
    Seen seen;
    seen.places.reserve(static_cast<std::size_t>(state.places.size()));
    for (std::int64_t n = 1; n <= state.places.size(); ++n) {
        const ledger::Place* place = state.places.find({n});
        seen.places.push_back(
            place
                ? PlaceFacts{place->status == ledger::PlaceStatus::open, place->capabilities, place->traits}
                : PlaceFacts{}
        );
    }
    for (std::int64_t n = 1; n <= state.programs.size(); ++n) {
        const ledger::Program* program = state.programs.find({n});
        if (!program) continue;
        const ledger::ProgramTerms& terms = program->terms;
        const bool held = program->total(ledger::AccountKind::lot).value > 0;
        const bool to_come = !program->stopped && (!terms.issue_to || today <= terms.issue_to);
        const bool over = terms.when.to && today > terms.when.to;
        if ((held || to_come) && !over) seen.programs.push_back({{n}, terms.unit, terms.where});
    }
    return seen;
}

const Guide::Known& Guide::known(PlaceId place) const {
    static const Known nothing;
    const auto found = known_.find(place);
    return found == known_.end() ? nothing : found->second;
}

Guide::Row Guide::row_of(const PlaceTexts& texts, const Seen& seen, Instant at) const {
    Row row{&texts, &known(texts.number), &seen.of(texts.number), {}, {}, std::nullopt};
    for (const ProgramFacts& each : seen.programs) {
        const bool money = each.unit == ledger::Unit::money;
        const auto needed = money ? Capabilities::takes_money : Capabilities::takes_points;
        if (!row.facts->capabilities.has(needed)) continue;
        if (each.where.allows(texts.number, row.facts->traits))
            row.programs.push_back(each.program);
    }
    row.now = open_now(row.known->texts.hours, at);
    return row;
}

std::vector<Guide::Row> Guide::rows(const Seen& seen, Instant at) const {
    std::vector<Row> all;
    for (const PlaceTexts* texts : p_.directory.places()) {
        if (seen.of(texts->number).open) all.push_back(row_of(*texts, seen, at));
    }
    return all;
}

std::vector<std::string> Guide::type_words(const Row& row) const {
    std::vector<std::string> words{row.texts->type};
    for (const std::int32_t type : row.known->texts.types) {
        const auto* item = p_.lists.find(service::CityList::place_types, type);
        if (item && std::find(words.begin(), words.end(), item->name) == words.end())
            words.push_back(item->name);
    }
    return words;
}

bool Guide::fits(const Row& row, const Wanted& wanted) const {
    const auto has = [&](std::uint32_t bit) { return row.facts->capabilities.has(bit); };
    const bool gives = has(Capabilities::gives), takes = has(Capabilities::takes_points);
    if (wanted.open_now && row.now.state != OpenNow::State::open) return false;
    if (wanted.points == Points::given && !gives) return false;
    if (wanted.points == Points::taken && !takes) return false;
    if (wanted.points == Points::either && !gives && !takes) return false;
    if (!wanted.area.empty() && row.texts->area != wanted.area) return false;
    if (!wanted.type.empty()) {
        const auto words = type_words(row);
        if (std::find(words.begin(), words.end(), wanted.type) == words.end()) return false;
    }
    if (!wanted.program.empty()) {
        const auto* program = p_.directory.program(std::string_view(wanted.program));
        if (!program) return false;
        const auto& all = row.programs;
        if (std::find(all.begin(), all.end(), program->number) == all.end()) return false;
    }
    return std::all_of(wanted.words.begin(), wanted.words.end(), [&](const std::string& word) {
        return row.texts->folded.find(word) != std::string::npos ||
               row.known->folded.find(word) != std::string::npos;
    });
}

// Nearest first where distances were asked for, what has no position last; then by reading.
bool Guide::comes_before(const Row& a, const Row& b) {
    const auto key = [](const Row& row) {
        return std::make_tuple(
            row.metres.value_or(std::numeric_limits<std::int64_t>::max()),
            std::string_view(row.texts->folded_reading), row.texts->number.value
        );
    };
    return key(a) < key(b);
}

// Flat earth: good to a metre within a city.
void Guide::measure(std::vector<Row>& rows, std::string_view area) {
    Middle middle;
    for (const Row& row : rows) {
        const DirectoryTexts& texts = row.known->texts;
        if (row.texts->area != area || !texts.located()) continue;
        middle.latitude += texts.latitude_e6;
        middle.longitude += texts.longitude_e6;
        middle.places += 1;
    }
    if (middle.places == 0) return;
    constexpr double metres_a_degree = 111'195.0;
    const double places = static_cast<double>(middle.places) * 1e6;
    const double latitude = static_cast<double>(middle.latitude) / places;
    const double longitude = static_cast<double>(middle.longitude) / places;
    const double narrower = std::cos(latitude * std::numbers::pi / 180);
    for (Row& row : rows) {
        const DirectoryTexts& texts = row.known->texts;
        if (!texts.located()) continue;
        const double up = static_cast<double>(texts.latitude_e6) / 1e6 - latitude;
        const double right = (static_cast<double>(texts.longitude_e6) / 1e6 - longitude) * narrower;
        row.metres = std::llround(std::hypot(up, right) * metres_a_degree);
    }
}

Guide::Wanted Guide::read_wanted(Request& request, std::optional<http::Response>& refused) {
    Fields in = Fields::of_query(request.query);
    Wanted wanted;
    const std::string typed = in.optional_text("q", 1, 60).value_or("");
    wanted.words = service::folded_words(typed);
    wanted.type = in.optional_text("type", 1, 40).value_or("");
    wanted.area = in.optional_text("area", 1, 40).value_or("");
    wanted.open_now = in.choice_or<bool>("open_now", false, {{"true", true}, {"false", false}});
    wanted.program = in.optional_id("program").value_or("");
    wanted.points = in.choice_or<Points>(
        "points", Points::any,
        {{"given", Points::given}, {"taken", Points::taken}, {"either", Points::either}}
    );
    wanted.near = in.optional_text("near", 1, 40).value_or("");
    wanted.after = in.optional_id("after").value_or("");
    wanted.limit = static_cast<std::size_t>(in.optional_integer("limit", 1, 200).value_or(50));
    refused = in.refused();
    return wanted;
}

http::Response Guide::page(const Seen& seen, const Wanted& wanted, Instant at) const {
    std::vector<Row> all = rows(seen, at);
    if (!wanted.near.empty()) measure(all, wanted.near);
    std::sort(all.begin(), all.end(), comes_before);
    std::vector<const Row*> found;
    for (const Row& row : all) {
        if (fits(row, wanted)) found.push_back(&row);
    }
    std::size_t from = 0;
    const PlaceTexts* last = nullptr;
    if (!wanted.after.empty()) last = p_.directory.place(std::string_view(wanted.after));
    if (last) { // it may have closed since: then behind where it would stand
        Row before = row_of(*last, seen, at);
        for (const Row& row : all) {
            if (row.texts == last) before.metres = row.metres;
        }
        while (from < found.size() && !comes_before(before, *found[from]))
            ++from;
    }
    const std::size_t to = std::min(found.size(), from + wanted.limit);
    JsonOut out;
    out.object([&] {
        out.field("all", static_cast<std::int64_t>(all.size()));
        out.field("found", static_cast<std::int64_t>(found.size()));
        const std::vector<const Row*> shown(found.begin() + from, found.begin() + to);
        out.array("places", shown, [&](const Row* row) { write(out, *row); });
        write_programs(out, seen, nullptr);
        write_words(out, "types", all, false);
        write_words(out, "areas", all, true);
        if (to < found.size() && to > 0) out.field("next_after", found[to - 1]->texts->id);
        out.field("as_of", at);
    });
    return http::ok(std::move(out));
}

Guide::Reply Guide::list(Request& request) {
    std::optional<http::Response> refused;
    const Wanted wanted = read_wanted(request, refused);
    if (refused) co_return std::move(*refused);
    const Date today = jst_date(request.at);
    const auto look_at = [today](const ledger::State& state) { return see(state, today); };
    const auto seen = co_await service::look(p_.engine, look_at);
    if (!seen) co_return problem(Refusal::paused);
    co_return page(*seen, wanted, request.at);
}

Guide::Reply Guide::get(Request& request) {
    const PlaceTexts* texts = p_.directory.place(request.id);
    if (!texts) co_return problem(Refusal::not_found);
    const PlaceId number = texts->number;
    const Date today = jst_date(request.at);
    const auto look_at = [today](const ledger::State& state) { return see(state, today); };
    const auto seen = co_await service::look(p_.engine, look_at);
    if (!seen) co_return problem(Refusal::paused);
    if (!seen->of(number).open) co_return problem(Refusal::not_found);
    const Row row = row_of(*p_.directory.place(number), *seen, request.at);
    JsonOut out;
    out.object([&] {
        JsonOut place;
        write(place, row);
        out.raw("place", place.text());
        out.array("types", type_words(row), [&](const std::string& word) {
            out.item(std::string_view(word));
        });
        write_programs(out, *seen, &row);
        out.object("directory", [&] { write(out, row.known->texts); });
        write_photos(out, row.known->photos);
        out.field("as_of", request.at);
    });
    co_return http::ok(std::move(out));
}

// By how many places each stands at, the most frequent first.
void Guide::write_words(
    JsonOut& out, std::string_view name, const std::vector<Row>& rows, bool areas
) const {
    std::map<std::string, std::int64_t> counted;
    for (const Row& row : rows) {
        if (areas) counted[row.texts->area] += 1;
        const auto words = areas ? std::vector<std::string>{} : type_words(row);
        for (const std::string& word : words)
            counted[word] += 1;
    }
    Words words(counted.begin(), counted.end());
    std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
        return a.second > b.second;
    });
    if (words.size() > 1'000) words.resize(1'000);
    out.array(name, words, [&](const auto& each) {
        out.object([&] {
            out.field("word", each.first);
            out.field("places", each.second);
        });
    });
}

void Guide::write_programs(JsonOut& out, const Seen& seen, const Row* only) const {
    std::vector<const service::ProgramTexts*> shown;
    for (const ProgramFacts& each : seen.programs) {
        const auto* texts = p_.directory.program(each.program);
        const bool there =
            !only || std::find(only->programs.begin(), only->programs.end(), each.program) !=
                         only->programs.end();
        if (texts && there) shown.push_back(texts);
    }
    out.array("programs", shown, [&](const service::ProgramTexts* texts) {
        out.object([&] {
            out.field("id", texts->id);
            out.field("name", texts->name);
            out.field("stamp", texts->stamp);
            out.field("unit", texts->unit);
        });
    });
}

void Guide::write(JsonOut& out, const Row& row) const {
    const PlaceTexts& texts = *row.texts;
    const Capabilities can = row.facts->capabilities;
    out.object([&] {
        out.field("id", texts.id);
        out.field("name", texts.name);
        out.field("reading", texts.reading);
        out.field("type", texts.type);
        out.field("area", texts.area);
        if (!texts.photo.empty()) out.field("photo", service::photo_url(texts.photo, true));
        out.field("takes_money", can.has(Capabilities::takes_money));
        out.field("takes_points", can.has(Capabilities::takes_points));
        out.field("gives_points", can.has(Capabilities::gives));
        out.field("tops_up", can.has(Capabilities::tops_up));
        std::vector<std::string_view> usable;
        for (const ProgramId number : row.programs) {
            if (const auto* program = p_.directory.program(number)) usable.push_back(program->id);
        }
        out.array("programs", usable, [&](std::string_view id) { out.item(id); });
        out.object("now", [&] {
            const OpenNow& now = row.now;
            const bool open = now.state == OpenNow::State::open;
            const bool closed = now.state == OpenNow::State::closed;
            out.field("state", open ? "open" : closed ? "closed" : "unknown");
            if (now.until.ms) out.field("until", now.until);
            if (now.opens_at.ms) out.field("opens_at", now.opens_at);
        });
        if (row.known->texts.located()) {
            out.field("latitude_e6", row.known->texts.latitude_e6);
            out.field("longitude_e6", row.known->texts.longitude_e6);
        }
        out.field("metres", row.metres);
    });
}

} // namespace meguri::features
