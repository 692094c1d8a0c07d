// Who people are: residents sign up with a phone number proven by a code (USR-a), staff and
// operators come by a one-time invitation and sign in with name, password and authenticator (ADM-a,
// ADM-f). A resident's first sign-in opens the wallet.
//
// Answers and times are alike for known and unknown people wherever that could tell who uses the
// service.
#pragma once

#include "access/command_key.hpp"
#include "access/wallet_code.hpp"
#include "base/city_keys.hpp"
#include "base/config.hpp"
#include "engine/engine.hpp"
#include "features/people/people_store.hpp"
#include "features/people/sign_in_guard.hpp"
#include "gateway/sms/sms_gateway.hpp"
#include "http/problem.hpp"
#include "http/rounds.hpp"
#include "http/router.hpp"
#include "service/city_lists.hpp"
#include "service/directory.hpp"
#include "service/entry_json.hpp"
#include "service/people_names.hpp"
#include "service/sessions.hpp"
#include "vault/vault.hpp"

#include <boost/asio/thread_pool.hpp>
#include <set>

namespace meguri::features {

class People {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        service::Sessions& sessions;
        service::PeopleNames& names;
        const service::Directory& directory;
        const service::CityLists& lists;
        const access::CommandKeys& keys;
        const access::WalletCodes& wallet_codes;
        const vault::Vault& vault;
        const CityKeys& city_keys;
        const Config& config;
        const Clock& clock;
        Random& random;
        boost::asio::thread_pool& workers; // password hashing, sending SMS
        gateway::SmsGateway& sms;
    };
    explicit People(Parts parts);
    void add_routes(http::Router& router);

    // At start, on the io thread: names of staff and operators.
    http::Async<Try<>> load();
    // Sends waiting messages until `stop_sending`; spawn it on the io thread.
    http::Async<void> send_messages();
    void stop_sending();

  private:
    using Reply = http::Async<http::Response>;
    Reply session(http::Request& request);
    Reply end_session(http::Request& request);
    Reply own_profile(http::Request& request);
    Reply send_code(http::Request& request);
    Reply verify_code(http::Request& request);
    Reply open_invitation(http::Request& request);
    Reply accept_invitation(http::Request& request);
    Reply sign_in(http::Request& request);
    Reply resident_history(http::Request& request);
    Reply list_operators(http::Request& request);
    Reply invite_operator(http::Request& request);
    Reply remove_operator(http::Request& request);
    Reply list_invitations(http::Request& request);
    Reply approve_invitation(http::Request& request);
    Reply revoke_invitation(http::Request& request);
    Reply list_place_staff(http::Request& request);
    Reply list_own_staff(http::Request& request);
    Reply invite_place_staff(http::Request& request);
    Reply invite_own_staff(http::Request& request);
    Reply remove_staff(http::Request& request);
    Reply remove_own_staff(http::Request& request);
    Reply find_resident(http::Request& request);
    Reply set_resident_status(http::Request& request);
    Reply set_resident_marks(http::Request& request);
    Reply set_resident_household(http::Request& request);

    http::Async<Try<WalletId>> wallet_of(PersonRow person);
    http::Async<http::Response> signed_in(PersonRow person, int status);
    http::Async<std::expected<PersonRow, http::Response>> accepted(
        Invitation invitation, std::string sign_in_name, std::string display_name,
        std::string password, std::string totp_code
    );
    Reply staff_list(PlaceId place, PersonId self);
    Reply invite(Invitation invitation, std::string page, Instant now);
    http::Response link_to(std::string_view page, std::string_view token, Instant expires) const;
    Reply remove_person(std::string public_id, PlaceId only_of);
    Reply show_resident(PersonRow person);
    http::Async<Try<>> send_due();
    http::Async<void> send_one(WaitingMessage message);
    http::Async<Try<>> forget_unproven();
    void write_session(http::JsonOut& out, const access::Caller& caller, std::string_view id) const;
    http::Async<void> renew_password(PersonRow person, std::string password);

    Parts p_;
    service::EntryJson json_;
    http::Cookies cookies_;
    std::set<PersonId> opening_; // wallets being opened right now
    SignInGuard guard_;
    Instant forgotten_; // when the unproven were last looked for
    http::Rounds rounds_;
};

// A one-time link for somebody new. `digest` goes into the invitation's row, `token` into the link,
// nowhere else.
struct InvitationToken {
    std::string token;
    Bytes digest;
};
inline constexpr std::int64_t invitation_life_ms = 7 * ms_per_day;
InvitationToken fresh_invitation(Random& random);
Bytes digest_of_invitation(std::string_view token);
// The link's token is a secret and its digest nearly one: half of the digest names the invitation.
std::string id_of_invitation(const Bytes& digest);

} // namespace meguri::features
