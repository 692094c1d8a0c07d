// The help desk looks a resident up by exact phone number, with a reason that is logged, and can
// stop or open the wallet.
#include "features/people/people.hpp"
#include "http/fields.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/look_log.hpp"
#include "service/wallet_view.hpp"
#include "vault/phone.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {
ledger::WalletStatus read_status(Fields& in) {
    return in.choice<ledger::WalletStatus>(
        "status",
        {{"active", ledger::WalletStatus::active}, {"blocked", ledger::WalletStatus::blocked}}
    );
}
} // namespace

People::Reply People::show_resident(PersonRow person) {
    const Date today = jst_date(p_.clock.now());
    const auto see = [id = person.wallet, today](const ledger::State& state) {
        return service::see(state, id, today);
    };
    const auto wallet = co_await service::look(p_.engine, see);
    if (!wallet) co_return problem(Refusal::paused);
    if (!*wallet) co_return problem(Refusal::not_found);
    const ledger::Wallet& seen = (*wallet)->wallet;
    JsonOut out;
    out.object([&] {
        out.field("id", person.id);
        out.field("status", seen.status == ledger::WalletStatus::active ? "active" : "blocked");
        service::write_value(out, json_, **wallet, today);
        std::vector<std::int64_t> marks;
        for (int n = 0; n < service::most_marks; ++n) {
            if (seen.marks >> n & 1u) marks.push_back(n);
        }
        out.array("marks", marks, [&](std::int64_t n) { out.item(n); });
        const std::size_t home = std::max<std::size_t>((*wallet)->household, 1);
        out.field("household_size", static_cast<std::int64_t>(home));
        out.field("since", person.created);
    });
    co_return http::ok(std::move(out));
}

People::Reply People::find_resident(Request& request) {
    Fields in(request.body);
    const std::string typed = in.text("phone", 1, 30);
    const std::string reason = in.text("reason", 1, 200);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto phone = vault::normalise_mobile(typed);
    if (!phone) co_return problem(Refusal::phone_invalid, {.field = "phone"});
    const auto look_up = [this, phone = *phone, reason, by = request.caller().person,
                          now = request.at](store::Database& db) -> Try<std::optional<PersonRow>> {
        const auto person = p_.vault.find(db, vault::field::phone, phone);
        if (!person) return std::unexpected(person.error());
        // The look is logged whether or not it found somebody.
        if (auto noted = service::note_look(
                db, p_.vault, {by, person->value_or(PersonId{}), "find_by_phone", reason}, now
            );
            !noted) {
            return std::unexpected(noted.error());
        }
        return *person ? people_store::find(db, **person)
                       : Try<std::optional<PersonRow>>(std::nullopt);
    };
    const auto found = co_await service::transact(p_.registry, look_up);
    if (!found) co_return problem(found.error());
    if (!*found || !(*found)->wallet) co_return problem(Refusal::not_found);
    co_return co_await show_resident(**found);
}

// What happened with the wallet, newest first. Each page that is looked at is written down, with
// why.
People::Reply People::resident_history(Request& request) {
    Fields in(request.body);
    const std::string reason = in.text("reason", 1, 200);
    const Seq before{in.optional_integer("before", 1, INT64_C(1) << 53).value_or(0)};
    const std::int64_t limit = in.optional_integer("limit", 1, 100).value_or(20);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto look_up = [this, id = std::string(request.id), reason, by = request.caller().person,
                          now = request.at](store::Database& db) -> Try<std::optional<PersonRow>> {
        auto person = people_store::find(db, id);
        if (!person || !*person || !(*person)->wallet) return person;
        const service::Look look{by, (*person)->person, "history", reason};
        if (auto noted = service::note_look(db, p_.vault, look, now); !noted)
            return std::unexpected(noted.error());
        return person;
    };
    const auto found = co_await service::transact(p_.registry, look_up);
    if (!found) co_return problem(found.error());
    if (!*found || (*found)->role != access::Role::resident || !(*found)->wallet)
        co_return problem(Refusal::not_found);
    const auto most = static_cast<std::size_t>(limit);
    co_return co_await service::history_page(
        p_.engine, json_, (*found)->wallet, before, most, request.at
    );
}

People::Reply People::set_resident_status(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const ledger::WalletStatus status = read_status(in);
    const std::string reason = in.text("reason", 1, 200);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, service::actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const std::string id(request.id);
    const auto look_up = [this, id, reason, status, by = request.caller().person,
                          now = request.at](store::Database& db) -> Try<std::optional<PersonRow>> {
        auto person = people_store::find(db, id);
        if (!person || !*person || !(*person)->wallet) return person;
        const bool block = status == ledger::WalletStatus::blocked;
        if (auto noted = service::note_look(
                db, p_.vault, {by, (*person)->person, block ? "block" : "unblock", reason}, now
            );
            !noted) {
            return std::unexpected(noted.error());
        }
        // A code shown just before must not be good any more.
        if (auto revoked = p_.wallet_codes.revoke(db, (*person)->wallet); !revoked)
            return std::unexpected(revoked.error());
        return person;
    };
    const auto found = co_await service::transact(p_.registry, look_up);
    if (!found) co_return problem(found.error());
    if (!*found || (*found)->role != access::Role::resident || !(*found)->wallet)
        co_return problem(Refusal::not_found);
    const ledger::SetWalletStatus command{(*found)->wallet, status};
    const auto answer =
        co_await service::submit(p_.engine, {service::actor_of(request), *key, command});
    if (!answer.done()) co_return problem(answer.refusal);
    co_return co_await show_resident(**found);
}

// What programs may ask for (GEN-g). Who set which marks stands in the books; why, in the audit
// log.
People::Reply People::set_resident_marks(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (!in.has("marks")) in.refuse("marks");
    std::uint64_t marks = 0;
    for (const std::int64_t n : in.optional_integers("marks", 0, service::most_marks - 1, 64)) {
        if (!p_.lists.find(service::CityList::marks, n)) in.refuse("marks");
        marks |= std::uint64_t{1} << n;
    }
    const std::string reason = in.text("reason", 1, 200);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, service::actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const std::string id(request.id);
    const auto look_up = [this, id, reason, by = request.caller().person,
                          now = request.at](store::Database& db) -> Try<std::optional<PersonRow>> {
        auto person = people_store::find(db, id);
        if (!person || !*person || !(*person)->wallet) return person;
        if (auto noted =
                service::note_look(db, p_.vault, {by, (*person)->person, "set_marks", reason}, now);
            !noted) {
            return std::unexpected(noted.error());
        }
        return person;
    };
    const auto found = co_await service::transact(p_.registry, look_up);
    if (!found) co_return problem(found.error());
    if (!*found || (*found)->role != access::Role::resident || !(*found)->wallet)
        co_return problem(Refusal::not_found);
    const ledger::SetWalletMarks command{(*found)->wallet, marks};
    const auto answer =
        co_await service::submit(p_.engine, {service::actor_of(request), *key, command});
    if (!answer.done()) co_return problem(answer.refusal);
    co_return co_await show_resident(**found);
}

} // namespace meguri::features
