// Who acts for the city, and invitations that are still open. Two must always remain, because money
// is issued by two (PAY-f); and two let a further one in: one proposes, another approves and is
// shown the link. Otherwise one could invite a puppet and be two (ADM-f).
#include "features/people/people.hpp"
#include "features/people/sign_in_names_store.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "service/entry_json.hpp"
#include "service/look_log.hpp"

#include <fmt/core.h>

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
    if (auto done = people_store::end_operator_invitations(db, now); !done)
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

// Bound to the row: a name cannot be moved to somebody else's invitation.
std::string place_of_name(Instant created) { return fmt::format("invitation {}", created.ms); }

struct Shown { // an open invitation, with the name in clear
    Invitation invitation;
    std::string name;
};

Try<std::vector<Shown>> read_open(store::Database& db, const vault::Vault& vault, Instant now) {
    const auto open = people_store::open_invitations(db, now);
    if (!open) return std::unexpected(open.error());
    std::vector<Shown> all;
    for (const Invitation& i : *open) {
        Shown shown{i, ""};
        const auto sealed = from_base64url(i.name);
        if (sealed && !sealed->empty()) {
            const auto name = vault.open_text(db, i.by, place_of_name(i.created), *sealed);
            if (!name) return std::unexpected(name.error());
            shown.name = name->value_or("");
        }
        all.push_back(std::move(shown));
    }
    return all;
}

struct Approver {
    PersonId person;
    Bytes digest; // of the link that there is from now on
    Instant now, expires;
};

Try<Refusal> approve_one(
    store::Database& db, const vault::Vault& vault, const std::string& id, const Approver& by
) {
    const auto open = people_store::open_invitations(db, by.now);
    if (!open) return std::unexpected(open.error());
    for (const Invitation& i : *open) {
        if (!i.waiting || id_of_invitation(i.digest) != id) continue;
        if (i.by == by.person) return Refusal::same_person;
        const service::Look look{by.person, i.by, "approve_operator", id};
        if (auto noted = service::note_look(db, vault, look, by.now); !noted)
            return std::unexpected(noted.error());
        const auto first = people_store::approve_invitation(db, i.digest, by.digest, by.expires);
        if (!first) return std::unexpected(first.error());
        return *first ? Refusal::none : Refusal::not_found;
    }
    return Refusal::not_found;
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

// One operator's half: no link comes of it, and the digest that stands in its place is one of none.
People::Reply People::invite_operator(Request& request) {
    Fields in(request.body);
    const std::string name = in.text("name", 1, 60);
    if (auto refused = in.refused()) co_return std::move(*refused);
    Invitation invitation{
        Bytes(view(p_.random.bytes<32>())),
        access::Role::operator_,
        {},
        {},
        request.at + invitation_life_ms
    };
    invitation.created = request.at;
    invitation.waiting = true;
    invitation.by = request.caller().person;
    const auto propose = [this, invitation, name](store::Database& db) -> Try<> {
        const PersonId by = invitation.by;
        const Instant now = invitation.created;
        const std::string id = id_of_invitation(invitation.digest);
        // Who lets somebody act for the city stands in the log of looks, as removing does.
        if (auto noted = service::note_look(db, p_.vault, {by, {}, "propose_operator", id}, now);
            !noted)
            return noted;
        const auto sealed = p_.vault.seal_text(db, by, place_of_name(now), name, now);
        if (!sealed) return std::unexpected(sealed.error());
        Invitation row = invitation;
        row.name = to_base64url(*sealed);
        return people_store::invite(db, row, now);
    };
    const auto written = co_await service::transact(p_.registry, propose);
    if (!written) co_return problem(written.error());
    JsonOut out;
    out.object([&] {
        out.field("id", id_of_invitation(invitation.digest));
        out.field("expires_at", invitation.expires);
    });
    co_return http::created(std::move(out));
}

People::Reply People::approve_invitation(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const InvitationToken fresh = fresh_invitation(p_.random);
    const Instant expires = request.at + invitation_life_ms;
    const Approver by{request.caller().person, fresh.digest, request.at, expires};
    const std::string id(request.id);
    const auto approve = [this, by, id](store::Database& db) {
        return approve_one(db, p_.vault, id, by);
    };
    const auto done = co_await service::transact(p_.registry, approve);
    if (!done) co_return problem(done.error());
    if (*done != Refusal::none) co_return problem(*done);
    co_return link_to("/console/invitation", fresh.token, expires);
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
    const auto read = [this, now = request.at](store::Database& db) {
        return read_open(db, p_.vault, now);
    };
    const auto open = co_await service::transact(p_.registry, read);
    if (!open) co_return problem(open.error());
    const service::EntryJson json(p_.directory);
    JsonOut out;
    out.object([&] {
        out.array("invitations", *open, [&](const Shown& shown) {
            const Invitation& invitation = shown.invitation;
            out.object([&] {
                const bool is_operator = invitation.role == access::Role::operator_;
                out.field("id", id_of_invitation(invitation.digest));
                out.field("role", is_operator ? "operator" : "staff");
                if (!is_operator) json.place(out, "place", invitation.place);
                if (!shown.name.empty()) out.field("name", shown.name);
                out.field("waiting", invitation.waiting);
                if (invitation.by) {
                    out.field("by", p_.names.of(invitation.by).name);
                    out.field("own", invitation.by == request.caller().person);
                }
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
