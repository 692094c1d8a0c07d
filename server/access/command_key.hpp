// Idempotency keys. The server seals a fresh one for the person who opens an amount or confirm
// page; the client sends it with the command, however often it must. Sealed, because the time of
// issue in it decides how far back the ledger looks for an earlier answer: a key that clients could
// make up, or take from somebody else, could be paid twice.
//
// Token: base64url of 16 random bytes, 6 bytes of issue time (ms, big-endian), 16 bytes of
// HMAC-SHA-256 over both and the actor: 51 characters.
#pragma once

#include "base/city_keys.hpp"
#include "ledger/command.hpp"

namespace meguri::access {

class CommandKeys {
  public:
    explicit CommandKeys(const CityKeys& keys) : mac_(view(keys.key(KeyUse::command_key))) {}

    std::string seal(const ledger::Actor& actor, Instant now, Random& random) const;
    // Nothing for a token that we did not seal for this very actor. Whether it is too old is the
    // ledger's rule (ledger::key_life_ms), which also knows whether it has an answer.
    std::optional<ledger::Key> open(std::string_view token, const ledger::Actor& actor) const;

  private:
    KeyedHash mac_;
};

} // namespace meguri::access
