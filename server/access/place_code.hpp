// What is printed at a shop: a QR with an https URL on the city's own domain, so that any phone's
// camera opens the payment page with no app, and below it eight digits to type.
//
//   https://pay.city.example/s/04H0…  = 1 byte key number, 5 random bytes (the code's number), 6
//   bytes of HMAC-SHA-256; Crockford base32, 20 characters, only capitals and digits.
//
// A city may have them printed in the form of JPQR instead (jpqr.hpp): the same 20 characters in
// it.
//
// The seal stops made-up codes, not a thief's own genuine sticker: therefore the payer's screen
// shows the shop's name large. A code is printed on paper and outlives keys and domains: old key
// numbers stay good, the host is not part of the seal. Whether a genuine code is still in use is a
// look-up in the registry: a reprint retires the old number.
#pragma once

#include "base/city_keys.hpp"

#include <expected>

namespace meguri::access {

struct PlaceCode {
    std::uint8_t key_number = 1;
    std::int64_t number = 0; // 0 … 2^40-1, random; the registry knows which place it belongs to
    friend bool operator==(const PlaceCode&, const PlaceCode&) = default;
};

// What a printed code opens: the letter in its address, and what its seal is made over, so that a
// code of one kind is never taken for one of another.
struct PrintedKind {
    std::string_view path, label;
};
inline constexpr PrintedKind at_a_place{"/s/", "place code"};
inline constexpr PrintedKind at_a_handout{"/h/", "handout code"};

// What the form of JPQR asks for beside the code.
struct JpqrDetails {
    std::string category = "5999"; // merchant category code
    std::string name, city;        // in Latin letters
    std::string postal_code;       // 7 digits
    std::string local_name;        // as people know it
};

enum class PlaceCodeProblem {
    not_ours, // some other QR: another site, a product, another city
    altered,  // has our form but not our seal: misprinted, mistyped, or made up
};

class PlaceCodes {
  public:
    // `public_url`: origin without a slash at the end.
    PlaceCodes(const CityKeys& keys, std::string public_url, PrintedKind kind = at_a_place)
        : keys_(keys), public_url_(std::move(public_url)), kind_(kind) {}

    static PlaceCode fresh(Random& random); // under the newest key; the registry keeps it, unique
    std::string text(const PlaceCode& code) const; // the 20 characters
    std::string url(const PlaceCode& code) const;
    // Nothing when the details do not fit into that form.
    std::optional<std::string> jpqr(const PlaceCode& code, const JpqrDetails& details) const;
    // A scanned URL, the form of JPQR, or the 20 characters alone (as in a path of our own).
    std::expected<PlaceCode, PlaceCodeProblem> parse(std::string_view scanned) const;

  private:
    Bytes seal(const PlaceCode& code) const;
    std::optional<PlaceCode> opened(std::string_view text) const; // 20 characters under our seal
    std::expected<PlaceCode, PlaceCodeProblem> parse_jpqr(std::string_view scanned) const;
    std::string reversed_host() const;

    CityKeys keys_;
    std::string public_url_;
    PrintedKind kind_;
};

// The number under the QR, "1234-5678": seven random digits and one check digit (Damm), which
// catches every single wrong digit and every swap of two neighbours. The registry keeps it unique.
std::string fresh_shop_number(Random& random);
// As typed: with or without hyphen or spaces, full-width too. Nothing when it is no shop number.
std::optional<std::string> parse_shop_number(std::string_view typed); // eight digits
std::string show_shop_number(std::string_view eight_digits);          // "1234-5678"

} // namespace meguri::access
