// Whom a resident lives with, for limits that count a household together. The city says it, one by
// one and with a reason; residents see how many they are, never from here who.
#include "features/people/people.hpp"
#include "http/fields.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/entry_json.hpp"
#include "service/look_log.hpp"

namespace meguri::features {

using http::Fields;
using http::problem;
using http::Request;

namespace {

struct Housemates {
    std::optional<PersonRow> one, other;
};

// A resident's row, once the look at it is noted.
Try<std::optional<PersonRow>> resident(
    store::Database& db, const vault::Vault& vault, const std::string& id, PersonId by,
    const std::string& reason, Instant now
) {
    auto person = people_store::find(db, id);
    if (!person || !*person) return person;
    if ((*person)->role != access::Role::resident || !(*person)->wallet) return std::nullopt;
    auto noted =
        service::note_look(db, vault, {by, (*person)->person, "set_household", reason}, now);
    if (!noted) return std::unexpected(noted.error());
    return person;
}

} // namespace

People::Reply People::set_resident_household(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string with = in.optional_id("with").value_or("");
    const std::string reason = in.text("reason", 1, 200);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, service::actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const std::string id(request.id);
    const auto look_up = [this, id, with, reason, by = request.caller().person,
                          now = request.at](store::Database& db) -> Try<Housemates> {
        const auto one = resident(db, p_.vault, id, by, reason, now);
        if (!one || !*one || with.empty())
            return one ? Try<Housemates>({*one, {}}) : std::unexpected(one.error());
        const auto other = resident(db, p_.vault, with, by, reason, now);
        return other ? Try<Housemates>({*one, *other}) : std::unexpected(other.error());
    };
    const auto found = co_await service::transact(p_.registry, look_up);
    if (!found) co_return problem(found.error());
    if (!found->one) co_return problem(Refusal::not_found);
    if (!with.empty() && !found->other)
        co_return problem(Refusal::wallet_unknown, {.field = "with"});
    const WalletId home = found->other ? found->other->wallet : WalletId{};
    const ledger::SetHousehold command{found->one->wallet, home};
    const auto answer =
        co_await service::submit(p_.engine, {service::actor_of(request), *key, command});
    if (!answer.done()) {
        const service::EntryJson json(p_.directory);
        co_return json.refused(answer.refusal, answer.explanation());
    }
    co_return co_await show_resident(*found->one);
}

} // namespace meguri::features
