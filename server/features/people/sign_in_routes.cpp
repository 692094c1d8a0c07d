// Staff and operators: a one-time invitation opens the account; afterwards name, password and the
// six digits of the authenticator. The authenticator's secret of an open invitation is derived from
// its token, so that nothing is stored before somebody accepts.
#include "access/password.hpp"
#include "access/totp.hpp"
#include "features/people/people.hpp"
#include "features/people/sign_in_names_store.hpp"
#include "features/people/six_digits.hpp"
#include "http/address.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "service/look_log.hpp"
#include "service/public_id.hpp"

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using http::Response;

namespace {

struct Checking { // one place among the checks, until it is over
    SignInGuard& guard;
    std::uint64_t address;
    ~Checking() { guard.leave(address); }
};

constexpr std::string_view totp_issuer = "Meguri";

access::TotpSecret secret_of(const CityKeys& keys, const Bytes& invitation_digest) {
    const SecretKey key = keys.key(KeyUse::sign_in);
    const Hash mac = hmac_sha256(view(key), "totp" + invitation_digest);
    access::TotpSecret secret;
    std::copy_n(mac.begin(), secret.size(), secret.begin());
    return secret;
}

// Names are for typing: letters, digits and . _ - only, without regard to case.
std::optional<std::string> parse_sign_in_name(std::string name) {
    boost::algorithm::to_lower(name, std::locale::classic());
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    });
    return plain && name.size() >= 3 && name.size() <= 60 ? std::optional(name) : std::nullopt;
}

} // namespace

InvitationToken fresh_invitation(Random& random) {
    const std::string token = to_base64url(view(random.bytes<24>()));
    return {token, digest_of_invitation(token)};
}

Bytes digest_of_invitation(std::string_view token) { return Bytes(view(sha256(token))); }

std::string id_of_invitation(const Bytes& digest) { return to_hex(digest.substr(0, 16)); }

People::Reply People::open_invitation(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("invitation");
    if (auto refused = in.refused()) co_return std::move(*refused);
    // Named before it is captured: g++ 12 destroys a temporary captured inside a co_await
    // expression twice.
    const Bytes digest = digest_of_invitation(token);
    const auto find_it = [digest](store::Database& db) {
        return people_store::find_invitation(db, digest);
    };
    const auto found = co_await service::transact(p_.registry, find_it);
    if (!found) co_return problem(found.error());
    if (!*found) co_return problem(Refusal::invitation_unknown);
    const Invitation& invitation = **found;
    if (request.at > invitation.expires) co_return problem(Refusal::invitation_expired);
    const access::TotpSecret secret = secret_of(p_.city_keys, invitation.digest);
    const auto* place = p_.directory.place(invitation.place);
    JsonOut out;
    out.object([&] {
        out.field("role", invitation.role == access::Role::operator_ ? "operator" : "staff");
        if (place) out.field("place_name", place->name);
        out.field("city", p_.config.city.name);
        out.object("totp", [&] {
            out.field("secret", access::totp_text(secret));
            out.field(
                "uri",
                access::totp_url(secret, totp_issuer, place ? place->name : p_.config.city.name)
            );
        });
        out.field("expires_at", invitation.expires);
    });
    co_return http::ok(std::move(out));
}

People::Reply People::accept_invitation(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("invitation");
    const std::string typed_name = in.text("sign_in_name", 3, 60);
    const std::string display_name = in.text("display_name", 1, 60);
    const std::string password = in.secret("password", 1, 200);
    const std::string totp_code = six_digits(in, "totp_code");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto name = parse_sign_in_name(typed_name);
    if (!name) co_return problem(Refusal::invalid_request, {.field = "sign_in_name"});
    if (access::check_new_password(password, {*name, p_.config.city.name}))
        co_return problem(Refusal::password_too_weak, {.field = "password"});
    const Bytes digest = digest_of_invitation(token);
    const auto find_it = [digest](store::Database& db) {
        return people_store::find_invitation(db, digest);
    };
    const auto found = co_await service::transact(p_.registry, find_it);
    if (!found) co_return problem(found.error());
    if (!*found) co_return problem(Refusal::invitation_unknown);
    if (request.at > (*found)->expires) co_return problem(Refusal::invitation_expired);
    auto person = co_await accepted(**found, *name, display_name, password, totp_code);
    if (!person) co_return std::move(person.error());
    p_.names.put(person->person, {person->id, display_name});
    co_return co_await signed_in(*person, 200);
}

http::Async<std::expected<PersonRow, Response>> People::accepted(
    Invitation invitation, std::string sign_in_name, std::string display_name, std::string password,
    std::string totp_code
) {
    const access::TotpSecret secret = secret_of(p_.city_keys, invitation.digest);
    const Instant now = p_.clock.now();
    const auto step = access::verify_totp(secret, totp_code, now, 0);
    if (!step) {
        co_return std::unexpected(problem(Refusal::authenticator_code_wrong, {.field = "totp_code"})
        );
    }
    PersonRow row;
    row.id = service::fresh_public_id(p_.random);
    row.role = invitation.role;
    row.place = invitation.place;
    row.rights = invitation.rights;
    row.totp_step = *step;
    row.created = now;
    const auto hash = [password] { return access::hash_password(password); };
    row.password = co_await http::on_pool(p_.workers, hash);
    Refusal refusal = Refusal::none;
    const auto written = co_await service::transact(p_.registry, [&](store::Database& db) -> Try<> {
        const auto first = people_store::use_invitation(db, invitation.digest, now);
        if (!first) return std::unexpected(first.error());
        if (!*first) refusal = Refusal::invitation_unknown;
        if (refusal != Refusal::none) return fault(FaultCode::invalid, "refused");
        const auto inserted = people_store::insert(db, row);
        if (!inserted) return std::unexpected(inserted.error());
        row.person = *inserted;
        const auto taken = sign_in_names::take(db, p_.vault, row.person, sign_in_name, now);
        if (!taken) return std::unexpected(taken.error());
        if (!*taken) refusal = Refusal::sign_in_name_taken;
        if (refusal != Refusal::none)
            return fault(FaultCode::invalid, "refused"); // rolls person and used invitation back
        if (row.role == access::Role::operator_) {
            const std::string id = id_of_invitation(invitation.digest);
            if (auto noted = service::note_look(
                    db, p_.vault, {row.person, row.person, "become_operator", id}, now
                );
                !noted)
                return noted;
        }
        if (auto put = p_.vault.put(db, row.person, vault::field::name, display_name, now); !put)
            return put;
        return p_.vault.put(db, row.person, vault::field::totp_secret, view(secret), now);
    });
    if (refusal == Refusal::sign_in_name_taken)
        co_return std::unexpected(problem(refusal, {.field = "sign_in_name"}));
    if (refusal != Refusal::none) co_return std::unexpected(problem(refusal));
    if (!written) co_return std::unexpected(problem(written.error()));
    co_return row;
}

// A stored password of weaker days is made anew while its clear text is at hand. Failing at it
// harms nobody: the next sign-in tries again.
http::Async<void> People::renew_password(PersonRow person, std::string password) {
    if (!access::is_outdated(person.password)) co_return;
    const auto hash = [password] { return access::hash_password(password); };
    const std::string fresh = co_await http::on_pool(p_.workers, hash);
    const auto replace = [person, fresh](store::Database& db) {
        return people_store::replace_password(db, person.person, person.password, fresh);
    };
    (void)co_await service::transact(p_.registry, replace);
}

// One answer for everything that can be wrong, after the same work: neither words nor time tell
// which.
People::Reply People::sign_in(Request& request) {
    Fields in(request.body);
    const std::string typed_name = in.text("sign_in_name", 1, 60);
    const std::string password = in.secret("password", 1, 200);
    const std::string totp_code = six_digits(in, "totp_code");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const std::string name = parse_sign_in_name(typed_name).value_or("");
    const std::uint64_t address = http::number_of_address(request.client);
    if (!guard_.enter(name, address))
        co_return problem(Refusal::too_many_requests, {.retry_after_s = 2});
    const Checking checking{guard_, address};
    if (const int wait_s = guard_.begin(name, address, request.at); wait_s > 0)
        co_return problem(Refusal::too_many_requests, {.retry_after_s = wait_s});
    struct Found {
        PersonRow person;
        std::string secret;
    };
    // Closures that hold strings get a name before the wait: written inside a co_await expression,
    // g++ 12 copies them byte by byte, and a short string then frees its own buffer.
    const auto look_up = [this, name](store::Database& db) -> Try<std::optional<Found>> {
        const auto person = sign_in_names::find(db, p_.vault, name);
        if (!person) return std::unexpected(person.error());
        if (!*person) return std::optional<Found>();
        const auto secret = p_.vault.get(db, (*person)->person, vault::field::totp_secret);
        if (!secret) return std::unexpected(secret.error());
        return std::optional(Found{**person, secret->value_or("")});
    };
    const auto found = co_await service::transact(p_.registry, look_up);
    if (!found) co_return problem(found.error());
    const std::string stored = *found ? (*found)->person.password : "";
    const auto check = [stored, password] {
        return stored.empty() ? access::verify_no_password(password)
                              : access::verify_password(stored, password);
    };
    const bool password_right = co_await http::on_pool(p_.workers, check);
    std::optional<std::int64_t> step;
    if (*found) {
        const auto secret = to_array<20>((*found)->secret);
        if (secret)
            step = access::verify_totp(*secret, totp_code, request.at, (*found)->person.totp_step);
    }
    if (!password_right || !step) co_return problem(Refusal::sign_in_refused);
    const auto first = co_await service::transact(
        p_.registry, [person = (*found)->person.person, step = *step](store::Database& db
                     ) { return people_store::use_totp_step(db, person, step); }
    );
    if (!first) co_return problem(first.error());
    if (!*first) co_return problem(Refusal::sign_in_refused);
    guard_.succeeded(name, address);
    co_await renew_password((*found)->person, password);
    co_return co_await signed_in((*found)->person, 200);
}

} // namespace meguri::features
