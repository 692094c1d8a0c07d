// Who works where: lists, invitations, removal. Somebody who is removed is out with the very next
// request.
#include "features/people/people.hpp"
#include "features/people/sign_in_names_store.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "service/words.hpp"

#include <fmt/core.h>

namespace meguri::features {

using access::StaffRight;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {
constexpr access::StaffRights every_right = access::StaffRights{}
                                                .with(StaffRight::receive)
                                                .with(StaffRight::top_up)
                                                .with(StaffRight::cancel)
                                                .with(StaffRight::manage);

// The body's "rights"; the empty list is somebody who looks only.
access::StaffRights read_rights(Fields& in) {
    access::StaffRights rights;
    const auto each = in.several<StaffRight>(
        "rights",
        {{"receive", StaffRight::receive},
         {"top_up", StaffRight::top_up},
         {"cancel", StaffRight::cancel},
         {"manage", StaffRight::manage}},
        0
    );
    for (const StaffRight right : each)
        rights = rights.with(right);
    return rights;
}
} // namespace

People::Reply People::staff_list(PlaceId place, PersonId self) {
    const auto people = co_await service::transact(p_.registry, [place](store::Database& db) {
        return people_store::staff_of(db, place);
    });
    if (!people) co_return problem(people.error());
    JsonOut out;
    out.object([&] {
        out.array("staff", *people, [&](const PersonRow& person) {
            out.object([&] {
                out.field("id", person.id);
                out.field("name", p_.names.of(person.person).name);
                service::write_rights(out, person.rights);
                out.field("since", person.created);
                out.field("own", person.person == self);
            });
        });
    });
    co_return http::ok(std::move(out));
}

People::Reply People::list_place_staff(Request& request) {
    const auto* place = p_.directory.place(request.id);
    if (!place) co_return problem(Refusal::not_found);
    co_return co_await staff_list(place->number, request.caller().person);
}

People::Reply People::list_own_staff(Request& request) {
    co_return co_await staff_list(request.caller().place, request.caller().person);
}

People::Reply People::invite_place_staff(Request& request) {
    Fields in(request.body);
    access::StaffRights rights = every_right;
    if (in.has("rights")) rights = read_rights(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* place = p_.directory.place(request.id);
    if (!place) co_return problem(Refusal::place_unknown);
    const Invitation invitation{
        {}, access::Role::staff, place->number, rights, request.at + invitation_life_ms
    };
    co_return co_await invite(invitation, "/shop/invitation", request.at);
}

// A colleague, with what the one who invites may do, or less.
People::Reply People::invite_own_staff(Request& request) {
    Fields in(request.body);
    const access::StaffRights rights = read_rights(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    if ((rights.bits & ~request.caller().rights.bits) != 0) co_return problem(Refusal::not_allowed);
    const Invitation invitation{
        {}, access::Role::staff, request.caller().place, rights, request.at + invitation_life_ms
    };
    co_return co_await invite(invitation, "/shop/invitation", request.at);
}

People::Reply People::invite(Invitation invitation, std::string page, Instant now) {
    const InvitationToken fresh = fresh_invitation(p_.random);
    invitation.digest = fresh.digest;
    const auto insert_invitation = [invitation, now](store::Database& db) {
        return people_store::invite(db, invitation, now);
    };
    const auto written = co_await service::transact(p_.registry, insert_invitation);
    if (!written) co_return problem(written.error());
    co_return link_to(page, fresh.token, invitation.expires);
}

http::Response
People::link_to(std::string_view page, std::string_view token, Instant expires) const {
    JsonOut out;
    out.object([&] {
        // In the fragment: browsers do not send it, so it stands in no server's log.
        out.field("url", fmt::format("{}{}#{}", p_.config.server.public_url, page, token));
        out.field("expires_at", expires);
    });
    return http::created(std::move(out));
}

People::Reply People::remove_person(std::string public_id, PlaceId only_of) {
    const auto remove = [=, this, now = p_.clock.now()](store::Database& db
                        ) -> Try<std::optional<PersonId>> {
        const auto person = people_store::find(db, public_id);
        if (!person) return std::unexpected(person.error());
        const bool theirs = *person && (*person)->role == access::Role::staff &&
                            (!only_of || (*person)->place == only_of);
        if (!theirs) return std::optional<PersonId>();
        if (auto done = people_store::remove(db, (*person)->person, now); !done)
            return std::unexpected(done.error());
        if (auto done = sign_in_names::give_back(db, p_.vault, (*person)->person); !done)
            return std::unexpected(done.error());
        return std::optional((*person)->person);
    };
    const auto removed = co_await service::transact(p_.registry, remove);
    if (!removed) co_return problem(removed.error());
    if (!*removed) co_return problem(Refusal::not_found);
    if (const auto ended = co_await p_.sessions.end_all(**removed); !ended)
        co_return problem(ended.error());
    co_return http::no_content();
}

People::Reply People::remove_staff(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const std::string id(request.id);
    co_return co_await remove_person(id, {});
}

People::Reply People::remove_own_staff(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    if (request.id == request.session->person)
        co_return problem(Refusal::not_allowed); // nobody locks the last one out by accident
    const std::string id(request.id);
    co_return co_await remove_person(id, request.caller().place);
}

} // namespace meguri::features
