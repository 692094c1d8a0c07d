// Residents take part: by the printed code (PRM-h), by the code word, by staying (PNT-c). The
// command names the code that was scanned, not the handout: whoever only heard of an event has no
// claim.
#include "features/handouts/handouts.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;
using service::Side;

// `opened`: when the page with this code was; none while it is being opened.
std::expected<HandoutId, Refusal>
Handouts::handout_of_code(std::string_view scanned, std::optional<Instant> opened) const {
    const auto code = p_.codes.parse(scanned);
    if (!code) {
        const bool altered = code.error() == access::PlaceCodeProblem::altered;
        return std::unexpected(altered ? Refusal::code_altered : Refusal::code_not_ours);
    }
    const auto* owner = p_.directory.owner_of_handout_code(code->number);
    if (!owner) return std::unexpected(Refusal::code_retired);
    const bool good = opened ? owner->good_for(*opened) : !owner->retired();
    if (!good) return std::unexpected(Refusal::code_retired);
    return owner->handout;
}

Handouts::Reply Handouts::open_code(Request& request) {
    Fields in(request.body);
    const std::string scanned = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto handout = handout_of_code(scanned, std::nullopt);
    if (!handout) co_return problem(handout.error(), {.field = "code"});
    const auto* texts = p_.directory.handout(*handout);
    if (!texts) co_return problem(Refusal::handout_unknown);
    struct Seen {
        std::optional<SeenHandout> handout;
        ledger::Stay stay{};
    };
    const auto see = [id = *handout, wallet = request.session->wallet](const ledger::State& state) {
        return Seen{see_handout(state, id, {}), stay_in(state.wallets.find(wallet), id)};
    };
    const auto seen = co_await service::look(p_.engine, see);
    if (!seen) co_return problem(Refusal::paused);
    if (!seen->handout) co_return problem(Refusal::handout_unknown);
    const Instant now = p_.engine.now();
    JsonOut out;
    out.object([&] {
        out.object("handout", [&] { write_terms(out, {texts, *seen->handout}); });
        const ledger::Stay& stay = seen->stay;
        out.field("inside", stay.since.ms != 0);
        if (stay.since.ms != 0) out.field("since", stay.since);
        out.field("minutes", std::int64_t{stay.minutes});
        out.field("key", p_.keys.seal(actor_of(request), now, p_.random));
        out.field("key_expires_at", now + ledger::key_life_ms);
    });
    co_return http::ok(std::move(out));
}

Handouts::Reply Handouts::claim(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const auto code = in.optional_text("code", 1, 500);
    const auto named = in.optional_id("handout");
    const auto word = in.optional_text("word", 1, 40);
    if (code.has_value() == named.has_value()) in.refuse("code");
    if (named && !word) in.refuse("word");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    HandoutId handout;
    if (named) {
        const auto* texts = p_.directory.handout(*named);
        if (!texts) co_return problem(Refusal::handout_unknown, {.field = "handout"});
        handout = texts->number;
    } else {
        const auto found = handout_of_code(*code, key->issued_at);
        if (!found) co_return problem(found.error(), {.field = "code"});
        handout = *found;
    }
    ledger::Claim claim{request.session->wallet, handout};
    if (word) {
        claim.way = ledger::Ways::code_word;
        claim.word = word_hash(*word);
    }
    const ledger::Command command{actor_of(request), *key, claim};
    const auto answer = co_await service::submit(p_.engine, command);
    co_return json_.response(answer, Side::wallet, request.session->wallet);
}

Handouts::Reply Handouts::stay_by_code(Request& request, bool entering) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string code = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto handout = handout_of_code(code, key->issued_at);
    if (!handout) co_return problem(handout.error(), {.field = "code"});
    ledger::Body body = ledger::CheckIn{request.session->wallet, *handout};
    if (!entering) body = ledger::CheckOut{request.session->wallet, *handout};
    const ledger::Command command{actor_of(request), *key, std::move(body)};
    const auto answer = co_await service::submit(p_.engine, command);
    co_return json_.response(answer, Side::wallet, request.session->wallet);
}

Handouts::Reply Handouts::check_in(Request& request) {
    co_return co_await stay_by_code(request, true);
}
Handouts::Reply Handouts::check_out(Request& request) {
    co_return co_await stay_by_code(request, false);
}

} // namespace meguri::features
