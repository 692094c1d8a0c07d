// Shops and counters: staff scan the card, see what is on it, take a payment, put value on it, and
// stop one that was lost. The code travels with every command; nothing of it is kept here.
#include "features/cards/cards.hpp"
#include "ledger/giving.hpp"
#include "service/actor.hpp"
#include "service/look_log.hpp"
#include "service/top_up_offers.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

namespace {

// What a card could be topped up with today at a place that tops up.
auto see_offers(PlaceId at_place, Instant at) {
    return [=](const ledger::State& state) {
        std::vector<service::TopUpOffer> offers;
        const ledger::Place* place = state.places.find(at_place);
        if (!place || !place->capabilities.has(ledger::Capabilities::tops_up)) return offers;
        offers = service::top_up_offers(state, at);
        std::erase_if(offers, [](const auto& each) { return each.closed != Refusal::none; });
        return offers;
    };
}

} // namespace

Cards::Reply Cards::open(Request& request) {
    Fields in(request.body);
    const std::string code = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    constexpr std::uint32_t any = ledger::Capabilities::all;
    if (auto refused = co_await refuse_closed_place(request, any)) co_return std::move(*refused);
    const auto row = co_await row_of_code(code, code_field);
    if (!row) co_return row.error();
    const auto card = co_await seen(row->card, request.at);
    if (!card) co_return card.error();
    const bool fresh = card->status == ledger::CardStatus::registered; // to be handed out here
    if (const Refusal no = ledger::refuse_card_status(card->status); no != Refusal::none && !fresh)
        co_return problem(no, {.field = "code"});
    const Date today = jst_date(request.at);
    std::vector<service::TopUpOffer> offers;
    if (card->kind == ledger::CardKind::rechargeable) {
        const auto seen_offers =
            co_await service::look(p_.engine, see_offers(request.caller().place, request.at));
        if (!seen_offers) co_return problem(Refusal::paused);
        offers = *seen_offers;
    }
    const auto pin = co_await pin_state(row->card);
    if (!pin) co_return problem(pin.error());
    const Instant now = p_.engine.now();
    JsonOut out;
    out.object([&] {
        write_pin(out, *pin);
        JsonOut inside;
        write(inside, row->number, *card, today);
        out.raw("card", inside.text());
        service::write_offers(out, json_, p_.directory, offers);
        out.field("key", p_.keys.seal(actor_of(request), now, p_.random));
        out.field("key_expires_at", now + ledger::key_life_ms);
    });
    co_return http::ok(std::move(out));
}

// City hall sees what a card was used for with its number alone; that it looked is written down.
http::Async<std::optional<http::Response>>
Cards::note_history(Request& request, std::string number) {
    const service::Look look{request.caller().person, {}, "card_history", number};
    const auto note = [this, look, number, at = request.at](store::Database& db) {
        service::Look noted = look;
        noted.reason = number;
        return service::note_look(db, p_.vault, noted, at);
    };
    if (const auto done = co_await service::transact(p_.registry, note); !done)
        co_return problem(done.error());
    co_return std::nullopt;
}

Cards::Reply Cards::history(Request& request) {
    Fields in(request.body);
    const std::string code = in.text("code", 1, 500);
    const bool office = request.caller().role == access::Role::operator_;
    const auto before = in.optional_integer("before", 1, (INT64_C(1) << 53) - 1);
    const auto limit = in.optional_integer("limit", 1, 100);
    if (auto refused = in.refused()) co_return std::move(*refused);
    constexpr std::uint32_t any = ledger::Capabilities::all;
    if (auto refused = co_await refuse_closed_place(request, any)) co_return std::move(*refused);
    Row row = std::unexpected(problem(Refusal::card_unknown, {.field = code_field}));
    if (office)
        row = co_await row_of_either(code, code_field);
    else
        row = co_await row_of_code(code, code_field);
    if (!row) co_return row.error();
    const auto card = co_await seen(row->card, request.at);
    if (!card) co_return card.error();
    const Refusal no = ledger::refuse_card_status(card->status);
    const bool stopped_at_office = office && no == Refusal::card_blocked;
    if (no != Refusal::none && !stopped_at_office) co_return problem(no, {.field = "code"});
    if (office) {
        if (auto refused = co_await note_history(request, row->number))
            co_return std::move(*refused);
    }
    co_return co_await service::history_page(
        p_.engine, json_, card->wallet, {before.value_or(0)},
        static_cast<std::size_t>(limit.value_or(20)), request.at
    );
}

Cards::Reply Cards::block(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string scanned = in.text("card", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const auto row = co_await row_of_either(scanned, card_field);
    if (!row) co_return row.error();
    const ledger::SetCardStatus set{row->card, ledger::CardStatus::blocked};
    const auto answer = co_await service::submit(p_.engine, {actor_of(request), *command_key, set});
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    JsonOut out; // what is on the card is not for whoever knows only its number
    out.object([&] { out.field("status", "blocked"); });
    co_return http::ok(std::move(out));
}

// The wallet that the card opens, or has opened: a payment that was sent again after the card ended
// must find its answer.
Cards::Reply Cards::pay(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string code = in.text("code", 1, 500);
    const std::int64_t amount = in.amount("amount");
    const auto points_id = in.optional_id("points");
    const auto pin = in.optional_text("pin", 1, 20);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const auto* points = points_id ? p_.directory.program(*points_id) : nullptr;
    if (points_id && !points) co_return problem(Refusal::program_unknown, {.field = "points"});
    const ProgramId paid_with = points ? points->number : ProgramId{}; // none: yen
    const auto row = co_await row_of_code(code, code_field);
    if (!row) co_return row.error();
    const auto card = co_await seen(row->card, request.at);
    if (!card) co_return card.error();
    if (!card->wallet) co_return problem(Refusal::card_not_active, {.field = "code"});
    const Asking asking{*command_key, row->card, paid_with ? 0 : amount, pin};
    if (auto refused = co_await refuse_without_pin(request, asking)) co_return std::move(*refused);
    const ledger::Payment payment{card->wallet, request.caller().place,
                                  {amount},     paid_with,
                                  row->card,    0};
    const auto answer =
        co_await service::submit(p_.engine, {actor_of(request), *command_key, payment});
    co_return json_.response(answer, service::Side::place);
}

Cards::Reply Cards::top_up(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string code = in.text("code", 1, 500);
    const std::string program_id = in.id("program");
    const std::int64_t amount = in.amount("amount");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const auto* program = p_.directory.program(program_id);
    if (!program) co_return problem(Refusal::program_unknown, {.field = "program"});
    const ProgramId number = program->number;
    const auto row = co_await row_of_code(code, code_field);
    if (!row) co_return row.error();
    const auto card = co_await seen(row->card, request.at);
    if (!card) co_return card.error();
    if (!card->wallet) co_return problem(Refusal::card_not_active, {.field = "code"});
    const ledger::TopUp top_up{card->wallet, request.caller().place, number, {amount}, row->card};
    const auto answer =
        co_await service::submit(p_.engine, {actor_of(request), *command_key, top_up});
    co_return json_.response(answer, service::Side::place);
}

} // namespace meguri::features
