#include "features/payments/payments.hpp"
#include "http/fields.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"

#include <algorithm>
#include <charconv>

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::actor_of;
using service::Side;

void Payments::add_routes(http::Router& router) {
    router.on(Operation::openKey, [this](Request& r) { return open_key(r); });
    router.on(Operation::closeKey, [this](Request& r) { return close_key(r); });
    router.on(Operation::openPlaceCode, [this](Request& r) { return open_place_code(r); });
    router.on(Operation::previewPayment, [this](Request& r) { return preview(r); });
    router.on(Operation::createPayment, [this](Request& r) { return pay(r); });
    router.on(Operation::getEntry, [this](Request& r) { return entry(r); });
    router.on(Operation::cancelEntry, [this](Request& r) { return cancel(r); });
    router.on(Operation::openWalletCodeToPay, [this](Request& r) { return open_shown_code(r); });
    router.on(Operation::payByWalletCode, [this](Request& r) { return pay_by_shown_code(r); });
}

namespace {

std::optional<Seq> parse_entry_id(std::string_view text) {
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc{} || end != text.data() + text.size() || n < 1) return std::nullopt;
    return Seq{n};
}

// Not inside the coroutine: g++ 12 cannot keep an initializer list in a coroutine's frame.
ledger::CancelReason read_reason(Fields& in) {
    using enum ledger::CancelReason;
    return in.choice<ledger::CancelReason>(
        "reason", {{"wrong_amount", wrong_amount},
                   {"wrong_person", wrong_person},
                   {"goods_returned", goods_returned},
                   {"other", other}}
    );
}

Side side_of(const Request& request) {
    return request.caller().role == access::Role::resident ? Side::wallet : Side::place;
}

// An entry about several wallets (a transfer, a slice of a bulk grant) is each one's own.
bool is_about(const ledger::Entry& entry, WalletId wallet) {
    if (!wallet) return false;
    if (entry.wallet == wallet) return true;
    return std::any_of(entry.legs.begin(), entry.legs.end(), [&](const ledger::Leg& leg) {
        return leg.account.kind == ledger::AccountKind::lot && leg.account.holder == wallet.value;
    });
}

bool is_own(const Request& request, const ledger::Entry& entry) {
    switch (request.caller().role) {
    case access::Role::resident: return is_about(entry, request.session->wallet);
    case access::Role::staff: return entry.place && entry.place == request.caller().place;
    case access::Role::operator_: return true;
    case access::Role::nobody: return false;
    }
    return false;
}

// The money came through the card company and goes back through it; taken back here as well, it
// would be returned twice (CHG-e).
bool is_top_up_by_card(const ledger::Entry& entry) {
    return entry.kind == ledger::EntryKind::post_hold && entry.refusal == Refusal::none &&
           !entry.legs.empty() && entry.legs.front().account.kind == ledger::AccountKind::reserved;
}

} // namespace

void Payments::write_key(
    JsonOut& out, std::string_view name, const Request& request, std::string_view expires_name
) const {
    const Instant now = p_.engine.now();
    out.field(name, p_.keys.seal(actor_of(request), now, p_.random));
    out.field(expires_name, now + ledger::key_life_ms);
}

Payments::Reply Payments::open_key(Request& request) {
    Fields in(request.body);
    if (auto refused = in.refused()) co_return std::move(*refused);
    JsonOut out;
    out.object([&] { write_key(out, "key", request, "expires_at"); });
    co_return http::created(std::move(out));
}

Payments::Reply Payments::close_key(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const ledger::CloseKey close{request.session->wallet, request.caller().place};
    const auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, close});
    co_return json_.closed(answer, side_of(request), request.session->wallet);
}

std::expected<PlaceId, Refusal> Payments::place_of_code(std::string_view scanned) const {
    if (const auto digits = access::parse_shop_number(scanned)) {
        const auto* place = p_.directory.place_of_shop_number(*digits);
        return place ? std::expected<PlaceId, Refusal>(place->number)
                     : std::unexpected(Refusal::place_unknown);
    }
    const auto code = p_.codes.parse(scanned);
    if (!code) {
        const bool altered = code.error() == access::PlaceCodeProblem::altered;
        return std::unexpected(altered ? Refusal::code_altered : Refusal::code_not_ours);
    }
    const auto* owner = p_.directory.owner_of_code(code->number);
    if (!owner || owner->retired) return std::unexpected(Refusal::code_retired);
    return owner->place;
}

Payments::Reply Payments::open_place_code(Request& request) {
    Fields in(request.body);
    const std::string scanned = in.text("code", 1, 500);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto place = place_of_code(scanned);
    if (!place) co_return problem(place.error(), {.field = "code"});
    if (!p_.directory.place(*place)) co_return problem(Refusal::place_unknown);
    const auto takes = co_await service::look(p_.engine, [id = *place](const ledger::State& state) {
        const ledger::Place* p = state.places.find(id);
        const bool open = p && p->status == ledger::PlaceStatus::open;
        return open ? p->capabilities : ledger::Capabilities{};
    });
    if (!takes) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        json_.place(out, "place", *place);
        out.field("payable", takes->has(ledger::Capabilities::takes_money));
        out.field("takes_points", takes->has(ledger::Capabilities::takes_points));
        write_key(out, "key", request, "key_expires_at");
    });
    co_return http::ok(std::move(out));
}

Payments::Asked Payments::read_payment(Fields& in) {
    Asked asked;
    asked.place = in.id("place");
    asked.amount = {in.amount("amount")};
    asked.points = in.optional_id("points").value_or("");
    return asked;
}

// Or the refusal and the field at fault.
std::expected<ledger::Payment, std::pair<Refusal, std::string_view>>
Payments::payment_of(const Asked& asked, WalletId wallet) const {
    const auto* place = p_.directory.place(asked.place);
    if (!place)
        return std::unexpected(std::pair{Refusal::place_unknown, std::string_view("place")});
    ledger::Payment payment{wallet, place->number, asked.amount};
    if (asked.points.empty()) return payment;
    const auto* points = p_.directory.program(asked.points);
    if (!points)
        return std::unexpected(std::pair{Refusal::program_unknown, std::string_view("points")});
    payment.points = points->number;
    return payment;
}

Payments::Reply Payments::preview(Request& request) {
    Fields in(request.body);
    const Asked asked = read_payment(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto payment = payment_of(asked, request.session->wallet);
    if (!payment) co_return problem(payment.error().first, {.field = payment.error().second});
    const auto try_it = [payment = *payment, at = request.at](const ledger::State& state) {
        const auto now = ledger::Now::of(std::max(state.last_at, at));
        return ledger::decide_payment(state, payment, {}, now);
    };
    const auto outcome = co_await service::look(p_.engine, try_it);
    if (!outcome) co_return problem(Refusal::paused);
    co_return json_.tried(*outcome);
}

Payments::Reply Payments::pay(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const Asked asked = read_payment(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto payment = payment_of(asked, request.session->wallet);
    if (!payment) co_return problem(payment.error().first, {.field = payment.error().second});
    const auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, *payment});
    co_return json_.response(answer, Side::wallet);
}

Payments::Reply Payments::entry(Request& request) {
    const auto seq = parse_entry_id(request.id);
    if (!seq) co_return problem(Refusal::not_found);
    const auto found = co_await service::read_entries(p_.engine, std::vector<Seq>(1, *seq));
    if (!found) co_return problem(Refusal::paused);
    if (found->empty() || !is_own(request, *found->front())) co_return problem(Refusal::not_found);
    const engine::EntryPtr& entry = found->front();
    const auto cancelled = co_await service::look(
        p_.engine, [wallet = entry->wallet, seq = *seq](const ledger::State& state
                   ) { return service::cancelled_of(state.wallets.find(wallet), seq); }
    );
    if (!cancelled) co_return problem(Refusal::paused);
    JsonOut out;
    json_.write(out, *entry, side_of(request), *cancelled, request.session->wallet);
    co_return http::ok(std::move(out));
}

// Staff take back what their own place took; operators whatever there is, at the place where it
// was.
Payments::Reply Payments::cancel(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const ledger::CancelReason reason = read_reason(in);
    const ledger::Amount amount{in.has("amount") ? in.amount("amount") : 0};
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return problem(Refusal::key_unknown, {.field = "key"});
    const auto payment = parse_entry_id(request.id);
    if (!payment) co_return problem(Refusal::payment_unknown);
    PlaceId place = request.caller().place;
    if (request.caller().role == access::Role::operator_) {
        const auto found = co_await service::read_entries(p_.engine, std::vector<Seq>(1, *payment));
        if (!found) co_return problem(Refusal::paused);
        if (found->empty()) co_return problem(Refusal::payment_unknown);
        // Refunds made at the provider are not told to us: first the value, then the money.
        if (is_top_up_by_card(*found->front())) co_return problem(Refusal::top_up_by_card);
        if (!found->front()->place) co_return problem(Refusal::payment_unknown);
        place = found->front()->place;
    }
    const ledger::Command command{
        actor_of(request), *key, ledger::Cancel{*payment, place, reason, nullptr, amount}
    };
    const auto answer = co_await service::submit(p_.engine, command);
    co_return json_.response(answer, Side::place);
}

} // namespace meguri::features
