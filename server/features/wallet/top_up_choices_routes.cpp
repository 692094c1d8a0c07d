// Which programs a resident can buy now, and which not, and why (CHG-d: sales close by themselves,
// and the screen says so before anybody tries).
#include "features/wallet/wallet.hpp"
#include "http/problem.hpp"
#include "ledger/limits.hpp"
#include "ledger/top_up.hpp"
#include "service/ask.hpp"
#include "service/top_up_offers.hpp"

#include <algorithm>

namespace meguri::features {

using http::JsonOut;
using http::problem;
using http::Request;

namespace {

struct Room {
    std::int64_t limit;
    ledger::Amount left;
};

struct Premium {
    Date expires_on;
    std::optional<Room> person, everybody;
};

struct Choice {
    ProgramId program;
    ledger::TopUpTerms terms;
    ledger::Bonus bonus;
    Date issue_from, issue_to;
    service::LastDays days;
    Refusal closed = Refusal::none;
    std::optional<ledger::Amount> person_left;
    Premium premium;
};

// What one more top-up of this person may come to by the limits and the premium; nothing: there is
// no limit.
std::optional<ledger::Amount> person_left(
    const ledger::State& state, ProgramId id, const ledger::Program& program, WalletId wallet,
    const ledger::Wallet& w, ledger::Now now
) {
    const Date today = now.business_date;
    ledger::Amount room =
        ledger::Limits(state, id, program, wallet, w, today).room(ledger::Counted::topped_up);
    const ledger::Amount most = program.terms.top_up.person_maximum;
    if (most.value > 0) {
        const auto bought = ledger::counted(
            w.tallies, ledger::Counter::topped_up, id.value, ledger::Period::ever, today
        );
        room = std::min(room, ledger::left_of(most, bought));
    }
    room = std::min(room, ledger::most_by_premium(state, wallet, w, program.terms, now));
    return room == ledger::no_limit ? std::nullopt : std::optional(room);
}

void tighten(std::optional<Room>& room, Room other) {
    if (!room || other.left < room->left) room = other;
}

// How much premium there is for this person and for everybody, and until when it lasts.
Premium premium_of(
    const ledger::State& state, ProgramId into, WalletId wallet, const ledger::Wallet& w, Date today
) {
    const ledger::Program* giver = into ? state.programs.find(into) : nullptr;
    if (!giver) return {};
    const ledger::ProgramTerms& terms = giver->terms;
    Premium premium{terms.last_day(today), {}, {}};
    const ledger::Limits limits(state, into, *giver, wallet, w, today);
    for (const ledger::LimitRule& rule : terms.limits) {
        if (rule.what != ledger::Counted::received || rule.measure != ledger::Measure::amount)
            continue;
        const bool all = rule.who == ledger::Who::everybody;
        tighten(all ? premium.everybody : premium.person, {rule.cap, limits.left(rule)});
    }
    if (terms.budget.value > 0)
        tighten(premium.everybody, {terms.budget.value, limits.budget_room()});
    return premium;
}

auto see_choices(WalletId id, Instant at) {
    return [id, at](const ledger::State& state) {
        std::vector<Choice> all;
        const ledger::Wallet* wallet = state.wallets.find(id);
        const ledger::Now now = ledger::Now::of(at);
        const Date today = now.business_date;
        for (std::int64_t n = 1; wallet && n <= state.programs.size(); ++n) {
            const ledger::Program* p = state.programs.find({n});
            if (!p || !p->terms.top_up.offered()) continue;
            const ledger::ProgramTerms& t = p->terms;
            if (t.issue_to && t.issue_to < today) continue; // long over
            Refusal closed = ledger::closed_for_top_ups(state, {n}, now);
            if (closed == Refusal::not_for_sale) continue;
            if (closed == Refusal::none) closed = ledger::refuse_eligible(*p, *wallet);
            all.push_back(
                {{n},
                 t.top_up,
                 t.bonus,
                 t.issue_from,
                 t.issue_to,
                 service::last_days(t, today),
                 closed,
                 person_left(state, {n}, *p, id, *wallet, now),
                 premium_of(state, t.bonus.into, id, *wallet, today)}
            );
        }
        std::stable_partition(all.begin(), all.end(), [](const Choice& c) {
            return c.closed == Refusal::none;
        });
        return all;
    };
}

std::string_view word_of(ledger::AtLimit at_limit) {
    switch (at_limit) {
    case ledger::AtLimit::refuse: return "refuse";
    case ledger::AtLimit::cut_premium: return "cut_premium";
    case ledger::AtLimit::cut_top_up: return "cut_top_up";
    }
    return "";
}

void write_room(JsonOut& out, std::string_view name, const std::optional<Room>& room) {
    if (!room) return;
    out.object(name, [&] {
        out.field("limit", room->limit);
        out.field("left", room->left.value);
    });
}

void write_tier(JsonOut& out, const ledger::Tier& tier) {
    out.object([&] {
        out.field("from", tier.from.value);
        if (tier.per_10000 > 0) out.field("per_10000", std::int64_t{tier.per_10000});
        if (tier.fixed.value > 0) out.field("fixed", tier.fixed.value);
    });
}

} // namespace

Wallets::Reply Wallets::top_up_choices(Request& request) {
    const auto seen =
        co_await service::look(p_.engine, see_choices(request.session->wallet, request.at));
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.array("programs", *seen, [&](const Choice& choice) {
            if (!p_.directory.program(choice.program)) return;
            out.object([&] {
                json_.program(out, "program", choice.program);
                out.field("minimum", choice.terms.minimum.value);
                out.field("step", choice.terms.step.value);
                out.field("maximum", choice.terms.maximum.value);
                if (choice.person_left) out.field("person_left", choice.person_left->value);
                service::write_last_days(out, choice.days);
                out.field("issue_from", choice.issue_from);
                out.field("issue_to", choice.issue_to);
                if (choice.closed != Refusal::none) {
                    out.field("closed", text_of(choice.closed).word);
                    out.field("message", text_of(choice.closed).ja);
                }
                if (!choice.bonus.into) return;
                out.object("bonus", [&] {
                    json_.program(out, "program", choice.bonus.into);
                    out.array("tiers", choice.bonus.tiers, [&](const ledger::Tier& tier) {
                        write_tier(out, tier);
                    });
                    out.field("at_limit", word_of(choice.bonus.at_limit));
                    out.field("expires_on", choice.premium.expires_on);
                    write_room(out, "person", choice.premium.person);
                    write_room(out, "everybody", choice.premium.everybody);
                });
            });
        });
        out.field("by_card", p_.takes_cards);
        out.field("as_of", request.at);
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features
