// Photos of places: drawn anew before anybody sees them, shown to everybody [MNU-c].
#include "base/bytes.hpp"
#include "features/guide/guide.hpp"
#include "features/guide/photo.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "service/ask.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {
constexpr std::size_t most_photos = 8;
constexpr std::string_view base64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t most_photo_text = most_photo_bytes * 4 / 3;
} // namespace

void Guide::add_photo_routes(http::Router& router) {
    using access::Operation;
    router.on(
        Operation::addPlacePhoto, [this](Request& r) { return add_photo(r); },
        most_photo_text * 3 + 8192 // a text that is too long is told so, whatever it is written in
    );
    router.on(Operation::removePlacePhoto, [this](Request& r) { return remove_photo(r); });
    router.on(Operation::getPhoto, [this](Request& r) { return photo(r); });
}

void Guide::put_photos(PlaceId place, std::vector<std::string> photos) {
    const auto* texts = p_.directory.place(place);
    if (texts) {
        service::PlaceTexts now = *texts;
        now.photo = photos.empty() ? std::string() : photos.front();
        p_.directory.put(std::move(now));
    }
    known_[place].photos = std::move(photos);
}

void Guide::write_photos(JsonOut& out, const std::vector<std::string>& photos) {
    out.array("photos", photos, [&](const std::string& number) {
        out.object([&] {
            out.field("id", number);
            out.field("url", service::photo_url(number, false));
        });
    });
}

Guide::Reply Guide::add_photo(Request& request) {
    Fields in(request.body);
    const std::string text = in.text("photo", 1, most_photo_text);
    if (text.find_first_not_of(base64url) != std::string::npos) in.refuse("photo");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* place = p_.directory.place(request.id);
    if (!place) co_return problem(Refusal::not_found);
    const PlaceId number = place->number;
    const auto draw = [&text]() -> std::optional<guide_store::Photo> {
        const auto bytes = from_base64url(text);
        return bytes ? redrawn(*bytes) : std::nullopt;
    };
    const auto drawn = co_await http::on_pool(p_.workers, draw);
    if (!drawn) co_return problem(Refusal::photo_unreadable, {.field = "photo"});
    std::vector<std::string> photos = known(number).photos;
    const bool there = std::find(photos.begin(), photos.end(), drawn->number) != photos.end();
    if (!there) {
        if (photos.size() >= most_photos)
            co_return problem(Refusal::invalid_request, {.field = "photo"});
        const auto keep = [&drawn, number, by = request.caller().person,
                           at = request.at](store::Database& db) {
            return guide_store::add_photo(db, number, *drawn, by, at);
        };
        const auto kept = co_await service::transact(p_.registry, keep);
        if (!kept) co_return problem(kept.error());
        photos = known(number).photos; // another may have come meanwhile
        if (std::find(photos.begin(), photos.end(), drawn->number) == photos.end())
            photos.push_back(drawn->number);
        put_photos(number, photos);
    }
    JsonOut out;
    out.object([&] { write_photos(out, photos); });
    co_return http::created(std::move(out));
}

Guide::Reply Guide::remove_photo(Request& request) {
    Fields in(request.body);
    const std::string id = in.id("photo");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* place = p_.directory.place(request.id);
    if (!place) co_return problem(Refusal::not_found);
    const PlaceId number = place->number;
    const auto remove = [id, number, by = request.caller().person,
                         at = request.at](store::Database& db) {
        return guide_store::remove_photo(db, number, id, by, at);
    };
    const auto removed = co_await service::transact(p_.registry, remove);
    if (!removed) co_return problem(removed.error());
    std::vector<std::string> photos = known(number).photos;
    std::erase(photos, id);
    put_photos(number, photos);
    JsonOut out;
    out.object([&] { write_photos(out, photos); });
    co_return http::ok(std::move(out));
}

// Its number is its content's: a browser never needs to ask again.
Guide::Reply Guide::photo(Request& request) {
    Fields in = Fields::of_query(request.query);
    const bool small = in.choice_or<bool>("size", false, {{"small", true}, {"large", false}});
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto read = [id = std::string(request.id), small](store::Database& db) {
        return guide_store::picture(db, id, small);
    };
    auto found = co_await service::transact(p_.registry, read);
    if (!found) co_return problem(found.error());
    if (!*found) co_return problem(Refusal::not_found);
    http::Response answer;
    answer.body = std::move(**found);
    answer.content_type = "image/jpeg";
    answer.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
    co_return answer;
}

} // namespace meguri::features
