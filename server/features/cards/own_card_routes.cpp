// A resident's app: links a card (sees it, can block it without having it at hand) and takes over
// what is on one.
#include "features/cards/cards.hpp"
#include "ledger/giving.hpp"
#include "service/actor.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;

namespace {
constexpr std::size_t most_shown = 100;

// Those of the linked cards that open a wallet still; a card that was re-issued does not.
auto cards_of(std::vector<cards_store::Link> links) {
    return [links = std::move(links)](const ledger::State& state) {
        std::vector<CardId> cards;
        for (const cards_store::Link& link : links) {
            const ledger::Wallet* wallet = state.wallets.find(link.wallet);
            const bool current = wallet && wallet->card && wallet->card == link.card;
            if (current && cards.size() < most_shown) cards.push_back(link.card);
        }
        return cards;
    };
}
} // namespace

Cards::Reply Cards::list_own(Request& request) {
    const auto own = [person = request.caller().person](store::Database& db) {
        return cards_store::linked_to(db, person);
    };
    const auto links = co_await service::transact(p_.registry, own);
    if (!links) co_return problem(links.error());
    const auto look_at = cards_of(*links);
    const auto cards = co_await service::look(p_.engine, look_at);
    if (!cards) co_return problem(Refusal::paused);
    std::vector<std::string> shown;
    for (const CardId id : *cards) {
        const auto by_card = [id](store::Database& db) { return cards_store::find(db, id); };
        const auto row = co_await service::transact(p_.registry, by_card);
        if (!row) co_return problem(row.error());
        const auto card = co_await seen(id, request.at);
        if (!card) co_return card.error();
        JsonOut out;
        write(out, *row ? (*row)->number : "", *card, jst_date(request.at));
        shown.push_back(std::move(out).text());
    }
    std::string all; // each is JSON already
    for (const std::string& one : shown)
        all += (all.empty() ? "" : ",") + one;
    JsonOut out;
    out.object([&] { out.raw("cards", "[" + all + "]"); });
    co_return http::ok(std::move(out));
}

Cards::Reply Cards::link(Request& request) {
    Fields in(request.body);
    const std::string code = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto row = co_await row_of_code(code, code_field);
    if (!row) co_return row.error();
    const auto card = co_await seen(row->card, request.at);
    if (!card) co_return card.error();
    if (const Refusal no = ledger::refuse_card_status(card->status); no != Refusal::none)
        co_return problem(no, {.field = "code"});
    const auto keep = [wallet = card->wallet, number = row->card, person = request.caller().person,
                       at = request.at](store::Database& db) {
        return cards_store::link(db, wallet, number, person, at);
    };
    const auto holder = co_await service::transact(p_.registry, keep);
    if (!holder) co_return problem(holder.error());
    if (*holder != request.caller().person)
        co_return problem(Refusal::card_linked, {.field = "code"});
    co_return co_await show(*row, request.at);
}

Cards::Reply Cards::block_own(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const std::string id(request.id);
    const auto row = co_await row_of_number(id);
    if (!row) co_return row.error();
    const auto card = co_await seen(row->card, request.at);
    if (!card) co_return card.error();
    const auto own = [wallet = card->wallet, number = row->card,
                      person = request.caller().person](store::Database& db) {
        return cards_store::is_linked(db, wallet, number, person);
    };
    const auto linked = co_await service::transact(p_.registry, own);
    if (!linked) co_return problem(linked.error());
    if (!*linked) co_return problem(Refusal::not_found); // somebody else's: as if there were none
    const ledger::SetCardStatus set{row->card, ledger::CardStatus::blocked};
    co_return co_await change(request, *command_key, set, *row);
}

Cards::Reply Cards::unlink_own(Request& request) {
    if (auto refused = Fields(request.body).refused()) co_return std::move(*refused);
    const std::string id(request.id);
    const auto row = co_await row_of_number(id);
    if (!row) co_return http::no_content();
    const auto forget = [card = row->card, person = request.caller().person](store::Database& db) {
        return cards_store::unlink(db, card, person);
    };
    const auto done = co_await service::transact(p_.registry, forget);
    if (!done) co_return problem(done.error());
    co_return http::no_content();
}

Cards::Reply Cards::move(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string code = in.text("code", 1, 500);
    const auto pin = in.optional_text("pin", 1, 20);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto command_key = key(request, token);
    if (!command_key) co_return command_key.error();
    const auto row = co_await row_of_code(code, code_field);
    if (!row) co_return row.error();
    const auto card = co_await seen(row->card, request.at);
    if (!card) co_return card.error();
    // Whoever may not spend it at a shop may not carry it away either.
    const std::int64_t yen = card->inside ? card->inside->money.value : 0;
    const Asking asking{*command_key, row->card, yen, pin};
    if (auto refused = co_await refuse_without_pin(request, asking)) co_return std::move(*refused);
    const ledger::MoveCard move{row->card, request.session->wallet};
    const auto answer =
        co_await service::submit(p_.engine, {actor_of(request), *command_key, move});
    co_return json_.response(answer, service::Side::wallet, request.session->wallet);
}

} // namespace meguri::features
