// The city's name, colour and logo: what every app shows from its next opening on [ADM-h].
#include "base/bytes.hpp"
#include "features/city/city.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using service::CityLook;
using service::CityLookChange;
using service::Colour;
using service::LookColours;

namespace {
constexpr std::string_view paper = "#f8f5ed"; // the ground of the apps by day
constexpr std::size_t most_logo_text = service::most_logo_bytes * 4 / 3 + 4; // base64url

std::string_view word_of(service::Meaning meaning) {
    switch (meaning) {
    case service::Meaning::none: return "none";
    case service::Meaning::top_up: return "top_up";
    case service::Meaning::points: return "points";
    case service::Meaning::deadline: return "deadline";
    case service::Meaning::cancel: return "cancel";
    }
    return "none";
}

// Tenths, rounded down: 4.49 is not 4.5.
std::int64_t tenths(double ratio) { return static_cast<std::int64_t>(ratio * 10); }

Colour read_colour(Fields& in) {
    const auto colour = service::read_colour(in.text("colour", 7, 7));
    if (!colour) in.refuse("colour");
    return colour.value_or(service::usual_colour);
}

void show_colours(JsonOut& out, Colour colour) {
    const LookColours look = service::look_colours(colour);
    out.field("colour", service::to_text(look.main));
    out.field("tint", service::to_text(look.tint));
    out.field("deep", service::to_text(look.deep));
    out.object("night", [&] {
        out.field("main", service::to_text(look.night.main));
        out.field("text", service::to_text(look.night.text));
        out.field("on_main", service::to_text(look.night.on_main));
        out.field("tint", service::to_text(look.night.tint));
    });
    out.field("contrast_tenths", tenths(service::weakest_contrast(colour)));
    out.field("readable", service::weakest_contrast(colour) >= service::least_contrast);
    out.field("resembles", word_of(service::resembles(colour)));
}
} // namespace

void CityDecisions::add_look_routes(http::Router& router) {
    using access::Operation;
    router.on(Operation::getCityStyle, [this](http::Request&) { return style(); });
    router.on(Operation::getCityLogo, [this](http::Request&) { return logo(); });
    router.on(Operation::getResidentManifest, [this](http::Request&) {
        return manifest("めぐり", "/");
    });
    router.on(Operation::getShopManifest, [this](http::Request&) {
        return manifest("めぐり お店", "/shop/");
    });
    router.on(Operation::getCityLook, [this](http::Request&) { return show_look(200); });
    router.on(Operation::previewCityLook, [](http::Request& r) { return preview_look(r); });
    router.on(
        Operation::setCityLook, [this](http::Request& r) { return set_look(r); },
        most_logo_text * 3 + 8192 // a text that is too long is told so, whatever it is written in
    );
}

http::Async<Try<>> CityDecisions::load_look() {
    auto look = co_await service::transact(p_.registry, service::city_look_store::newest);
    if (!look) co_return std::unexpected(look.error());
    if (*look) p_.look = std::move(**look);
    co_return Try<>{};
}

CityDecisions::Reply CityDecisions::style() {
    http::Response answer;
    answer.body = service::style_of(p_.look);
    answer.content_type = "text/css; charset=utf-8";
    co_return answer;
}

CityDecisions::Reply CityDecisions::logo() {
    if (p_.look.logo.empty()) co_return problem(Refusal::not_found);
    http::Response answer;
    answer.body = p_.look.logo;
    answer.content_type = "image/png";
    co_return answer;
}

// `folder`: where the app lives; its worker and its icons are there.
CityDecisions::Reply CityDecisions::manifest(std::string app, std::string folder) {
    JsonOut out;
    const auto icon = [&](std::string_view name, std::string_view sizes, std::string_view use) {
        out.object([&] {
            out.field("src", folder + std::string(name));
            out.field("sizes", sizes);
            out.field("type", "image/png");
            out.field("purpose", use);
        });
    };
    out.object([&] {
        out.field("id", folder);
        out.field("start_url", folder);
        out.field("scope", folder);
        out.field("name", app + " " + p_.look.name);
        out.field("short_name", app);
        out.field("lang", "ja");
        out.field("display", "standalone");
        out.field("theme_color", service::to_text(service::look_colours(p_.look.colour).main));
        out.field("background_color", paper);
        const std::string_view uses[] = {"any", "maskable"};
        out.array("icons", uses, [&](std::string_view use) {
            const std::string kind = use == "any" ? "icon" : "icon-maskable";
            icon(kind + "-192.png", "192x192", use);
            icon(kind + "-512.png", "512x512", use);
        });
    });
    http::Response answer = http::ok(std::move(out));
    answer.content_type = "application/manifest+json";
    co_return answer;
}

CityDecisions::Reply CityDecisions::show_look(int status) {
    const auto changes = co_await service::transact(p_.registry, service::city_look_store::history);
    if (!changes) co_return problem(changes.error());
    JsonOut out;
    out.object([&] {
        out.field("version", p_.look.version);
        out.field("name", p_.look.name);
        out.field("has_logo", !p_.look.logo.empty());
        out.object("colours", [&] { show_colours(out, p_.look.colour); });
        out.array("versions", *changes, [&](const CityLookChange& change) {
            out.object([&] {
                out.field("version", change.look.version);
                out.field("name", change.look.name);
                out.field("colour", service::to_text(change.look.colour));
                out.field("has_logo", change.has_logo);
                out.field("at", change.at);
                out.field("by", p_.names.of(change.by).name);
            });
        });
    });
    co_return http::answer(status, std::move(out));
}

CityDecisions::Reply CityDecisions::preview_look(http::Request& request) {
    Fields in(request.body);
    const Colour colour = read_colour(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    JsonOut out;
    out.object([&] { show_colours(out, colour); });
    co_return http::ok(std::move(out));
}

// The same look again is no new version, so sending it twice does no harm.
CityDecisions::Reply CityDecisions::set_look(http::Request& request) {
    Fields in(request.body);
    CityLook look{p_.look.version + 1, in.text("name", 1, 20), read_colour(in), p_.look.logo};
    const auto logo = in.optional_text("logo", 0, most_logo_text);
    if (auto refused = in.refused()) co_return std::move(*refused);
    if (logo) {
        const auto bytes = from_base64url(*logo);
        if (!bytes) co_return problem(Refusal::invalid_request, {.field = "logo"});
        look.logo.assign(bytes->begin(), bytes->end());
        const bool good = look.logo.empty() || service::is_logo(look.logo);
        if (!good) co_return problem(Refusal::invalid_request, {.field = "logo"});
    }
    if (service::weakest_contrast(look.colour) < service::least_contrast)
        co_return problem(Refusal::contrast_too_low, {.field = "colour"});
    const bool same =
        look.name == p_.look.name && look.colour == p_.look.colour && look.logo == p_.look.logo;
    if (same) co_return co_await show_look(200);
    const auto write = [look, by = request.caller().person, at = request.at](store::Database& db) {
        return service::city_look_store::insert(db, look, by, at);
    };
    const auto written = co_await service::transact(p_.registry, write);
    if (!written) co_return problem(written.error());
    if (!*written) co_return problem(Refusal::outcome_unknown); // another is writing: ask again
    p_.look = look;
    co_return co_await show_look(200);
}

} // namespace meguri::features
