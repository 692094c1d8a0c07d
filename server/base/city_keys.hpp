// The city's key: 32 random bytes in a file outside the database (and outside its backups). Whoever
// has both the file and the database can read everything; without the file the personal fields are
// noise, for the city too. So it is kept twice, apart from the backups, e.g. printed in a safe: it
// is short text.
//
// Every use derives a key of its own from it (libsodium crypto_kdf), so that no two parts of the
// system ever encrypt or sign under the same one.
#pragma once

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

#include <filesystem>

namespace meguri {

using SecretKey = ByteArray<32>;

// Numbers are part of the format: never reuse or change one, or what it encrypted is lost.
enum class KeyUse : std::uint64_t {
    vault_wrap = 1,       // wraps the vault's monthly keys
    vault_lookup = 2,     // keyed hashes of phone numbers and the like
    command_key = 3,      // seals idempotency keys
    wallet_code = 4,      // hashes of one-time codes
    sign_in = 5,          // hashes of codes sent by SMS, of invitations
    wallet_reference = 6, // a wallet as a clerk's page holds it
    session = 7,          // signs sessions' tokens
    card_code = 20,       // cards' codes: made, sealed and looked up under keys of their own
    mandate_id = 21,      // how browsers call a mandate
    card_batch = 30,      // seals what the codes of a batch of cards follow from
    card_pin = 32,        // what a card's PIN is mixed with before it is hashed
    bank_account = 33,    // seals where organizations' money goes
    place_code = 256,     // + key number (0–255): printed codes; 256–511 are taken
    book_head = 512,      // + key number (0–255): signs the books' heads; 512–767 are taken
};

class CityKeys {
  public:
    explicit CityKeys(const SecretKey& master) : master_(master) {}
    ~CityKeys();
    CityKeys(const CityKeys&) = default;
    CityKeys& operator=(const CityKeys&) = default;

    SecretKey key(KeyUse use) const;
    SecretKey place_code_key(std::uint8_t key_number) const;
    SecretKey book_head_key(std::uint8_t key_number) const;

  private:
    SecretKey derive(std::uint64_t number) const;
    SecretKey master_;
};

// `meguri keys create`: refuses to replace an existing file.
Try<> create_key_file(const std::filesystem::path& path, Random& random);
// Wrong permissions, another format, or a typing error (there is a check number) are `invalid`.
Try<CityKeys> load_key_file(const std::filesystem::path& path);

} // namespace meguri
