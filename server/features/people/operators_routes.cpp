// Who acts for the city, and invitations that are still open. Operators invite each other; two must
// always remain, because money is issued by two (PAY-f).
#include "features/people/people.hpp"
#include "features/people/sign_in_names_store.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "service/entry_json.hpp"
#include "service/look_log.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {

constexpr std::size_t fewest_operators = 2;

struct Removed {
    Refusal refusal = Refusal::none;
    PersonId person;
};

Try<Removed> remove_one(
    store::Database& db, const vault::Vault& vault, const std::string& public_id, PersonId by,
    Instant now
) {
    const auto person = people_store::find(db, public_id);
    if (!person) return std::unexpected(person.error());
    if (!*person || (*person)->role != access::Role::operator_)
        return Removed{Refusal::not_found, {}};
    // Before counting: two who remove two others at once wait for each other at the log's end.
    if (auto noted =
            service::note_look(db, vault, {by, (*person)->person, "remove_operator", ""}, now);
        !noted)
        return std::unexpected(noted.error());
    const auto left = people_store::operators(db);
    if (!left) return std::unexpected(left.error());
    if (left->size() <= fewest_operators) return Removed{Refusal::last_two_operators, {}};
    if (auto done = people_store::remove(db, (*person)->person, now); !done)
        return std::unexpected(done.error());
    if (auto done = sign_in_names::give_back(db, vault, (*person)->person); !done)
        return std::unexpected(done.error());
    return Removed{Refusal::none, (*person)->person};
}

// False: there is no open invitation of this id.
Try<bool> revoke_one(store::Database& db, const std::string& id, Instant now) {
    const auto open = people_store::open_invitations(db, now);
    if (!open) return std::unexpected(open.error());
    for (const Invitation& invitation : *open) {
        if (id_of_invitation(invitation.digest) == id)
            return people_store::use_invitation(db, invitation.digest, now);
    }
    return false;
}

} // namespace

People::Reply People::list_operators(Request& request) {
    const auto people = co_await service::transact(p_.registry, [](store::Database& db) {
        return people_store::operators(db);
    });
    if (!people) co_return problem(people.error());
    JsonOut out;
    out.object([&] {
        out.array("operators", *people, [&](const PersonRow& person) {
            out.object([&] {
                out.field("id", person.id);
                out.field("name", p_.names.of(person.person).name);
                out.field("since", person.created);
                out.field("own", person.person == request.caller().person);
            });
        });
    });
    co_return http::ok(std::move(out));
}

People::Reply People::invite_operator(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const Invitation invitation{
        {}, access::Role::operator_, {}, {}, request.at + invitation_life_ms
    };
    co_return co_await invite(
        invitation, "/console/invitation", request.caller().person, request.at
    );
}

People::Reply People::remove_operator(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    if (request.id == request.session->person)
        co_return problem(Refusal::not_allowed); // somebody else must find it right as well
    const std::string id(request.id);
    const auto remove = [this, id, by = request.caller().person,
                         now = request.at](store::Database& db) {
        return remove_one(db, p_.vault, id, by, now);
    };
    const auto removed = co_await service::transact(p_.registry, remove);
    if (!removed) co_return problem(removed.error());
    if (removed->refusal != Refusal::none) co_return problem(removed->refusal);
    if (const auto ended = co_await p_.sessions.end_all(removed->person); !ended)
        co_return problem(ended.error());
    co_return http::no_content();
}

People::Reply People::list_invitations(Request& request) {
    const auto read = [now = request.at](store::Database& db) {
        return people_store::open_invitations(db, now);
    };
    const auto open = co_await service::transact(p_.registry, read);
    if (!open) co_return problem(open.error());
    const service::EntryJson json(p_.directory);
    JsonOut out;
    out.object([&] {
        out.array("invitations", *open, [&](const Invitation& invitation) {
            out.object([&] {
                const bool is_operator = invitation.role == access::Role::operator_;
                out.field("id", id_of_invitation(invitation.digest));
                out.field("role", is_operator ? "operator" : "staff");
                if (!is_operator) json.place(out, "place", invitation.place);
                out.field("created_at", invitation.created);
                out.field("expires_at", invitation.expires);
            });
        });
    });
    co_return http::ok(std::move(out));
}

People::Reply People::revoke_invitation(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const std::string id(request.id);
    const auto revoke = [id, now = request.at](store::Database& db) {
        return revoke_one(db, id, now);
    };
    const auto revoked = co_await service::transact(p_.registry, revoke);
    if (!revoked) co_return problem(revoked.error());
    if (!*revoked) co_return problem(Refusal::not_found);
    co_return http::no_content();
}

} // namespace meguri::features
