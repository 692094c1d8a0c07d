// JPQR: the form that Japanese payment services share, after EMVCo's. A city may have its places'
// codes printed in it (our https URLs, which any camera opens, stay the usual form): the same seal
// and the same look-up stand behind both.
//
//   MPM, what hangs at a shop: fields of a tag (2 digits), a length in characters (2 digits) and a
//   value, a checksum at the end. Ours is in tag 27, under the city's own domain, so no other
//   service's scanner takes it for its own; a shop that has a JPQR code keeps it in tag 26.
//   CPM, what a customer shows: BER-TLV in base64, beginning "JPQR1".
//
// A checksum tells a misread code from a good one, nothing more: it is no seal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace meguri::access::jpqr {

// CRC-16/CCITT-FALSE; of "123456789" it is 0x29B1.
std::uint16_t checksum(std::string_view bytes);

// 統一店舗識別コード, levels 1 to 4: 13, 4, 6 and 6 digits.
struct SharedShop {
    std::string organization, place, till, clerk;
    friend bool operator==(const SharedShop&, const SharedShop&) = default;
};
// A service's own code of the shop: its domain, last part first, and what it calls the shop.
struct OwnShop {
    std::string domain, code;
    friend bool operator==(const OwnShop&, const OwnShop&) = default;
};

struct Mpm {
    std::int64_t amount = 0; // yen; 0: the customer types it
    std::optional<SharedShop> shared{};
    std::optional<OwnShop> own{};
    std::string category = "5999"; // merchant category code, 4 digits
    std::string name, city;        // printable ASCII, at most 25 and 15
    std::string postal_code;       // 7 digits
    std::string local_name;        // Japanese, at most 25 characters
    friend bool operator==(const Mpm&, const Mpm&) = default;
};
inline constexpr std::size_t most_mpm = 512; // characters

// Nothing when a field is too long, is not of its form, or the whole is longer than `most_mpm`.
std::optional<std::string> write(const Mpm& code);
// Nothing for what is not of this form to the last character, or whose checksum is wrong. Fields
// that nobody here knows are passed over.
std::optional<Mpm> read_mpm(std::string_view scanned);
bool is_like_mpm(std::string_view scanned); // begins as one

struct Cpm {
    std::string provider;   // 事業者識別コード, 8 digits
    std::string payment_id; // good once
    friend bool operator==(const Cpm&, const Cpm&) = default;
};
std::optional<std::string> write(const Cpm& code); // base64, begins "hQVKUFFSMW"
std::optional<Cpm> read_cpm(std::string_view scanned);

} // namespace meguri::access::jpqr
