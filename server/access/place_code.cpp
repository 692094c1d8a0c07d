#include "access/place_code.hpp"

#include "access/jpqr.hpp"
#include "base/hash.hpp"
#include "base/typed_digits.hpp"

#include <algorithm>
#include <array>

namespace meguri::access {

namespace {

constexpr std::uint8_t newest_key = 1;
constexpr std::size_t number_size = 5, mac_size = 6;
constexpr std::size_t code_length = 20, max_scanned = 300;

Bytes bytes_of(const PlaceCode& code) {
    Bytes out(1, static_cast<char>(code.key_number));
    for (int shift = 32; shift >= 0; shift -= 8)
        out += static_cast<char>(code.number >> shift & 0xff);
    return out;
}

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letters(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return small(x) == small(y); });
}

// "https://any.host/s/CODE", perhaps with a query or a slash after it, into its origin and CODE.
struct Parts {
    std::string_view origin, code;
};
std::optional<Parts> parts_of(std::string_view url, std::string_view kind) {
    url = url.substr(0, url.find_first_of("?#"));
    while (url.ends_with('/'))
        url.remove_suffix(1);
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    if (!same_letters(url.substr(0, scheme), "https") &&
        !same_letters(url.substr(0, scheme), "http"))
        return std::nullopt;
    const auto path = url.find('/', scheme + 3);
    if (path == std::string_view::npos || path == scheme + 3) return std::nullopt;
    if (!same_letters(url.substr(path, 3), kind)) return std::nullopt;
    return Parts{url.substr(0, path), url.substr(path + 3)};
}

// H. Michael Damm's quasigroup of order 10 (2004).
constexpr std::array<std::string_view, 10> damm = {"0317598642", "7092154863", "4206871359",
                                                   "1750983426", "6123045978", "3674209581",
                                                   "5869720134", "8945362017", "9438617205",
                                                   "2581436790"};

char check_digit(std::string_view digits) {
    std::size_t state = 0;
    for (char c : digits)
        state = static_cast<std::size_t>(damm[state][static_cast<std::size_t>(c - '0')] - '0');
    return static_cast<char>('0' + state);
}

} // namespace

PlaceCode PlaceCodes::fresh(Random& random) {
    PlaceCode code{newest_key, 0};
    for (std::uint8_t byte : random.bytes<number_size>())
        code.number = code.number << 8 | byte;
    return code;
}

Bytes PlaceCodes::seal(const PlaceCode& code) const {
    const Hash mac = hmac_sha256(
        view(keys_.place_code_key(code.key_number)), Bytes(kind_.label) + bytes_of(code)
    );
    return Bytes(view(mac).substr(0, mac_size));
}

std::string PlaceCodes::text(const PlaceCode& code) const {
    return to_base32(bytes_of(code) + seal(code));
}

std::string PlaceCodes::url(const PlaceCode& code) const {
    return public_url_ + std::string(kind_.path) + text(code);
}

std::optional<PlaceCode> PlaceCodes::opened(std::string_view text) const {
    const auto bytes = text.size() == code_length ? from_base32(text) : std::nullopt;
    if (!bytes) return std::nullopt;
    PlaceCode code{static_cast<std::uint8_t>((*bytes)[0]), 0};
    for (char c : std::string_view(*bytes).substr(1, number_size))
        code.number = code.number << 8 | static_cast<std::uint8_t>(c);
    if (!equal_secret(std::string_view(*bytes).substr(1 + number_size), seal(code)))
        return std::nullopt;
    return code;
}

std::expected<PlaceCode, PlaceCodeProblem> PlaceCodes::parse(std::string_view scanned) const {
    if (jpqr::is_like_mpm(scanned) && scanned.size() > code_length) return parse_jpqr(scanned);
    if (scanned.size() > max_scanned) return std::unexpected(PlaceCodeProblem::not_ours);
    Parts parts{public_url_, scanned};
    if (scanned.find(':') != std::string_view::npos) {
        const auto found = parts_of(scanned, kind_.path);
        if (!found) return std::unexpected(PlaceCodeProblem::not_ours);
        parts = *found;
    }
    if (const auto code = opened(parts.code)) return *code;
    // A good seal is ours on any host (the city's domain may change). A bad one is only blamed on
    // our own.
    const bool bare = parts.code.data() == scanned.data();
    const bool of_form = parts.code.size() == code_length && from_base32(parts.code).has_value();
    const bool looks_ours = bare ? of_form : same_letters(parts.origin, public_url_);
    return std::unexpected(looks_ours ? PlaceCodeProblem::altered : PlaceCodeProblem::not_ours);
}

// --- in the form of JPQR

// "https://pay.city.example:8080" -> "example.city.pay"
std::string PlaceCodes::reversed_host() const {
    const auto scheme = public_url_.find("://");
    std::string_view host(public_url_);
    if (scheme != std::string::npos) host.remove_prefix(scheme + 3);
    host = host.substr(0, host.find(':'));
    std::string reversed;
    while (!host.empty()) {
        const auto dot = host.rfind('.');
        const auto part = dot == std::string_view::npos ? host : host.substr(dot + 1);
        reversed.append(reversed.empty() ? "" : ".").append(part);
        host = dot == std::string_view::npos ? std::string_view() : host.substr(0, dot);
    }
    return reversed;
}

std::optional<std::string>
PlaceCodes::jpqr(const PlaceCode& code, const JpqrDetails& details) const {
    jpqr::Mpm form{.category = details.category, .name = details.name, .city = details.city};
    form.own = jpqr::OwnShop{reversed_host(), text(code)};
    form.postal_code = details.postal_code;
    form.local_name = details.local_name;
    return jpqr::write(form);
}

std::expected<PlaceCode, PlaceCodeProblem> PlaceCodes::parse_jpqr(std::string_view scanned) const {
    const std::string host = reversed_host();
    const auto form = jpqr::read_mpm(scanned);
    if (form && form->own) {
        if (const auto code = opened(form->own->code)) return *code;
    }
    const bool looks_ours = form ? form->own && form->own->domain == host
                                 : scanned.find(host) != std::string_view::npos;
    return std::unexpected(looks_ours ? PlaceCodeProblem::altered : PlaceCodeProblem::not_ours);
}

std::string fresh_shop_number(Random& random) {
    std::string digits = std::to_string(1 + random.below(9)) + random.digits(6);
    return digits + check_digit(digits);
}

std::optional<std::string> parse_shop_number(std::string_view typed) {
    constexpr std::size_t length = 8;
    const auto digits = typed_digits(typed);
    if (!digits || digits->size() != length || digits->front() == '0' ||
        check_digit(*digits) != '0')
        return std::nullopt;
    return digits;
}

std::string show_shop_number(std::string_view eight_digits) {
    return std::string(eight_digits.substr(0, 4)) + "-" + std::string(eight_digits.substr(4));
}

} // namespace meguri::access
