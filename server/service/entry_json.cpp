#include "service/entry_json.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::service {

using ledger::Entry;
using ledger::EntryKind;

Cancelled cancelled_of(const ledger::Wallet* wallet, Seq payment) {
    Cancelled sum;
    if (!wallet) return sum;
    for (const ledger::Cancelled& c : wallet->cancelled) {
        if (c.payment != payment) continue;
        sum.by = c.by;
        sum.amount += c.amount;
    }
    return sum;
}

namespace {

bool is_of_handout(EntryKind kind) {
    return kind == EntryKind::claim || kind == EntryKind::check_in ||
           kind == EntryKind::check_out || kind == EntryKind::correct_stay;
}

// The other side of a transfer sees what came, nothing of what the giver holds or may still give.
bool is_somebody_elses(const Entry& entry, WalletId viewer) {
    return viewer && entry.kind == EntryKind::transfer && entry.wallet != viewer;
}

bool of_viewer(const ledger::Leg& leg, WalletId viewer) {
    return leg.account.kind == ledger::AccountKind::lot &&
           (!viewer || leg.account.holder == viewer.value);
}

ledger::Amount moved_for(const Entry& entry, WalletId viewer) {
    ledger::Amount sum;
    for (const ledger::Leg& leg : entry.legs) {
        if (of_viewer(leg, viewer)) sum += leg.amount;
    }
    return sum;
}

// Of a payment: its shop owes it. The rest take back top-ups.
bool is_cancelled_payment(const Entry& entry) {
    return std::any_of(entry.legs.begin(), entry.legs.end(), [](const ledger::Leg& leg) {
        return leg.account.kind == ledger::AccountKind::receivable;
    });
}

// What a cancel moved in or out of the wallet of what was paid or bought; the reward or premium
// taken back with it stands among the lots. Where a spent reward lowered the refund, or a lot had
// expired, less came back than the shop gave back; where premium was spent, more went than the
// cash that was handed out.
ledger::Amount cancelled_for(const Entry& cancel, WalletId viewer) {
    const bool payment = is_cancelled_payment(cancel);
    ledger::Amount sum = payment ? ledger::Amount{} : cancel.amount;
    for (const ledger::Leg& leg : cancel.legs) {
        if (payment && of_viewer(leg, viewer) && leg.amount.value > 0) sum += leg.amount;
        if (!payment && leg.account.kind == ledger::AccountKind::recovered) sum += leg.amount;
    }
    return sum;
}

// What the entry came to for the viewer. Entries about many wallets show each its own part; a
// payment its whole amount, also when a reward came back with it.
ledger::Amount amount_for(const Entry& entry, Side side, WalletId viewer) {
    const bool of_many = entry.kind == EntryKind::expiry || entry.kind == EntryKind::grant_rows;
    if (entry.kind == EntryKind::give_budget || entry.kind == EntryKind::approve)
        return entry.amount.value < 0 ? -entry.amount : entry.amount;
    if (entry.kind == EntryKind::cancel && entry.refusal == Refusal::none && side == Side::wallet)
        return cancelled_for(entry, viewer);
    const bool shared = entry.refusal == Refusal::none && side == Side::wallet && viewer && of_many;
    const ledger::Amount amount = shared ? moved_for(entry, viewer) : entry.amount;
    return amount.value < 0 ? -amount : amount;
}

std::string_view direction(const Entry& entry, Side side, WalletId viewer) {
    const bool cancel_ = entry.kind == EntryKind::cancel;
    if (side == Side::place && is_of_handout(entry.kind)) return "out";
    if (side == Side::place) return cancel_ ? "out" : "in"; // cash for a top-up comes in as well
    if (!viewer && entry.kind == EntryKind::transfer) viewer = entry.wallet;
    if (entry.kind == EntryKind::payment || entry.refusal != Refusal::none) return "out";
    if (entry.kind == EntryKind::top_up) return "in";
    // By what it is: yen that came back and points that went are not to be summed.
    if (cancel_) return is_cancelled_payment(entry) ? "in" : "out";
    return moved_for(entry, viewer).value > 0 ? "in" : "out";
}

// Which value an entry moved, as lots of the wallet; a place sees of a payment what it was paid
// with, not the reward that came back for it.
std::vector<ledger::Leg> lots_of(const Entry& entry, Side side, WalletId viewer) {
    std::vector<ledger::Leg> lots;
    for (const ledger::Leg& leg : entry.legs) {
        if (!of_viewer(leg, viewer)) continue;
        const bool reward = entry.kind == EntryKind::payment && leg.amount.value > 0;
        if (side == Side::wallet || !reward) lots.push_back(leg);
    }
    return lots;
}

// What the entry takes back and why; how much of it has been taken back. A payment is
// `cancelled_by` only once nothing of it stands: pages strike it through then.
void write_cancels(http::JsonOut& out, const Entry& entry, const Cancelled& cancelled) {
    const bool stands = entry.kind == EntryKind::payment && cancelled.amount < entry.amount;
    if (cancelled.by && !stands) out.field("cancelled_by", std::to_string(cancelled.by.value));
    if (cancelled.by) out.field("cancelled_amount", cancelled.amount.value);
    if (entry.kind == EntryKind::cancel) {
        if (entry.names) out.field("cancels", std::to_string(entry.names.value));
        if (entry.reason) out.field("reason", cancel_word(entry.reason));
    }
    if (entry.kind == EntryKind::adjustment && entry.reason)
        out.field("reason", adjust_word(entry.reason));
}

// The owner must see what somebody else paid with.
bool on_mandate(const Entry& entry) {
    for (const ledger::Count& c : entry.counts) {
        if (entry.kind == EntryKind::payment && c.counter == ledger::Counter::mandate) return true;
    }
    return false;
}

} // namespace

void EntryJson::program(http::JsonOut& out, std::string_view name, ProgramId number) const {
    const ProgramTexts* texts = directory_.program(number);
    out.object(name, [&] {
        out.field("id", texts ? texts->id : std::to_string(number.value));
        out.field("name", texts ? texts->name : "—");
        out.field("stamp", texts ? texts->stamp : "通");
        out.field("unit", texts ? texts->unit : "money");
    });
}

void EntryJson::place(http::JsonOut& out, std::string_view name, PlaceId number) const {
    const PlaceTexts* texts = directory_.place(number);
    if (!texts) return;
    out.object(name, [&] {
        out.field("id", texts->id);
        out.field("name", texts->name);
        out.field("reading", texts->reading);
        out.field("type", texts->type);
        out.field("area", texts->area);
        if (!texts->photo.empty()) out.field("photo", photo_url(texts->photo, true));
    });
}

template <class Lot> void EntryJson::lot(http::JsonOut& out, const Lot& lot) const {
    program(out, "program", lot.program);
    out.field("expires_on", lot.expires_on);
    out.field("amount", lot.amount.value);
}

void EntryJson::explanation(http::JsonOut& out, std::string_view name, const ledger::Explanation& e)
    const {
    out.object(name, [&] {
        out.array("used", e.used, [&](const auto& l) { out.object([&] { lot(out, l); }); });
        out.array("unused", e.unused, [&](const auto& l) {
            out.object([&] {
                lot(out, l);
                out.field("reason", unused_word(l.why));
            });
        });
        out.array("limits", e.limits, [&](const ledger::LimitLeft& l) {
            out.object([&] {
                out.field("limit", limit_word(l.limit));
                if (l.program) program(out, "program", l.program);
                out.field("remaining", l.left.value);
            });
        });
        if (e.missing.value > 0) out.field("missing", e.missing.value);
    });
}

void EntryJson::write(
    http::JsonOut& out, const Entry& entry, Side side, const Cancelled& cancelled, WalletId viewer
) const {
    out.object([&] {
        out.field("id", std::to_string(entry.seq.value));
        out.field("kind", kind_word(entry.kind));
        out.field("at", entry.at);
        out.field("business_date", entry.business_date);
        out.field("amount", amount_for(entry, side, viewer).value);
        out.field("direction", direction(entry, side, viewer));
        place(out, "place", entry.place);
        out.field("digits", fmt::format("{:04}", four_digits(entry)));
        out.array("lots", lots_of(entry, side, viewer), [&](const ledger::Leg& leg) {
            const bool gone = leg.amount.value < 0;
            const ledger::Account& a = leg.account;
            const ledger::LotUsed moved{
                a.program, a.expires_on, a.rights, gone ? -leg.amount : leg.amount
            };
            out.object([&] {
                lot(out, moved);
                out.field("direction", gone ? "out" : "in");
            });
        });
        write_cancels(out, entry, cancelled);
        if (on_mandate(entry)) out.field("on_mandate", true);
        write_handout(out, entry);
        if (entry.refusal != Refusal::none) out.field("refusal", text_of(entry.refusal).word);
        out.field("hash", to_hex(view(entry.hash)));
        // A place sees what it was paid with, never what else the payer holds.
        const bool part = side == Side::place || is_somebody_elses(entry, viewer);
        explanation(
            out, "explanation",
            part ? ledger::Explanation{.used = entry.explanation.used} : entry.explanation
        );
    });
}

void EntryJson::write_handout(http::JsonOut& out, const Entry& entry) const {
    if (!is_of_handout(entry.kind) || !entry.names) return;
    if (const HandoutTexts* texts = directory_.handout(HandoutId{entry.names.value})) {
        out.object("handout", [&] {
            out.field("id", texts->id);
            out.field("name", texts->name);
        });
    }
    if (entry.kind == EntryKind::claim && entry.reason) out.field("way", way_word(entry.reason));
}

http::Response EntryJson::refused(Refusal refusal, const ledger::Explanation& why) const {
    http::ProblemParts parts;
    if (!why.empty()) {
        http::JsonOut out;
        out.object([&] { explanation(out, "explanation", why); });
        const std::string text = std::move(out).text();
        constexpr std::string_view open = R"({"explanation":)";
        parts.explanation_json = text.substr(open.size(), text.size() - open.size() - 1);
    }
    parts.field = why.field;
    parts.reason = why.reason;
    return http::problem(refusal, parts);
}

http::Response EntryJson::tried(const ledger::Outcome& outcome) const {
    if (outcome) return tried(outcome->explanation, Refusal::none);
    return tried(outcome.error().explanation, outcome.error().word);
}

http::Response EntryJson::tried(const ledger::Explanation& why, Refusal refusal) const {
    http::JsonOut out;
    out.object([&] {
        explanation(out, "explanation", why);
        if (refusal != Refusal::none) out.field("refusal", text_of(refusal).word);
    });
    return http::ok(std::move(out));
}

http::Response EntryJson::closed(const engine::Answer& answer, Side side, WalletId viewer) const {
    const Refusal no = answer.refusal;
    const bool trouble =
        no == Refusal::paused || no == Refusal::outcome_unknown || no == Refusal::queue_full;
    if (!answer.entry && trouble) return http::problem(no);
    http::JsonOut out;
    out.object([&] {
        out.field("outcome", answer.done() ? "done" : "not_done");
        if (!answer.done()) return out.field("refusal", text_of(no).word);
        http::JsonOut entry;
        write(entry, *answer.entry, side, {}, viewer);
        out.raw("entry", entry.text());
    });
    return http::ok(std::move(out));
}

http::Response EntryJson::response(const engine::Answer& answer, Side side, WalletId viewer) const {
    if (!answer.done()) return refused(answer.refusal, answer.explanation());
    http::JsonOut out;
    write(out, *answer.entry, side, {}, viewer);
    return http::created(std::move(out));
}

} // namespace meguri::service
