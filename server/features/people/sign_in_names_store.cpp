#include "features/people/sign_in_names_store.hpp"

namespace meguri::features::sign_in_names {

Try<bool> take(
    store::Database& db, const vault::Vault& vault, PersonId person, std::string_view name,
    Instant now
) {
    const auto claim = vault.claim(db, person, vault::field::sign_in_name, name);
    if (!claim) return std::unexpected(claim.error());
    if (*claim == vault::Claim::somebody_elses) return false;
    if (auto put = vault.put(db, person, vault::field::sign_in_name, name, now); !put)
        return std::unexpected(put.error());
    return true;
}

Try<std::optional<PersonRow>>
find(store::Database& db, const vault::Vault& vault, std::string_view name) {
    const auto person = vault.find(db, vault::field::sign_in_name, name);
    if (!person) return std::unexpected(person.error());
    return *person ? people_store::find(db, **person) : std::optional<PersonRow>();
}

Try<> give_back(store::Database& db, const vault::Vault& vault, PersonId person) {
    if (auto done = vault.release(db, person, vault::field::sign_in_name); !done) return done;
    return vault.erase(db, person, vault::field::sign_in_name);
}

Try<> seal_old_ones(store::Database& db, const vault::Vault& vault, Instant now) {
    const auto seal = [&](store::Database& inside) -> Try<> {
        const auto names = inside.run(
            "SELECT number, sign_in_name FROM person WHERE sign_in_name IS NOT NULL ORDER BY number"
        );
        if (!names) return std::unexpected(names.error());
        for (const store::Row& row : names->rows) {
            const auto taken = take(inside, vault, {row.integer(0)}, row.text(1), now);
            if (!taken) return std::unexpected(taken.error());
            if (!*taken) return fault(FaultCode::corrupt, "two people have one sign-in name");
        }
        if (names->empty()) return {};
        return inside.execute("UPDATE person SET sign_in_name = NULL", {});
    };
    return db.transaction(seal);
}

} // namespace meguri::features::sign_in_names
