#include "gateway/clearing/slip.hpp"

#include <algorithm>
#include <charconv>

namespace meguri::gateway {

namespace {

constexpr std::size_t whole_length = 255;
constexpr std::size_t before_checksum = whole_length - 5;

// One object of the code: where its content begins and ends is fixed.
struct Object {
    std::string_view head; // tag and length as printed
    std::size_t at;        // of the head
    std::size_t length;    // of the content
};
constexpr Object objects[] = {{"0002", 0, 2},    {"0102", 6, 2},    {"2796", 12, 96},
                              {"5411", 112, 11}, {"6226", 127, 26}, {"8085", 157, 85},
                              {"6305", 246, 5}};
enum Part { version, kind, payee, amount, dates, further, checksum };

std::string_view content(std::string_view code, Part part) {
    return code.substr(objects[part].at + 4, objects[part].length);
}

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Of digits only, at most 11.
std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// Nothing: no such day. "20261122"
Date day_of(std::string_view text) {
    std::string iso(text);
    iso.insert(6, "-").insert(4, "-");
    return Date::parse(iso).value_or(Date::none());
}

// The block of 83 digits inside tag 27 (MPN), in its order.
class Block {
  public:
    explicit Block(std::string_view text) : rest_(text) {}
    std::string_view next(std::size_t length) {
        const std::string_view part = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return part;
    }

  private:
    std::string_view rest_;
};

// Only `further` may hold more than digits; everything there must be printable ASCII.
bool in_alphabet(std::string_view code) {
    const std::size_t from = objects[further].at + 4, to = from + objects[further].length;
    const bool plain = std::ranges::all_of(code, [](char c) { return c >= ' ' && c <= '~'; });
    return plain && all_digits(code.substr(0, from)) && all_digits(code.substr(to));
}

bool in_form(std::string_view code) {
    const bool heads = std::ranges::all_of(objects, [&](const Object& each) {
        return code.substr(each.at, each.head.size()) == each.head;
    });
    return heads && content(code, version) == "01" && content(code, kind) == "12";
}

std::expected<Slip, SlipProblem> read_block(std::string_view text, std::string_view amount_again) {
    Slip slip;
    Block in(text);
    in.next(2);  // check digits: opaque
    in.next(11); // the institution's account
    const std::string_view yen = in.next(11);
    const std::string_view fee = in.next(1);
    const std::string_view institution = in.next(5);
    const std::string_view stamp_duty = in.next(1);
    slip.division = in.next(3);
    in.next(5); // reserve
    in.next(2); // check digits: opaque
    slip.number = in.next(20);
    slip.confirmation = in.next(6);
    const std::string_view eltax = in.next(1);
    slip.organization = in.next(5);
    if (institution != slip_institution) return std::unexpected(SlipProblem::payee);
    if (fee != "2" || stamp_duty != "0" || eltax != "0") return std::unexpected(SlipProblem::form);
    slip.yen = number_of(yen);
    if (slip.yen < 1 || yen != amount_again) return std::unexpected(SlipProblem::amount);
    return slip;
}

bool read_dates(std::string_view text, Slip& slip) {
    Block in(text);
    slip.fiscal_year = static_cast<int>(number_of(in.next(4)));
    slip.tax_year = static_cast<int>(number_of(in.next(4)));
    slip.period = in.next(2);
    slip.due = day_of(in.next(8));
    slip.last = day_of(in.next(8));
    return slip.due && slip.last && slip.due <= slip.last;
}

} // namespace

std::uint16_t slip_checksum(std::string_view text) {
    std::uint32_t crc = 0xffff;
    for (const char c : text) {
        crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
        crc &= 0xffff;
    }
    return static_cast<std::uint16_t>(crc);
}

std::expected<Slip, SlipProblem> read_slip(std::string_view code) {
    if (code.size() != whole_length) return std::unexpected(SlipProblem::length);
    if (!in_alphabet(code)) return std::unexpected(SlipProblem::alphabet);
    if (!in_form(code)) return std::unexpected(SlipProblem::form);
    if (number_of(content(code, checksum)) != slip_checksum(code.substr(0, before_checksum)))
        return std::unexpected(SlipProblem::checksum);
    const std::string_view to = content(code, payee);
    if (to.substr(0, 4) != "0005" || to.substr(9, 4) != "0183")
        return std::unexpected(SlipProblem::form);
    if (to.substr(4, 5) != slip_institution) return std::unexpected(SlipProblem::payee);
    auto slip = read_block(to.substr(13), content(code, amount));
    if (slip && !read_dates(content(code, dates), *slip)) return std::unexpected(SlipProblem::date);
    return slip;
}

} // namespace meguri::gateway
