// At the event: staff scan the resident's one-time code, or a card, and give, check in or check
// out; afterwards they put stays right (PNT-c). Who has a card takes part like who has the app:
// what one person may get is then counted by the card's wallet.
#include "features/handouts/handouts.hpp"
#include "ledger/giving.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/look_log.hpp"
#include "service/printed_cards.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;
using service::Side;

namespace {

enum class Act { give, check_in, check_out };

Act read_act(Fields& in) {
    return in.choice<Act>(
        "action", {{"give", Act::give}, {"check_in", Act::check_in}, {"check_out", Act::check_out}}
    );
}

struct Inside {
    WalletId wallet;
    ledger::Stay stay;
};
constexpr std::int64_t wallets_a_look = 20'000; // bounds what payments wait for
constexpr std::size_t most_stays = 1000;

struct Found {
    std::vector<Inside> stays;
    std::int64_t next = 0; // 0: all were looked at
};
auto see_stays(HandoutId handout, std::int64_t from) {
    return [=](const ledger::State& state) {
        Found found;
        const std::int64_t to = std::min(from + wallets_a_look, state.wallets.size() + 1);
        for (std::int64_t n = from; n < to; ++n) {
            const ledger::Wallet* wallet = state.wallets.find({n});
            if (!wallet) continue;
            for (const ledger::Stay& stay : wallet->stays) {
                if (stay.handout == handout) found.stays.push_back({{n}, stay});
            }
        }
        found.next = to > state.wallets.size() ? 0 : to;
        return found;
    };
}

// A plain function: g++ 12 destroys what is made inside a co_await expression twice.
std::unexpected<http::Response> wrong_code(Refusal refusal) {
    return std::unexpected(problem(refusal, {.field = "code"}));
}

} // namespace

// The end of the telephone number: enough to ask "does it end in 78?". The look is noted.
http::Async<Try<std::string>> Handouts::label_of(const Request& request, PersonId owner) {
    if (!owner) co_return std::string(); // a card's wallet
    const auto read_phone = [this, owner, clerk = request.caller().person,
                             at = request.at](store::Database& db
                            ) -> Try<std::optional<std::string>> {
        if (auto noted =
                service::note_look(db, p_.vault, {clerk, owner, "wallet_code", "handout"}, at);
            !noted)
            return std::unexpected(noted.error());
        return p_.vault.get(db, owner, vault::field::phone);
    };
    const auto phone = co_await service::transact(p_.registry, read_phone);
    if (!phone) co_return std::unexpected(phone.error());
    if (!*phone || (*phone)->size() < 3) co_return std::string();
    co_return "··" + (*phone)->substr((*phone)->size() - 2);
}

http::Async<Handouts::WhoseCode> Handouts::whose_card(const std::string& scanned) {
    const auto digest = p_.card_codes.digest_of(scanned);
    if (!digest) co_return wrong_code(Refusal::card_unknown);
    const auto by_digest = [code = *digest](store::Database& db) {
        return service::printed_cards::find(db, code);
    };
    const auto row = co_await service::transact(p_.registry, by_digest);
    if (!row) co_return std::unexpected(problem(row.error()));
    if (!*row) co_return wrong_code(Refusal::card_unknown);
    const auto look_behind = [card = (*row)->card](const ledger::State& state) {
        return service::printed_cards::open(state, card);
    };
    const auto opened = co_await service::look(p_.engine, look_behind);
    if (!opened) co_return std::unexpected(problem(Refusal::paused));
    if (opened->refusal != Refusal::none) co_return wrong_code(opened->refusal);
    co_return Scanned{opened->wallet, (*row)->number};
}

// A card's code stays good; a resident's is used up.
http::Async<Handouts::WhoseCode>
Handouts::whose(const Request& request, const std::string& scanned) {
    if (access::CardCodes::is_like_a_card(scanned)) co_return co_await whose_card(scanned);
    const access::Scanning clerk{request.caller().person, request.caller().place};
    const auto use_code = [this, scanned, clerk, at = request.at](store::Database& db) {
        return p_.wallet_codes.redeem(db, scanned, clerk, at);
    };
    const auto shown = co_await service::transact(p_.registry, use_code);
    if (!shown) co_return std::unexpected(problem(shown.error()));
    if (!*shown) co_return wrong_code(shown->error());
    co_return Scanned{(*shown)->wallet, {}};
}

http::Async<std::expected<Handouts::Own, Refusal>> Handouts::find_to_scan(const Request& request) {
    auto own = co_await find_to_act(request);
    if (!own) co_return own;
    const PlaceId only = own->seen.handout.terms.place;
    if (only && only != request.caller().place)
        co_return std::unexpected(Refusal::handout_not_here);
    co_return own;
}

Handouts::Reply Handouts::open_scan(Request& request) {
    Fields in(request.body);
    const std::string scanned = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own =
        co_await find_to_scan(request); // before the code is used up: it is good only once
    if (!own) co_return problem(own.error());
    const auto code = co_await whose(request, scanned);
    if (!code) co_return code.error();
    const auto see = [id = code->wallet, handout = own->texts->number](const ledger::State& state) {
        const ledger::Wallet* w = state.wallets.find(id);
        const PersonId owner = w ? w->owner : PersonId{};
        return Stayed{ledger::refuse_wallet(state, w), owner, stay_in(w, handout)};
    };
    const auto seen = co_await service::look(p_.engine, see);
    if (!seen) co_return problem(Refusal::paused);
    if (seen->refusal != Refusal::none) co_return problem(seen->refusal);
    const auto label = co_await label_of(request, seen->owner);
    if (!label) co_return problem(label.error());
    const Instant now = p_.engine.now();
    JsonOut out;
    out.object([&] {
        out.field(
            "wallet", references_.seal(code->wallet, request.caller(), request.at, p_.random)
        );
        out.field("label", *label);
        if (!code->card_number.empty()) out.field("card", code->card_number);
        out.field("inside", seen->stay.since.ms != 0);
        if (seen->stay.since.ms != 0) out.field("since", seen->stay.since);
        out.field("minutes", std::int64_t{seen->stay.minutes});
        out.field("key", p_.keys.seal(actor_of(request), now, p_.random));
        out.field("key_expires_at", now + ledger::key_life_ms);
    });
    co_return http::ok(std::move(out));
}

Handouts::Reply Handouts::scan(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string reference = in.text("wallet", 1, 200);
    const Act act = read_act(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await find_to_scan(request);
    if (!own) co_return problem(own.error());
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto wallet = references_.open(reference, request.caller(), key->issued_at);
    if (!wallet) co_return problem(Refusal::wallet_code_expired, {.field = "wallet"});
    const HandoutId handout = own->texts->number;
    ledger::Body body =
        ledger::Claim{*wallet, handout, ledger::Ways::staff_scan, request.caller().place, {}};
    if (act == Act::check_in) body = ledger::CheckIn{*wallet, handout};
    if (act == Act::check_out) body = ledger::CheckOut{*wallet, handout};
    const ledger::Command command{actor_of(request), *key, std::move(body)};
    const auto answer = co_await service::submit(p_.engine, command);
    co_return json_.response(answer, Side::place);
}

Handouts::Reply Handouts::list_stays(Request& request) {
    const auto own = co_await find_own(request);
    if (!own) co_return problem(own.error());
    std::vector<Inside> stays;
    for (std::int64_t next = 1; next != 0;) {
        const auto found = co_await service::look(p_.engine, see_stays(own->texts->number, next));
        if (!found) co_return problem(Refusal::paused);
        stays.insert(stays.end(), found->stays.begin(), found->stays.end());
        next = found->next;
    }
    std::sort(stays.begin(), stays.end(), [](const Inside& a, const Inside& b) {
        return a.stay.since != b.stay.since ? a.stay.since > b.stay.since : a.wallet < b.wallet;
    });
    if (stays.size() > most_stays) stays.resize(most_stays);
    JsonOut out;
    out.object([&] {
        out.array("stays", stays, [&](const Inside& each) {
            out.object([&] {
                out.field(
                    "wallet", references_.seal(each.wallet, request.caller(), request.at, p_.random)
                );
                out.field("inside", each.stay.since.ms != 0);
                if (each.stay.since.ms != 0) out.field("since", each.stay.since);
                out.field("minutes", std::int64_t{each.stay.minutes});
            });
        });
    });
    co_return http::ok(std::move(out));
}

Handouts::Reply Handouts::correct_stay(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string reference = in.text("wallet", 1, 200);
    const auto minutes = static_cast<std::int32_t>(in.integer("minutes", 0, 60 * 24 * 366));
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto own = co_await find_to_act(request);
    if (!own) co_return problem(own.error());
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto wallet = references_.open(reference, request.caller(), key->issued_at);
    if (!wallet) co_return problem(Refusal::wallet_code_expired, {.field = "wallet"});
    const ledger::Command command{
        actor_of(request), *key, ledger::CorrectStay{*wallet, own->texts->number, minutes}
    };
    const auto answer = co_await service::submit(p_.engine, command);
    co_return json_.response(answer, Side::place);
}

} // namespace meguri::features
