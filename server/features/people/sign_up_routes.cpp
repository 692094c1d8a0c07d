// Residents: phone number, one-time code, wallet. Known and unknown numbers are answered alike. The
// code and the number wait in the vault; the message goes out from a queue that survives a restart.
#include "base/log.hpp"
#include "features/people/code_caps.hpp"
#include "features/people/people.hpp"
#include "features/people/six_digits.hpp"
#include "http/address.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "service/public_id.hpp"
#include "vault/phone.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {
constexpr vault::Field sign_in_code = "sign_in_code";
constexpr std::int64_t code_life_ms = 10 * ms_per_minute;
constexpr std::int64_t resend_after_ms = ms_per_minute;
constexpr std::int64_t most_tries = 5;

struct Sent {
    Refusal refusal = Refusal::none;
    Instant until; // when it is refused: until then
    SignUpCode code;
};

// The person with this number, or a new one who has it from now on. Until the code is proven there
// is no wallet.
Try<PersonId> person_with(
    store::Database& db, const vault::Vault& vault, const std::string& phone, Instant now,
    Random& random
) {
    const auto known = vault.find(db, vault::field::phone, phone);
    if (!known) return std::unexpected(known.error());
    if (*known) return **known;
    PersonRow row;
    row.id = service::fresh_public_id(random);
    row.role = access::Role::resident;
    row.created = now;
    const auto inserted = people_store::insert(db, row);
    if (!inserted) return std::unexpected(inserted.error());
    if (auto put = vault.put(db, *inserted, vault::field::phone, phone, now); !put)
        return std::unexpected(put.error());
    const auto claim = vault.claim(db, *inserted, vault::field::phone, phone);
    if (!claim) return std::unexpected(claim.error());
    if (*claim == vault::Claim::somebody_elses)
        return fault(FaultCode::unavailable, "the number was claimed at the same moment");
    return *inserted;
}

// Nothing: a code may go out now. Asked before anything is written, so that a flood leaves nothing.
Try<std::optional<Sent>>
too_many_codes(store::Database& db, const Config::CodeCaps& caps, const CodeRequest& request) {
    if (request.person) {
        const auto last = code_store::nth_newest(
            db, {request.person, {}}, 1, request.at + -(resend_after_ms - 5 * ms_per_second)
        );
        if (!last) return std::unexpected(last.error());
        if (*last) return Sent{Refusal::too_many_requests, request.at + resend_after_ms, {}};
    }
    const auto cap = reached_cap(db, caps, request);
    if (!cap) return std::unexpected(cap.error());
    if (!*cap) return std::nullopt;
    log::warning("code_cap_reached", {{"whose", (*cap)->whose}});
    return Sent{Refusal::code_limit_reached, (*cap)->until, {}};
}

Try<Sent> make_code(
    store::Database& db, const vault::Vault& vault, const Config::CodeCaps& caps,
    const std::string& phone, const Bytes& client, Instant now, Random& random
) {
    const auto known = vault.find(db, vault::field::phone, phone);
    if (!known) return std::unexpected(known.error());
    auto refused = too_many_codes(db, caps, {known->value_or(PersonId{}), client, now});
    if (!refused) return std::unexpected(refused.error());
    if (*refused) return std::move(**refused);
    const auto person = person_with(db, vault, phone, now, random);
    if (!person) return std::unexpected(person.error());
    if (auto put = vault.put(db, *person, sign_in_code, random.digits(6), now); !put)
        return std::unexpected(put.error());
    const SignUpCode code{
        to_base64url(view(random.bytes<24>())), *person, now, now + code_life_ms, client
    };
    if (auto done = people_store::insert_code(db, code); !done)
        return std::unexpected(done.error());
    if (auto done = people_store::queue_message(db, *person, now); !done)
        return std::unexpected(done.error());
    return Sent{Refusal::none, {}, code};
}

struct Verified {
    Refusal refusal = Refusal::none;
    PersonRow person;
};

Try<Verified> check_code(
    store::Database& db, const vault::Vault& vault, const std::string& verification,
    const std::string& typed, Instant now
) {
    const auto code = people_store::find_code(db, verification);
    if (!code) return std::unexpected(code.error());
    if (!*code || now > (*code)->expires) return Verified{Refusal::code_expired, {}};
    if ((*code)->tries >= most_tries) return Verified{Refusal::code_used_up, {}};
    const auto expected = vault.get(db, (*code)->person, sign_in_code);
    if (!expected) return std::unexpected(expected.error());
    if (!*expected) return Verified{Refusal::code_expired, {}};
    if (!equal_secret(**expected, typed)) {
        if (auto counted = people_store::count_try(db, verification); !counted)
            return std::unexpected(counted.error());
        return Verified{
            (*code)->tries + 1 >= most_tries ? Refusal::code_used_up : Refusal::code_wrong, {}
        };
    }
    const auto first = people_store::use_code(db, verification);
    if (!first) return std::unexpected(first.error());
    if (!*first) return Verified{Refusal::code_expired, {}};
    if (auto erased = vault.erase(db, (*code)->person, sign_in_code); !erased)
        return std::unexpected(erased.error());
    const auto person = people_store::find(db, (*code)->person);
    if (!person) return std::unexpected(person.error());
    if (!*person || (*person)->role != access::Role::resident)
        return Verified{Refusal::code_expired, {}};
    return Verified{Refusal::none, **person};
}

} // namespace

People::Reply People::send_code(Request& request) {
    Fields in(request.body);
    const std::string typed = in.text("phone", 1, 30);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto phone = vault::normalise_mobile(typed);
    if (!phone) co_return problem(Refusal::phone_invalid, {.field = "phone"});
    const auto address = std::to_string(http::number_of_address(request.client));
    const Bytes client(view(p_.vault.lookup_hash("client", address)));
    const auto make = [this, phone = *phone, client, now = request.at](store::Database& db) {
        return make_code(db, p_.vault, p_.config.code_caps, phone, client, now, p_.random);
    };
    const auto sent = co_await service::transact(p_.registry, make);
    if (!sent) co_return problem(sent.error());
    if (sent->refusal != Refusal::none) {
        const std::int64_t wait_ms = sent->until - request.at;
        const int wait_s = static_cast<int>((wait_ms + ms_per_second - 1) / ms_per_second);
        co_return problem(sent->refusal, {.retry_after_s = wait_s});
    }
    rounds_.wake();
    JsonOut out;
    out.object([&] {
        out.field("verification", sent->code.verification);
        out.field("expires_at", sent->code.expires);
        out.field("resend_at", sent->code.made + resend_after_ms);
    });
    co_return http::answer(202, std::move(out));
}

People::Reply People::verify_code(Request& request) {
    Fields in(request.body);
    const std::string verification = in.token("verification");
    const std::string typed = six_digits(in, "code");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto check = [this, verification, typed, now = request.at](store::Database& db) {
        return check_code(db, p_.vault, verification, typed, now);
    };
    auto verified = co_await service::transact(p_.registry, check);
    if (!verified) co_return problem(verified.error());
    if (verified->refusal != Refusal::none) co_return problem(verified->refusal, {.field = "code"});
    PersonRow person = verified->person;
    const bool created = !person.wallet;
    const auto wallet = co_await wallet_of(person);
    if (!wallet) co_return problem(wallet.error());
    person.wallet = *wallet;
    // A new phone takes over from the old one: whoever found the old one is out.
    if (const auto ended = co_await p_.sessions.end_all(person.person); !ended)
        co_return problem(ended.error());
    http::Response response = co_await signed_in(person, 200);
    if (response.status != 200) co_return response;
    JsonOut out;
    out.object([&] { out.field("created", created); });
    response.body = std::move(out).text();
    co_return response;
}

// Opens the wallet at the first sign-in. The ledger comes first; if the row is not written (a crash
// in between), the next sign-in finds the wallet in the ledger instead of opening a second one.
http::Async<Try<WalletId>> People::wallet_of(PersonRow person) {
    if (person.wallet) co_return person.wallet;
    if (!opening_.insert(person.person).second)
        co_return fault(FaultCode::unavailable, "the wallet is being opened");
    struct Opened { // whatever happens below
        std::set<PersonId>& opening;
        PersonId person;
        ~Opened() { opening.erase(person); }
    } opened{opening_, person.person};

    const auto existing =
        co_await service::look(p_.engine, [owner = person.person](const ledger::State& state) {
            const auto found = state.wallet_of.find(owner);
            return found == state.wallet_of.end() ? WalletId{} : found->second;
        });
    if (!existing) co_return fault(FaultCode::unavailable, "the ledger is paused");
    WalletId wallet = *existing;
    if (!wallet) {
        const auto answer = co_await service::submit(
            p_.engine, {{}, std::nullopt, ledger::OpenWallet{person.person}}
        );
        if (!answer.done())
            co_return fault(FaultCode::outcome_unknown, "the wallet could not be opened");
        wallet = answer.entry->wallet;
    }
    const auto joined = co_await service::transact(
        p_.registry, [person = person.person, wallet](store::Database& db
                     ) { return people_store::set_wallet(db, person, wallet); }
    );
    if (!joined) co_return std::unexpected(joined.error());
    co_return wallet;
}

} // namespace meguri::features
