// Who is signed in here; signing out; the routes of the whole feature.
#include "features/people/people.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "service/words.hpp"

namespace meguri::features {

using access::Operation;
using access::Role;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

People::People(Parts parts)
    : p_(parts), json_(parts.directory), cookies_(parts.config.server.secure()),
      guard_(parts.random.digits(20)) {}

void People::add_routes(http::Router& router) {
    router.on(Operation::getSession, [this](Request& r) { return session(r); });
    router.on(Operation::endSession, [this](Request& r) { return end_session(r); });
    router.on(Operation::getOwnProfile, [this](Request& r) { return own_profile(r); });
    router.on(Operation::sendSignUpCode, [this](Request& r) { return send_code(r); });
    router.on(Operation::verifySignUpCode, [this](Request& r) { return verify_code(r); });
    router.on(Operation::openInvitation, [this](Request& r) { return open_invitation(r); });
    router.on(Operation::acceptInvitation, [this](Request& r) { return accept_invitation(r); });
    router.on(Operation::startSession, [this](Request& r) { return sign_in(r); });
    router.on(Operation::listOperators, [this](Request& r) { return list_operators(r); });
    router.on(Operation::inviteOperator, [this](Request& r) { return invite_operator(r); });
    router.on(Operation::removeOperator, [this](Request& r) { return remove_operator(r); });
    router.on(Operation::listInvitations, [this](Request& r) { return list_invitations(r); });
    router.on(Operation::approveInvitation, [this](Request& r) { return approve_invitation(r); });
    router.on(Operation::revokeInvitation, [this](Request& r) { return revoke_invitation(r); });
    router.on(Operation::listPlaceStaff, [this](Request& r) { return list_place_staff(r); });
    router.on(Operation::getOwnStaff, [this](Request& r) { return list_own_staff(r); });
    router.on(Operation::invitePlaceStaff, [this](Request& r) { return invite_place_staff(r); });
    router.on(Operation::inviteOwnStaff, [this](Request& r) { return invite_own_staff(r); });
    router.on(Operation::removeStaff, [this](Request& r) { return remove_staff(r); });
    router.on(Operation::removeOwnStaff, [this](Request& r) { return remove_own_staff(r); });
    router.on(Operation::findResident, [this](Request& r) { return find_resident(r); });
    router.on(Operation::getResidentHistory, [this](Request& r) { return resident_history(r); });
    router.on(Operation::setResidentStatus, [this](Request& r) { return set_resident_status(r); });
    router.on(Operation::setResidentMarks, [this](Request& r) { return set_resident_marks(r); });
    router.on(Operation::setResidentHousehold, [this](Request& r) {
        return set_resident_household(r);
    });
}

namespace {
std::string_view role_word(Role role) {
    switch (role) {
    case Role::nobody: return "none";
    case Role::resident: return "resident";
    case Role::staff: return "staff";
    case Role::operator_: return "operator";
    }
    return "none";
}
} // namespace

http::Async<Try<>> People::load() {
    const auto names = co_await service::transact(
        p_.registry,
        [this](store::Database& db) -> Try<std::vector<std::pair<PersonRow, std::string>>> {
            const auto people = people_store::staff_and_operators(db);
            if (!people) return std::unexpected(people.error());
            std::vector<std::pair<PersonRow, std::string>> named;
            for (const PersonRow& person : *people) {
                const auto name = p_.vault.get(db, person.person, vault::field::name);
                if (!name) return std::unexpected(name.error());
                named.emplace_back(person, name->value_or("—"));
            }
            return named;
        }
    );
    if (!names) co_return std::unexpected(names.error());
    for (const auto& [person, name] : *names)
        p_.names.put(person.person, {person.id, name});
    co_return Try<>{};
}

void People::write_session(JsonOut& out, const access::Caller& caller, std::string_view id) const {
    out.object([&] {
        out.field("role", role_word(caller.role));
        if (caller.role == Role::nobody) return;
        out.object("person", [&] {
            out.field("id", id);
            if (caller.role != Role::resident) out.field("name", p_.names.of(caller.person).name);
        });
        if (caller.role != Role::staff) return;
        if (const auto* place = p_.directory.place(caller.place)) {
            out.object("place", [&] {
                out.field("id", place->id);
                out.field("name", place->name);
                service::write_capabilities(out, {place->capabilities});
            });
        }
        service::write_rights(out, caller.rights);
    });
}

People::Reply People::session(Request& request) {
    JsonOut out;
    write_session(out, request.caller(), request.session ? request.session->person : "");
    co_return http::ok(std::move(out));
}

People::Reply People::end_session(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    if (request.session) {
        if (const auto ended = co_await p_.sessions.end(request.token); !ended)
            co_return problem(ended.error());
    }
    http::Response response = http::no_content();
    response.set_cookie = cookies_.remove();
    co_return response;
}

http::Async<http::Response> People::signed_in(PersonRow person, int status) {
    const access::Caller caller{person.role, person.person, person.place, person.rights};
    const service::Sessions::Person who{person.id, caller, person.wallet};
    const auto token = co_await p_.sessions.begin(who);
    if (!token) co_return problem(token.error());
    if (!*token) co_return problem(Refusal::sign_in_refused);
    JsonOut out;
    write_session(out, caller, person.id);
    http::Response response = http::answer(status, std::move(out));
    response.set_cookie = cookies_.set(**token, service::Sessions::cookie_seconds);
    co_return response;
}

} // namespace meguri::features
