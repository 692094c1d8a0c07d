#include "access/jpqr.hpp"

#include "base/bytes.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <vector>

namespace meguri::access::jpqr {

namespace {

constexpr std::string_view shared_domain = "jp.or.paymentsjapan", begins = "000201";
constexpr std::size_t most_value = 99, most_name = 25, most_city = 15;
constexpr std::int64_t most_amount = 9'999'999;

bool is_digits(std::string_view text, std::size_t length) {
    return text.size() == length &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}
bool is_ascii(std::string_view text, std::size_t most) {
    return !text.empty() && text.size() <= most &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// --- fields

struct Field {
    int tag = 0;
    std::string_view value;
};

void put(std::string& out, int tag, std::string_view value) {
    out += fmt::format("{:02}{:02}", tag, length_utf8(value)).append(value);
}

// Bytes of the first `characters` of well-formed UTF-8; more than there are when it is too short.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
    std::size_t at = 0;
    for (; characters > 0; --characters) {
        if (at >= text.size()) return text.size() + 1;
        ++at;
        while (at < text.size() && (text[at] & 0xc0) == 0x80)
            ++at;
    }
    return at;
}

int two_digits(std::string_view text) { return (text[0] - '0') * 10 + text[1] - '0'; }

std::optional<std::vector<Field>> fields_of(std::string_view text) {
    std::vector<Field> fields;
    while (!text.empty()) {
        if (text.size() < 4 || !is_digits(text.substr(0, 4), 4)) return std::nullopt;
        const std::string_view rest = text.substr(4);
        const auto length = static_cast<std::size_t>(two_digits(text.substr(2)));
        const std::size_t size = bytes_of(rest, length);
        if (size > rest.size()) return std::nullopt;
        fields.push_back({two_digits(text), rest.substr(0, size)});
        text = rest.substr(size);
    }
    return fields;
}

// The value of a tag that is there once; "" when it is not.
std::string_view value_of(const std::vector<Field>& fields, int tag) {
    const auto found = std::ranges::find(fields, tag, &Field::tag);
    return found == fields.end() ? std::string_view() : found->value;
}

bool each_once(const std::vector<Field>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        for (std::size_t j = i + 1; j < fields.size(); ++j)
            if (fields[i].tag == fields[j].tag) return false;
    }
    return true;
}

// --- MPM

std::string written(const SharedShop& shop) {
    std::string inside;
    put(inside, 0, shared_domain);
    put(inside, 1, shop.organization), put(inside, 2, shop.place);
    put(inside, 3, shop.till), put(inside, 4, shop.clerk);
    return inside;
}
std::string written(const OwnShop& shop) {
    std::string inside;
    put(inside, 0, shop.domain), put(inside, 1, shop.code);
    return inside;
}

bool is_good(const SharedShop& shop) {
    return is_digits(shop.organization, 13) && is_digits(shop.place, 4) &&
           is_digits(shop.till, 6) && is_digits(shop.clerk, 6);
}
bool is_good(const OwnShop& shop) {
    return is_ascii(shop.domain, 60) && is_ascii(shop.code, 60) &&
           written(shop).size() <= most_value;
}
bool is_good(const Mpm& code) {
    return (code.shared || code.own) && (!code.shared || is_good(*code.shared)) &&
           (!code.own || is_good(*code.own)) && code.amount >= 0 && code.amount <= most_amount &&
           is_digits(code.category, 4) && is_ascii(code.name, most_name) &&
           is_ascii(code.city, most_city) && is_digits(code.postal_code, 7) &&
           is_plain_utf8(code.local_name) && !code.local_name.empty() &&
           length_utf8(code.local_name) <= most_name;
}

std::optional<SharedShop> shared_of(std::string_view value) {
    const auto inside = fields_of(value);
    if (!inside || value_of(*inside, 0) != shared_domain) return std::nullopt;
    const auto text = [&](int tag) { return std::string(value_of(*inside, tag)); };
    return SharedShop{text(1), text(2), text(3), text(4)};
}
std::optional<OwnShop> own_of(std::string_view value) {
    const auto inside = fields_of(value);
    if (!inside) return std::nullopt;
    return OwnShop{std::string(value_of(*inside, 0)), std::string(value_of(*inside, 1))};
}

// Without its checksum: nothing when that is wrong or not the last field.
std::optional<std::string_view> checked(std::string_view scanned) {
    constexpr std::size_t tail = 8; // "6304" and four digits
    if (scanned.size() < begins.size() + tail) return std::nullopt;
    const std::string_view end = scanned.substr(scanned.size() - tail);
    const std::string_view before = scanned.substr(0, scanned.size() - 4);
    if (!end.starts_with("6304") || end.substr(4) != fmt::format("{:04X}", checksum(before)))
        return std::nullopt;
    return scanned.substr(0, scanned.size() - tail);
}

} // namespace

std::uint16_t checksum(std::string_view bytes) {
    std::uint32_t crc = 0xffff;
    for (const char c : bytes) {
        crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xffff : crc << 1 & 0xffff;
    }
    return static_cast<std::uint16_t>(crc);
}

std::optional<std::string> write(const Mpm& code) {
    if (!is_good(code)) return std::nullopt;
    std::string out, local;
    put(out, 0, "01");
    put(out, 1, code.amount > 0 ? "12" : "11");
    if (code.shared) put(out, 26, written(*code.shared));
    if (code.own) put(out, 27, written(*code.own));
    put(out, 52, code.category), put(out, 53, "392");
    if (code.amount > 0) put(out, 54, std::to_string(code.amount));
    put(out, 58, "JP"), put(out, 59, code.name), put(out, 60, code.city);
    put(out, 61, code.postal_code);
    put(local, 0, "JA"), put(local, 1, code.local_name);
    put(out, 64, local);
    out += "6304";
    out += fmt::format("{:04X}", checksum(out));
    if (length_utf8(out) > most_mpm) return std::nullopt;
    return out;
}

bool is_like_mpm(std::string_view scanned) { return scanned.starts_with(begins); }

std::optional<Mpm> read_mpm(std::string_view scanned) {
    if (!is_like_mpm(scanned) || !is_plain_utf8(scanned) || length_utf8(scanned) > most_mpm)
        return std::nullopt;
    const auto whole = checked(scanned);
    const auto fields = whole ? fields_of(*whole) : std::nullopt;
    if (!fields || !each_once(*fields)) return std::nullopt;
    const auto text = [&](int tag) { return std::string(value_of(*fields, tag)); };
    if (value_of(*fields, 53) != "392" || value_of(*fields, 58) != "JP") return std::nullopt;
    Mpm code{.category = text(52), .name = text(59), .city = text(60), .postal_code = text(61)};
    code.shared = shared_of(value_of(*fields, 26));
    if (!value_of(*fields, 27).empty()) code.own = own_of(value_of(*fields, 27));
    const std::string_view amount = value_of(*fields, 54);
    if (!amount.empty()) {
        const auto read =
            std::from_chars(amount.data(), amount.data() + amount.size(), code.amount);
        if (read.ec != std::errc() || read.ptr != amount.data() + amount.size())
            return std::nullopt;
    }
    const auto local = fields_of(value_of(*fields, 64));
    if (!local || value_of(*local, 0) != "JA") return std::nullopt;
    code.local_name = value_of(*local, 1);
    if (!is_good(code)) return std::nullopt;
    return code;
}

// --- CPM

namespace {

constexpr std::string_view format_name = "JPQR1";
constexpr std::size_t most_part = 60; // lengths of one byte

void put_part(std::string& out, unsigned char tag, std::string_view value) {
    out += static_cast<char>(tag);
    out += static_cast<char>(value.size());
    out += value;
}

// The value under `tag`, taken off the front.
std::optional<std::string_view> take_part(std::string_view& bytes, unsigned char tag) {
    if (bytes.size() < 2 || static_cast<unsigned char>(bytes[0]) != tag) return std::nullopt;
    const std::size_t size = static_cast<unsigned char>(bytes[1]);
    if (size > bytes.size() - 2) return std::nullopt;
    const std::string_view value = bytes.substr(2, size);
    bytes.remove_prefix(2 + size);
    return value;
}

// base64url of base/bytes, in the letters and with the ends of plain base64.
std::string to_plain_base64(std::string_view bytes) {
    std::string text = to_base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}
std::optional<Bytes> from_plain_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    while (text.ends_with('='))
        text.remove_suffix(1);
    std::string url(text);
    if (url.find_first_of("-_") != std::string::npos) return std::nullopt;
    std::ranges::replace(url, '+', '-');
    std::ranges::replace(url, '/', '_');
    return from_base64url(url);
}

} // namespace

std::optional<std::string> write(const Cpm& code) {
    if (!is_digits(code.provider, 8) || !is_digits(code.payment_id, code.payment_id.size()) ||
        code.payment_id.empty() || code.payment_id.size() > most_part)
        return std::nullopt;
    std::string inside, bytes;
    put_part(inside, 0x4f, code.provider), put_part(inside, 0x57, code.payment_id);
    put_part(bytes, 0x85, format_name), put_part(bytes, 0x61, inside);
    return to_plain_base64(bytes);
}

std::optional<Cpm> read_cpm(std::string_view scanned) {
    if (scanned.size() > 300) return std::nullopt;
    const auto bytes = from_plain_base64(scanned);
    if (!bytes) return std::nullopt;
    std::string_view left = *bytes;
    if (take_part(left, 0x85) != format_name) return std::nullopt;
    auto inside = take_part(left, 0x61);
    if (!inside) return std::nullopt;
    const auto provider = take_part(*inside, 0x4f), payment_id = take_part(*inside, 0x57);
    const bool free_area = inside->starts_with('\x99');
    if (!left.empty() || (!inside->empty() && !free_area)) return std::nullopt;
    if (!provider || !payment_id || !is_digits(*provider, 8) || payment_id->empty() ||
        !is_digits(*payment_id, payment_id->size()))
        return std::nullopt;
    return Cpm{std::string(*provider), std::string(*payment_id)};
}

} // namespace meguri::access::jpqr
