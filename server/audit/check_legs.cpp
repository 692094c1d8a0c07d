#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <limits>

namespace meguri::audit {

namespace {

using Wide = __int128;

bool known_account(std::int64_t k) {
    return (k >= account::lot && k <= account::paid_out) ||
           (k >= account::wallet_note && k <= account::organization_note);
}

void check_account(const Subject& s, const LegRow& leg) {
    if (!known_account(leg.kind))
        return s.differs(fmt::format("leg {}: account kind {} is not known", leg.n, leg.kind));
    if ((leg.is_note() || leg.in_yen_book()) != (leg.program == 0))
        s.differs(fmt::format("leg {}: only a note and the yen book are of no program", leg.n));
    if (leg.is_note() && leg.amount != 0)
        s.differs(fmt::format("leg {}: a note moves value", leg.n));
    if (!leg.is_note() && leg.amount == 0) s.differs(fmt::format("leg {} moves nothing", leg.n));
    if (leg.program != 0 && !s.books.program(leg.program))
        s.differs(fmt::format("leg {}: program {} does not exist", leg.n, leg.program));
    const bool dated = leg.kind == account::lot || leg.kind == account::hold;
    if (!dated && (leg.expires_on != 0 || leg.rights != 0))
        s.differs(fmt::format("leg {}: only lots expire and have rights", leg.n));
    const bool of_program = (leg.kind >= account::issue && leg.kind <= account::settled) ||
                            leg.kind == account::reserved || leg.kind == account::recovered;
    if (of_program && leg.holder != leg.program)
        s.differs(fmt::format("leg {}: holder {} is not its program", leg.n, leg.holder));
    const bool known_holder = leg.kind == account::redeemed
                                  ? s.books.program(leg.holder) != nullptr
                                  : s.books.organization(leg.holder) != nullptr;
    if (leg.in_yen_book() && !known_holder)
        s.differs(fmt::format("leg {}: holder {} does not exist", leg.n, leg.holder));
}

void check_chain(const Subject& s, const LegRow& leg) {
    const std::int64_t newest = s.books.chain_of(leg);
    if (leg.prev != newest) {
        s.differs(fmt::format(
            "leg {}: the entry before on its holder's chain is {}, not {}", leg.n, newest, leg.prev
        ));
    }
}

void check_sums(const Subject& s) {
    const auto& legs = s.entry.legs;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        const auto same = [&](const LegRow& l) { return l.program == legs[i].program; };
        if (i > 0 && same(legs[i - 1])) continue;
        if (std::any_of(legs.begin(), legs.begin() + static_cast<std::ptrdiff_t>(i), same))
            continue;
        Wide sum = 0;
        for (const LegRow& leg : legs)
            sum += same(leg) ? leg.amount : 0;
        if (sum != 0)
            s.differs(fmt::format("its legs do not sum to zero in program {}", legs[i].program));
    }
}

// What a lot would stand at after every leg of this entry.
void check_lots(const Subject& s) {
    for (const LegRow& leg : s.entry.legs) {
        if (s.entry.format == 1 && leg.kind > account::settled && !leg.is_note())
            s.differs("such an account is not known to this format");
        if (leg.kind != account::lot) continue;
        const std::string lot = lot_name(leg.holder, leg.program, leg.expires_on, leg.rights);
        const Wallet* wallet = s.books.wallet(leg.holder);
        if (!wallet) s.differs(fmt::format("leg {}: wallet {} does not exist", leg.n, leg.holder));
        const Lot* before = wallet ? wallet->find(leg) : nullptr;
        Wide balance = before ? before->balance : 0;
        for (const LegRow& other : s.entry.legs)
            balance += other.same_lot(leg) ? other.amount : 0;
        if (balance < 0) s.differs(fmt::format("{} falls below zero", lot));
        if (balance > std::numeric_limits<std::int64_t>::max())
            s.differs(fmt::format("{} overflows", lot));
        const bool over = leg.expires_on != 0 && leg.expires_on < s.entry.business_date;
        if (leg.amount < 0 && over && s.entry.kind != kind::expiry)
            s.differs(fmt::format("{} is used after its last day", lot));
        if (leg.amount > 0 && over) s.differs(fmt::format("{} grows after its last day", lot));
    }
}

// Sum of the legs on one kind of account; every one of them must satisfy `expected`.
template <class F> Wide total(const Subject& s, std::int64_t kind, const char* what, F expected) {
    Wide sum = 0;
    for (const LegRow& leg : s.entry.legs) {
        if (leg.kind != kind) continue;
        sum += leg.amount;
        if (!expected(leg)) s.differs(fmt::format("leg {}: {}", leg.n, what));
    }
    return sum;
}

void only(const Subject& s, std::initializer_list<std::int64_t> kinds) {
    for (const LegRow& leg : s.entry.legs) {
        const bool may =
            leg.is_note() || std::find(kinds.begin(), kinds.end(), leg.kind) != kinds.end();
        if (!may)
            s.differs(fmt::format(
                "leg {}: an entry of kind {} does not touch accounts of kind {}", leg.n,
                s.entry.kind, leg.kind
            ));
    }
}

// The card's wallet, when its value moves to an app.
std::int64_t moved_from(const Subject& s) {
    for (const Fact& f : s.effects.facts) {
        if (f.tag == fact::wallet_moved) return f.wallet;
    }
    for (const LegRow& leg : s.entry.legs) {
        const Wallet* wallet = s.books.wallet(leg.holder);
        const bool card = leg.kind == account::wallet_note && wallet && wallet->card != 0;
        if (s.entry.kind == kind::move_card && card) return leg.holder;
    }
    return 0;
}

// Who founds a household with the entry's own wallet.
bool founds_household(const Subject& s, std::int64_t wallet) {
    return std::any_of(s.effects.facts.begin(), s.effects.facts.end(), [&](const Fact& f) {
        return f.tag == fact::household_set && f.wallet == wallet;
    });
}

void check_notes(const Subject& s) {
    const EntryRow& e = s.entry;
    for (const LegRow& leg : e.legs) {
        const bool wallet = leg.kind == account::wallet_note && leg.holder != e.wallet &&
                            leg.holder != moved_from(s) && !founds_household(s, leg.holder);
        const bool place = leg.kind == account::place_note && leg.holder != e.place;
        if (wallet || place)
            s.differs(
                fmt::format("leg {}: a note on somebody whom the entry does not concern", leg.n)
            );
    }
}

// Rewards, premium: what is issued with something else goes to the same wallet.
void check_issued(const Subject& s, std::int64_t program, Wide amount) {
    Wide issued = 0;
    for (const LegRow& leg : s.entry.legs)
        issued -= leg.kind == account::issue && leg.program == program ? leg.amount : 0;
    if (issued != amount)
        s.differs(fmt::format("it does not issue what it adds in program {}", program));
}

void check_payment(const Subject& s) {
    const EntryRow& e = s.entry;
    only(s, {account::lot, account::receivable, account::issue});
    Wide spent = 0;
    for (const LegRow& leg : e.legs) {
        if (leg.kind != account::lot) continue;
        if (leg.holder != e.wallet)
            s.differs(fmt::format("leg {}: a payment takes from its own wallet only", leg.n));
        if (leg.amount < 0) spent += leg.amount;
        if (leg.amount > 0) check_issued(s, leg.program, leg.amount);
    }
    const Wide owed = total(
        s, account::receivable, "a payment is owed to its own place only",
        [&](const LegRow& l) { return l.holder == e.place && l.amount > 0; }
    );
    if (e.amount <= 0 || spent != -Wide{e.amount} || owed != e.amount)
        s.differs(fmt::format("its legs do not move the amount {}", e.amount));
}

// The program that was bought is that of the first leg; premium is another's.
void check_top_up(const Subject& s) {
    const EntryRow& e = s.entry;
    only(s, {account::issue, account::lot});
    const std::int64_t bought = e.legs.empty() ? 0 : e.legs.front().program;
    Wide issued = 0, added = 0;
    for (const LegRow& leg : e.legs) {
        if (leg.kind == account::issue && leg.amount > 0)
            s.differs(fmt::format("leg {}: a top-up issues", leg.n));
        if (leg.kind == account::lot && (leg.holder != e.wallet || leg.amount < 0))
            s.differs(fmt::format("leg {}: a top-up adds to its own wallet only", leg.n));
        if (leg.program != bought) continue;
        if (leg.kind == account::issue) issued += leg.amount;
        if (leg.kind == account::lot) added += leg.amount;
    }
    if (e.amount <= 0 || issued != -Wide{e.amount} || added != e.amount)
        s.differs(fmt::format("its legs do not move the amount {}", e.amount));
}

void check_expiry(const Subject& s) {
    const EntryRow& e = s.entry;
    only(s, {account::lot, account::expired});
    const bool own = e.format == 1 || e.wallet != 0; // one wallet; else a slice of many
    const Wide gone = total(
        s, account::lot, "expiry takes whole lots of its own wallet whose last day is over",
        [&](const LegRow& l) {
            const Wallet* wallet = s.books.wallet(l.holder);
            const Lot* lot = wallet ? wallet->find(l) : nullptr;
            return (!own || l.holder == e.wallet) && l.expires_on != 0 &&
                   l.expires_on < e.business_date && lot && plus(lot->balance, l.amount) == 0;
        }
    );
    const Wide expired = total(s, account::expired, "expired value grows", [](const LegRow& l) {
        return l.amount > 0;
    });
    if (gone != -Wide{e.amount} || expired != e.amount)
        s.differs(fmt::format("its legs do not move the amount {}", e.amount));
    for (const LegRow& leg : e.legs) {
        if (e.format > 1 && leg.program != e.legs.front().program)
            s.differs("an expiry is of one program");
    }
}

// Which accounts an entry of the kind may touch.
void check_touched(const Subject& s) {
    using namespace account;
    switch (s.entry.kind) {
    case kind::payment: return check_payment(s);
    case kind::top_up: return check_top_up(s);
    case kind::expiry: return check_expiry(s);
    case kind::cancel: return only(s, {lot, receivable, expired, issue, recovered});
    case kind::grant: return only(s, {lot, issue});
    case kind::adjustment: return only(s, {lot, issue, recovered});
    case kind::transfer:
    case kind::move_card: return only(s, {lot});
    case kind::approve: return only(s, {issue, reserved});
    case kind::hold_top_up: return only(s, {issue, reserved});
    case kind::hold_dues: return only(s, {lot, hold});
    case kind::post_hold: return only(s, {lot, hold, reserved, public_dues});
    case kind::void_hold: return only(s, {lot, hold, reserved, issue, expired});
    case kind::give_budget: return only(s, {issue, budget});
    case kind::claim: return only(s, {lot, issue, budget});
    case kind::check_out:
    case kind::correct_stay: return only(s, {lot, issue, budget, recovered});
    case kind::grant_rows: return only(s, {lot, issue, reserved});
    case kind::end_job: return only(s, {issue, reserved});
    case kind::settle:
        return only(s, {receivable, settled, redeemed, payable, account::fee, fee_tax});
    case kind::pay_out:
    case kind::return_pay_out: return only(s, {payable, account::paid_out});
    default: return only(s, {});
    }
}

} // namespace

std::string
lot_name(std::int64_t wallet, std::int64_t program, std::int64_t expires_on, std::int64_t rights) {
    const std::string until =
        expires_on == 0 ? "without expiry" : fmt::format("until {}", expires_on);
    return fmt::format(
        "the lot of wallet {} in program {} {}, rights {}", wallet, program, until, rights
    );
}

void check_legs(const Subject& s) {
    for (const LegRow& leg : s.entry.legs) {
        check_account(s, leg);
        check_chain(s, leg);
    }
    check_sums(s);
    check_notes(s);
    if (s.entry.refused()) {
        only(s, {});
        if (!s.effects.facts.empty() || !s.effects.counts.empty())
            s.differs("a refused command changes something");
        return;
    }
    check_lots(s);
    check_touched(s);
}

} // namespace meguri::audit
