// Who is signed in. The cookie's token is never stored, only its hash; rows survive a restart, a
// copy in memory answers every request. The token carries a signature under the city's key: a
// made-up one costs a hash and no look into the database (SEC-3). Ending a session, or all of a
// person's, takes effect with the call: a clerk who is removed is out at once.
//
// Idle and absolute ends: residents and staff 30 days idle; operators 15 minutes idle and 8 hours
// at most (ASVS V7).
#pragma once

#include "base/city_keys.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "http/events.hpp"
#include "http/session.hpp"
#include "service/session_tokens.hpp"
#include "store/database.hpp"

#include <cstring>
#include <unordered_map>

namespace meguri::service {

std::vector<store::Migration> session_migrations();

class Sessions : public http::SessionSource {
  public:
    struct Parts { // all must outlive it
        store::Registry& registry;
        http::EventHub& events;
        const Clock& clock;
        Random& random;
        const CityKeys& keys; // sign tokens
    };
    explicit Sessions(Parts parts) : p_(parts), tokens_(parts.keys) {}

    http::Async<http::SessionPtr> find(std::string_view token) override;

    // What a new session needs of its person; read in the transaction that signs in.
    struct Person {
        std::string id; // public
        access::Caller caller;
        WalletId wallet;
    };
    // Begins a session and gives the cookie's token; nothing when the person was removed meanwhile.
    http::Async<Try<std::optional<std::string>>> begin(Person person);
    // When the session of a request that is being answered began.
    std::optional<Instant> begun(std::string_view token) const;
    http::Async<Try<>> end(std::string_view token);
    // All of a person's sessions but `keep` (0: all): sign-in on a new phone, removal of staff.
    http::Async<Try<>> end_all(PersonId person, std::int64_t keep = 0);

    static constexpr std::int64_t cookie_seconds = 30 * 24 * 3600;

  private:
    struct Known {
        http::SessionPtr session;
        Instant begun, used, noted; // noted: `used` as the row has it
    };
    static bool over(const Known& known, Instant now);

    Parts p_;
    SessionTokens tokens_;
    struct ByDigest { // a digest is as random as any hash of it
        std::size_t operator()(const Hash& digest) const {
            std::size_t first;
            std::memcpy(&first, digest.data(), sizeof first);
            return first;
        }
    };
    std::unordered_map<Hash, Known, ByDigest> known_; // by digest of the token
    std::uint64_t endings_ = 0; // a row read before an ending must not be kept after it
};

} // namespace meguri::service
