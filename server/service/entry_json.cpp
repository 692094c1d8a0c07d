#include "service/entry_json.hpp"

#include <fmt/core.h>

namespace meguri::service {

using ledger::Entry;
using ledger::EntryKind;

std::string_view kind_word(EntryKind kind) {
    switch (kind) {
    case EntryKind::open_wallet: return "open_wallet";
    case EntryKind::set_wallet_status: return "set_wallet_status";
    case EntryKind::register_place: return "register_place";
    case EntryKind::set_place_status: return "set_place_status";
    case EntryKind::propose: return "propose";
    case EntryKind::approve: return "approve";
    case EntryKind::withdraw: return "withdraw";
    case EntryKind::stop_program: return "stop_program";
    case EntryKind::top_up: return "top_up";
    case EntryKind::payment: return "payment";
    case EntryKind::cancel: return "cancel";
    case EntryKind::expiry: return "expiry";
    case EntryKind::close_key: return "close_key";
    }
    MEGURI_ENSURE(!"an entry kind outside the list");
    return "";
}

namespace {

std::string_view reason_word(std::uint8_t reason) {
    constexpr std::string_view words[] = {
        "", "wrong_amount", "wrong_person", "goods_returned", "other"
    };
    MEGURI_ENSURE(reason < std::size(words));
    return words[reason];
}

std::string_view unused_word(ledger::Unused why) {
    switch (why) {
    case ledger::Unused::not_needed: return "not_needed";
    case ledger::Unused::expired: return "expired";
    case ledger::Unused::not_money: return "not_money";
    }
    return "";
}

std::string_view direction(EntryKind kind, Side side) {
    const bool into_wallet = kind == EntryKind::top_up || kind == EntryKind::cancel;
    if (side == Side::wallet) return into_wallet ? "in" : "out";
    return kind == EntryKind::cancel ? "out" : "in"; // cash handed in for a top-up comes in as well
}

// Which value an entry moved, as lots of the wallet, without sign.
std::vector<ledger::LotUsed> lots_of(const Entry& entry) {
    std::vector<ledger::LotUsed> lots;
    for (const ledger::Leg& leg : entry.legs) {
        const ledger::Account& a = leg.account;
        if (a.kind != ledger::AccountKind::lot) continue;
        lots.push_back(
            {a.program, a.expires_on, a.rights, leg.amount.value < 0 ? -leg.amount : leg.amount}
        );
    }
    return lots;
}

} // namespace

void EntryJson::program(http::JsonOut& out, std::string_view name, ProgramId number) const {
    const ProgramTexts* texts = directory_.program(number);
    out.object(name, [&] {
        out.field("id", texts ? texts->id : std::to_string(number.value));
        out.field("name", texts ? texts->name : "—");
        out.field("stamp", texts ? texts->stamp : "通");
        out.field("unit", "money");
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
                out.field(
                    "limit",
                    l.limit == ledger::Limit::person_maximum ? "person_maximum" : "program_budget"
                );
                program(out, "program", l.program);
                out.field("remaining", l.left.value);
            });
        });
        if (e.missing.value > 0) out.field("missing", e.missing.value);
    });
}

void EntryJson::write(http::JsonOut& out, const Entry& entry, Side side, Seq cancelled_by) const {
    out.object([&] {
        out.field("id", std::to_string(entry.seq.value));
        out.field("kind", kind_word(entry.kind));
        out.field("at", entry.at);
        out.field("business_date", entry.business_date);
        out.field("amount", entry.amount.value);
        out.field("direction", direction(entry.kind, side));
        place(out, "place", entry.place);
        out.field("digits", fmt::format("{:04}", four_digits(entry)));
        out.array("lots", lots_of(entry), [&](const auto& l) { out.object([&] { lot(out, l); }); });
        if (entry.names) out.field("cancels", std::to_string(entry.names.value));
        if (cancelled_by) out.field("cancelled_by", std::to_string(cancelled_by.value));
        if (entry.reason) out.field("reason", reason_word(entry.reason));
        if (entry.refusal != Refusal::none) out.field("refusal", text_of(entry.refusal).word);
        out.field("hash", to_hex(view(entry.hash)));
        // A place sees what it was paid with, never what else the payer holds.
        explanation(
            out, "explanation",
            side == Side::place ? ledger::Explanation{.used = entry.explanation.used}
                                : entry.explanation
        );
    });
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
    return http::problem(refusal, parts);
}

http::Response EntryJson::response(const engine::Answer& answer, Side side) const {
    if (!answer.done()) return refused(answer.refusal, answer.explanation());
    http::JsonOut out;
    write(out, *answer.entry, side);
    return http::created(std::move(out));
}

} // namespace meguri::service
