// Rows of people, invitations and one-time codes. Names, sign-in names, phone numbers and
// authenticator secrets are in the vault.
#pragma once

#include "access/permissions.hpp"
#include "base/hash.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace meguri::features {

struct PersonRow {
    PersonId person;
    std::string id; // public
    access::Role role = access::Role::nobody;
    PlaceId place;
    access::StaffRights rights;
    WalletId wallet;
    std::string password; // stored form; empty for residents
    std::int64_t totp_step = 0;
    Instant created;
};

struct Invitation {
    Bytes digest; // SHA-256 of the token
    access::Role role = access::Role::staff;
    PlaceId place;
    access::StaffRights rights;
    Instant expires;
    Instant created{}; // as read
    // Of operators: proposed by one, and worth nothing until another has approved it.
    bool waiting = false;
    PersonId by{};
    std::string name{}; // who is to come, sealed under the proposer's key
};

struct SignUpCode {
    std::string verification;
    PersonId person;
    Instant made, expires;
    Bytes client; // keyed hash of the address that asked for it
    std::int64_t tries = 0;
};

struct WaitingMessage {
    std::int64_t number = 0;
    PersonId person;
    std::int64_t attempts = 0;
};

namespace people_store {

std::vector<store::Migration> migrations();

Try<PersonId> insert(store::Database& db, const PersonRow& row);
Try<std::optional<PersonRow>> find(store::Database& db, PersonId person);
Try<std::optional<PersonRow>> find(store::Database& db, std::string_view public_id);
Try<std::vector<PersonRow>> staff_and_operators(store::Database& db);
Try<std::vector<PersonRow>> staff_of(store::Database& db, PlaceId place);
Try<std::vector<PersonRow>> operators(store::Database& db);
Try<> set_wallet(store::Database& db, PersonId person, WalletId wallet);
// False when this step, or a later one, was used before: a code seen over a shoulder works only
// once.
Try<bool> use_totp_step(store::Database& db, PersonId person, std::int64_t step);
// Only where `old` still stands.
Try<> replace_password(
    store::Database& db, PersonId person, const std::string& old, const std::string& fresh
);
Try<> remove(store::Database& db, PersonId person, Instant now);

Try<> invite(store::Database& db, const Invitation& invitation, Instant now);
Try<std::optional<Invitation>>
find_invitation(store::Database& db, const Bytes& digest); // neither used nor waiting
Try<std::vector<Invitation>>
open_invitations(store::Database& db, Instant now); // that could still be accepted, newest first
Try<bool>
use_invitation(store::Database& db, const Bytes& digest, Instant now); // false: somebody was faster
// Only now is there a link: its digest takes the place of `waiting`, which was one of no link.
Try<bool> approve_invitation(
    store::Database& db, const Bytes& waiting, const Bytes& digest, Instant expires
); // false: somebody was faster
// Every open invitation of an operator: one who is removed must not come back through a link that
// they proposed, approved or were shown.
Try<> end_operator_invitations(store::Database& db, Instant now);

Try<> insert_code(store::Database& db, const SignUpCode& code);
Try<std::optional<SignUpCode>> find_code(store::Database& db, std::string_view verification);
Try<> count_try(store::Database& db, std::string_view verification);
Try<bool> use_code(store::Database& db, std::string_view verification); // false: used already

// Messages that still have to go out; they survive a restart.
Try<> queue_message(store::Database& db, PersonId person, Instant now);
Try<std::vector<WaitingMessage>> due_messages(store::Database& db, Instant now);
Try<> message_sent(store::Database& db, std::int64_t number, Instant now);
Try<> message_failed(store::Database& db, std::int64_t number, Instant try_again);

} // namespace people_store
} // namespace meguri::features
