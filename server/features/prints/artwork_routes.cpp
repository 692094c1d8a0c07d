// The city's own picture for the front of its cards: looked at, set, taken away.
#include "features/prints/prints.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "service/ask.hpp"

namespace meguri::features {

using http::Fields;
using http::problem;
using http::Request;

namespace {
constexpr std::size_t most_text = 2'000'000; // base64url of 1.5 MB
} // namespace

// The whole front as it would be printed, for the screen.
Prints::Reply Prints::front(Request&) {
    const auto picture = co_await service::transact(p_.registry, prints_store::artwork);
    if (!picture) co_return problem(picture.error());
    print::CardLook look = card_look();
    const std::optional<prints_store::Picture> own = *picture;
    const auto draw = [look, own]() mutable {
        if (own) look.artwork = print::Artwork::read(own->png);
        look.artwork_has_title = own && own->has_title;
        return print::picture_of_front(look);
    };
    std::string png = co_await http::on_pool(p_.workers, draw);
    co_return http::Response{.body = std::move(png), .content_type = "image/png"};
}

Prints::Reply Prints::set_artwork(Request& request) {
    Fields in(request.body);
    const auto text = in.optional_text("png", 1, most_text);
    const bool has_title = in.optional_boolean("has_title").value_or(false);
    if (auto refused = in.refused()) co_return std::move(*refused);
    std::optional<prints_store::Picture> picture;
    if (text) {
        const std::string sent = *text;
        const auto read = [sent]() -> std::optional<Bytes> {
            const auto bytes = from_base64url(sent);
            if (!bytes) return std::nullopt;
            const auto artwork = print::Artwork::read(*bytes);
            return artwork ? std::optional(artwork->png()) : std::nullopt;
        };
        auto png = co_await http::on_pool(p_.workers, read);
        if (!png) co_return problem(Refusal::invalid_request, {.field = "png"});
        picture = prints_store::Picture{std::move(*png), has_title};
    }
    const auto keep = [picture](store::Database& db) {
        return prints_store::set_artwork(db, picture);
    };
    if (const auto done = co_await service::transact(p_.registry, keep); !done)
        co_return problem(done.error());
    co_return http::no_content();
}

} // namespace meguri::features
