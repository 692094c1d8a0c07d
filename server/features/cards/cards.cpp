// How a card is found and shown, for all who deal with it.
#include "features/cards/cards.hpp"

#include "service/actor.hpp"

namespace meguri::features {

using access::Operation;
using http::JsonOut;
using http::problem;
using http::Request;

void Cards::add_routes(http::Router& router) {
    router.on(Operation::listCardBatches, [this](Request& r) { return list_batches(r); });
    router.on(Operation::createCardBatch, [this](Request& r) { return create_batch(r); });
    router.on(Operation::approveCardBatch, [this](Request& r) { return approve_batch(r); });
    router.on(Operation::findCard, [this](Request& r) { return find(r); });
    router.on(Operation::activateCard, [this](Request& r) { return activate(r); });
    router.on(Operation::setCardStatus, [this](Request& r) { return set_status(r); });
    router.on(Operation::reissueCard, [this](Request& r) { return reissue(r); });
    router.on(Operation::grantToCard, [this](Request& r) { return grant(r); });
    router.on(Operation::openCardCode, [this](Request& r) { return open(r); });
    router.on(Operation::getCardHistory, [this](Request& r) { return history(r); });
    router.on(Operation::blockCard, [this](Request& r) { return block(r); });
    router.on(Operation::payByCard, [this](Request& r) { return pay(r); });
    router.on(Operation::getCardPolicy, [this](Request& r) { return card_policy(r); });
    router.on(Operation::setCardPolicy, [this](Request& r) { return set_card_policy(r); });
    router.on(Operation::chooseCardPin, [this](Request& r) { return choose_pin(r); });
    router.on(Operation::topUpCard, [this](Request& r) { return top_up(r); });
    router.on(Operation::listOwnCards, [this](Request& r) { return list_own(r); });
    router.on(Operation::linkCard, [this](Request& r) { return link(r); });
    router.on(Operation::blockOwnCard, [this](Request& r) { return block_own(r); });
    router.on(Operation::unlinkOwnCard, [this](Request& r) { return unlink_own(r); });
    router.on(Operation::moveCard, [this](Request& r) { return move(r); });
}

namespace {

std::string_view kind_word(ledger::CardKind kind) {
    return kind == ledger::CardKind::rechargeable ? "rechargeable" : "single_use";
}

std::string_view status_word(ledger::CardStatus status) {
    switch (status) {
    case ledger::CardStatus::registered: return "registered";
    case ledger::CardStatus::active: return "active";
    case ledger::CardStatus::blocked: return "blocked";
    case ledger::CardStatus::replaced: return "replaced";
    case ledger::CardStatus::moved: return "moved";
    }
    return "";
}

} // namespace

std::optional<Cards::Seen> Cards::see(const ledger::State& state, CardId id, Date today) {
    const ledger::Card* card = state.cards.find(id);
    if (!card) return std::nullopt;
    Seen seen{id, card->kind, card->status, card->wallet, std::nullopt};
    const ledger::Wallet* wallet = state.wallets.find(card->wallet);
    if (wallet && wallet->card == id) seen.inside = service::see(state, card->wallet, today);
    return seen;
}

namespace {
// A plain function: g++ 12 destroys what is made inside a co_await expression twice.
std::expected<cards_store::CardRow, http::Response> row_or_refusal(
    const Try<std::optional<cards_store::CardRow>>& found, Refusal missing, std::string field
) {
    if (!found) return std::unexpected(problem(found.error()));
    if (!*found) return std::unexpected(problem(missing, {.field = std::move(field)}));
    return **found;
}
} // namespace

http::Async<Cards::Row> Cards::row_of_code(std::string scanned, std::string field) {
    const auto digest = p_.codes.digest_of(scanned);
    const auto by_digest = [digest](store::Database& db
                           ) -> Try<std::optional<cards_store::CardRow>> {
        if (!digest) return std::nullopt;
        return cards_store::find(db, *digest);
    };
    const auto found = co_await service::transact(p_.registry, by_digest);
    co_return row_or_refusal(found, Refusal::card_unknown, field);
}

http::Async<Cards::Row> Cards::row_of_number(std::string number) {
    const auto by_number = [number](store::Database& db) { return cards_store::find(db, number); };
    const auto found = co_await service::transact(p_.registry, by_number);
    co_return row_or_refusal(found, Refusal::not_found, "");
}

http::Async<Cards::Row> Cards::row_of_either(std::string scanned, std::string field) {
    const auto number = access::CardCodes::parse_number(scanned);
    const auto digest = p_.codes.digest_of(scanned);
    const auto find_it = [number,
                          digest](store::Database& db) -> Try<std::optional<cards_store::CardRow>> {
        if (number) return cards_store::find(db, *number);
        if (digest) return cards_store::find(db, *digest);
        return std::nullopt;
    };
    const auto found = co_await service::transact(p_.registry, find_it);
    co_return row_or_refusal(found, Refusal::card_unknown, field);
}

http::Async<std::expected<Cards::Seen, http::Response>> Cards::seen(CardId card, Instant at) {
    const auto look_at = [card, today = jst_date(at)](const ledger::State& state) {
        return see(state, card, today);
    };
    auto found = co_await service::look(p_.engine, look_at);
    if (!found) co_return std::unexpected(problem(Refusal::paused));
    if (!*found) co_return std::unexpected(problem(Refusal::card_unknown));
    co_return std::move(**found);
}

std::expected<ledger::Key, http::Response>
Cards::key(const Request& request, const std::string& token) const {
    const auto key = p_.keys.open(token, service::actor_of(request));
    if (!key) return std::unexpected(problem(Refusal::key_unknown, {.field = "key"}));
    return *key;
}

Cards::Reply
Cards::change(Request& request, ledger::Key key, ledger::Body body, cards_store::CardRow shown) {
    const auto answer =
        co_await service::submit(p_.engine, {service::actor_of(request), key, std::move(body)});
    if (!answer.done()) co_return json_.refused(answer.refusal, answer.explanation());
    co_return co_await show(std::move(shown), request.at);
}

Cards::Reply Cards::show(cards_store::CardRow row, Instant at) {
    const auto card = co_await seen(row.card, at);
    if (!card) co_return card.error();
    JsonOut out;
    write(out, row.number, *card, jst_date(at));
    co_return http::ok(std::move(out));
}

void Cards::write(JsonOut& out, const std::string& number, const Seen& card, Date today) const {
    static const service::SeenWallet nothing{};
    out.object([&] {
        out.field("id", number);
        out.field("kind", kind_word(card.kind));
        out.field("status", status_word(card.status));
        service::write_value(out, json_, card.inside ? *card.inside : nothing, today);
    });
}

} // namespace meguri::features
