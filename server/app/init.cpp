#include "app/init.hpp"

#include "app/from_config.hpp"
#include "app/schema.hpp"
#include "base/city_keys.hpp"
#include "features/people/people.hpp"
#include "vault/vault.hpp"

namespace meguri::app {

namespace {
// One alone can neither issue money nor let a second one in; so until there are two, this does.
constexpr std::size_t first_operators = 2;

Try<std::string>
invite_operator(store::Database& db, const Config& config, Instant now, Random& random) {
    const features::InvitationToken fresh = features::fresh_invitation(random);
    const features::Invitation invitation{
        fresh.digest, access::Role::operator_, {}, {}, now + features::invitation_life_ms
    };
    if (auto done = features::people_store::invite(db, invitation, now); !done)
        return std::unexpected(done.error());
    return config.server.public_url + "/console/invitation#" + fresh.token;
}
} // namespace

Try<std::vector<std::string>> init_city(const Config& config) {
    SystemRandom random;
    if (!std::filesystem::exists(config.keys.file)) {
        if (auto made = create_key_file(config.keys.file, random); !made)
            return std::unexpected(config.because_of("keys.file", made.error()));
    }
    const auto keys = read_keys(config);
    if (!keys) return std::unexpected(keys.error());
    auto db = open_database(config);
    if (!db) return std::unexpected(db.error());
    if (auto done = store::migrate(**db, all_migrations()); !done)
        return std::unexpected(done.error());
    if (auto done = vault::Vault(*keys, random).check(**db); !done)
        return std::unexpected(done.error());
    std::vector<std::string> links;
    const Instant now = SystemClock().now();
    const auto done = (*db)->transaction([&](store::Database& inside) -> Try<> {
        const auto operators = features::people_store::operators(inside);
        if (!operators) return std::unexpected(operators.error());
        if (operators->size() >= first_operators)
            return fault(
                FaultCode::invalid,
                "this city has operators already; two of them together invite further ones"
            );
        // Said again before both have come: the links printed earlier may be lost or seen.
        const auto open = features::people_store::open_invitations(inside, now);
        if (!open) return std::unexpected(open.error());
        for (const features::Invitation& earlier : *open) {
            if (earlier.role != access::Role::operator_ || earlier.waiting) continue;
            if (auto used = features::people_store::use_invitation(inside, earlier.digest, now);
                !used)
                return std::unexpected(used.error());
        }
        for (std::size_t n = operators->size(); n < first_operators; ++n) {
            auto link = invite_operator(inside, config, now, random);
            if (!link) return std::unexpected(link.error());
            links.push_back(*link);
        }
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return links;
}

} // namespace meguri::app
