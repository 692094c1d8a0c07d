// What stands in the session cookie: 32 bytes of chance, and a signature of them under the city's
// key, so that a made-up cookie costs no look into the database.
#pragma once

#include "base/city_keys.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"

namespace meguri::service {

class SessionTokens {
  public:
    explicit SessionTokens(const CityKeys& keys) : signature_(view(keys.key(KeyUse::session))) {}

    std::string make(Random& random) const {
        const std::string chance = to_base64url(view(random.bytes<32>()));
        return chance + sign(chance);
    }
    bool is_ours(std::string_view token) const {
        return token.size() > chance_length &&
               equal_secret(token.substr(chance_length), sign(token.substr(0, chance_length)));
    }

  private:
    static constexpr std::size_t chance_length = 43; // 32 bytes in base64url

    std::string sign(std::string_view chance) const {
        return to_base64url(view(signature_.of(chance)).substr(0, 16));
    }

    KeyedHash signature_;
};

} // namespace meguri::service
