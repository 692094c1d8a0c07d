// What is printed on a card: a QR with an https URL on the city's own domain, good as long as the
// card is, so it is never written down by us. Beside it sixteen digits for people: they name the
// card at the counter and on the telephone, and open nothing.
//
//   https://pay.city.example/c/…  = 1 byte key number, 16 bytes that nobody can guess, 8 bytes of
//   HMAC-SHA-256; Crockford base32, 40 characters.
//
// Under a scratch film stand eight digits more, the activation code: with them and the number a
// card can be handed out where nothing can be scanned. They tell that nobody had the card before.
//
// Codes of a batch follow from the key of the command that made it, so the same command sent again
// gives the same print file; the registry keeps only a keyed hash of each, by which a scanned card
// is found. Unknown, foreign and altered codes must be answered alike.
#pragma once

#include "base/city_keys.hpp"
#include "base/hash.hpp"

#include <optional>

namespace meguri::access {

struct CardCode {
    std::string url;
    std::string number;     // sixteen digits
    std::string activation; // eight digits under the scratch film
    Hash digest{};          // what the registry keeps
};

class CardCodes {
  public:
    // `public_url`: origin without a slash at the end.
    CardCodes(const CityKeys& keys, std::string public_url)
        : key_(keys.key(KeyUse::card_code)), public_url_(std::move(public_url)) {}

    // The code of the `index`-th card that the command with this key makes.
    CardCode made_by(const ByteArray<16>& command_key, std::int64_t index) const;
    // Digest of what was scanned: a URL of any host (domains change), or its last part. Nothing
    // for what does not carry our seal.
    std::optional<Hash> digest_of(std::string_view scanned) const;
    // Whether it is meant to be a card, ours or not, its code or its number: then whatever is wrong
    // with it is said of a card.
    static bool is_like_a_card(std::string_view scanned);
    // Sixteen digits as typed: spaces, hyphens, full-width.
    static std::optional<std::string> parse_number(std::string_view typed);

  private:
    Hash mac(std::string_view use, std::string_view text) const;

    SecretKey key_;
    std::string public_url_;
};

} // namespace meguri::access
