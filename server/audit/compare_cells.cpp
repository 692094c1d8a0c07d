#include "audit/compare_cells.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::audit {

using namespace cell;

std::string name(const CellRow& cell) {
    constexpr const char* kinds[] = {"program",      "wallet",   "place",   "proposal",
                                     "organization", "card",     "handout", "job",
                                     "hold",         "the city", "sources"};
    const bool known = cell.kind >= program_cell && cell.kind <= sources_cell;
    return known ? fmt::format("{} {}", kinds[cell.kind - 1], cell.id)
                 : fmt::format("kind {} number {}", cell.kind, cell.id);
}

namespace {

// Compares one field after the other and names those that differ.
class Comparison {
  public:
    Comparison(const CellRow& cell, Report& report) : cell_(cell), report_(report) {}
    void same(std::string_view what, std::int64_t stored, std::int64_t counted) {
        if (stored != counted)
            differs(fmt::format("{} is {}, by the journal {}", what, stored, counted));
    }
    void same(std::string_view what, std::uint64_t stored, std::uint64_t counted) {
        same(what, static_cast<std::int64_t>(stored), static_cast<std::int64_t>(counted));
    }
    void differs(std::string_view what) {
        report_.add(
            cell_.as_of,
            fmt::format("checkpoint of {} as of {}: {}", name(cell_), cell_.as_of, what)
        );
    }

  private:
    const CellRow& cell_;
    Report& report_;
};

// Reads a list whose items start with what names them, and compares it in order.
template <class Item, class Read, class Same>
void compare_list(
    Comparison& to, Decoder& in, std::string_view what, const std::vector<Item>& counted, Read read,
    Same same
) {
    std::vector<Item> stored;
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n)
        stored.push_back(read());
    for (const Item& item : counted) {
        if (std::none_of(stored.begin(), stored.end(), [&](const Item& s) {
                return same(s, item);
            }))
            to.differs(fmt::format("{} differ", what));
    }
    if (stored.size() != counted.size())
        to.differs(fmt::format("{} {}, by the journal {}", stored.size(), what, counted.size()));
}

void compare_tallies(Comparison& to, Decoder& in, const std::vector<Tally>& counted) {
    compare_list(
        to, in, "counts", counted,
        [&] {
            const Count c = read_count(in, false);
            return Tally{c.counter, c.of, c.period, c.since, c.by};
        },
        [](const Tally& a, const Tally& b) {
            return a.counter == b.counter && a.of == b.of && a.period == b.period &&
                   a.since == b.since && a.amount == b.amount;
        }
    );
}

void compare_sums(
    Comparison& to, Decoder& in, std::string_view what, const std::vector<Sum>& counted
) {
    compare_list(
        to, in, what, counted,
        [&] {
            Sum sum{};
            sum.program = in.signed_number(), sum.amount = in.signed_number();
            return sum;
        },
        [](const Sum& a, const Sum& b) { return a.program == b.program && a.amount == b.amount; }
    );
}

void compare_wallet(Comparison& to, Decoder& in, const Wallet& w) {
    to.same("chain", in.signed_number(), w.chain);
    to.same("owner", in.signed_number(), w.owner);
    to.same("status", in.number(), w.status);
    compare_list(
        to, in, "lots", w.lots,
        [&] {
            Lot l{};
            l.program = in.signed_number(), l.expires_on = day_of_number(in.signed_number());
            l.rights = static_cast<std::int64_t>(in.number()), l.balance = in.signed_number(),
            l.since = in.signed_number();
            return l;
        },
        [](const Lot& a, const Lot& b) {
            return a.program == b.program && a.expires_on == b.expires_on && a.rights == b.rights &&
                   a.balance == b.balance && a.since == b.since;
        }
    );
    compare_tallies(to, in, w.tallies);
    compare_list(
        to, in, "cancelled payments", w.cancelled,
        [&] {
            Taken taken{};
            taken.payment = in.signed_number(), taken.amount = in.signed_number(),
            taken.by = in.signed_number();
            return taken;
        },
        [](const Taken& a, const Taken& b) {
            return a.payment == b.payment && a.amount == b.amount && a.by == b.by;
        }
    );
}

void compare_place(Comparison& to, Decoder& in, const Place& p) {
    to.same("chain", in.signed_number(), p.chain);
    to.same("organization", in.signed_number(), p.organization);
    to.same("status", in.number(), p.status);
    to.same("capabilities", in.number(), p.capabilities);
    compare_sums(to, in, "receivables", p.receivables);
}

void compare_program(Comparison& to, Decoder& in, const Program& p) {
    to.same("chain", in.signed_number(), p.chain);
    to.same("version", in.number(), p.version);
    to.same("stopped", in.number(), std::uint64_t{p.stopped});
    if (read_terms(in).bytes != p.terms.bytes) to.differs("its terms are not those published");
    for (std::size_t kind = 0; kind < 10; ++kind) {
        to.same(
            fmt::format("the total of accounts of kind {}", kind), in.signed_number(),
            p.totals[kind]
        );
    }
}

void compare_proposal(Comparison& to, Decoder& in, const Proposal& p) {
    in.signed_number(); // proposals are on no chain
    to.same("state", in.number(), p.state);
    to.same("closed by", in.signed_number(), p.closed_by);
    to.same("the program it became", in.signed_number(), p.published);
    to.same("number", in.signed_number(), p.content.proposal);
    to.same("proposer", in.signed_number(), p.content.person);
    to.same("program", in.signed_number(), p.content.program);
    to.same("based on", in.number(), p.content.number);
    if (p.content.tag != fact::proposed) { // it has neither terms nor texts; see behind
        read_terms(in), in.raw(32), in.raw(32);
        return;
    }
    if (read_terms(in).bytes != p.content.terms.bytes)
        to.differs("its terms are not those proposed");
    if (in.raw(32) != p.content.texts) to.differs("its texts are not those proposed");
    if (in.raw(32) != p.content.digest) to.differs("its digest is not that proposed");
}

// --- what the second form has behind the first; each newest part only where it says something
bool says_more(const Wallet& w) {
    return w.marks != 0 || w.card != 0 || w.moved_to != 0 || !w.mandates.empty() ||
           !w.stays.empty() || w.household != 0;
}
void compare_more(Comparison& to, Decoder& in, const Wallet& w) {
    to.same("marks", in.number(), w.marks);
    to.same("card", in.signed_number(), w.card);
    to.same("where its value moved", in.signed_number(), w.moved_to);
    to.same("number of mandates", in.number(), std::uint64_t{w.mandates.size()});
    for (const auto& [m, revoked] : w.mandates) {
        to.same("mandate", in.signed_number(), m.mandate);
        to.same("revoked", in.number(), std::uint64_t{revoked});
        to.same("mandate of", in.signed_number(), m.wallet);
        to.same("mandate to", in.signed_number(), m.to);
        to.same("mandate's rights", in.number(), m.number);
        to.same("most for a payment", in.signed_number(), m.amount);
        to.same("most for a month", in.signed_number(), m.month_maximum);
        to.same("until", day_of_number(in.signed_number()), m.until);
    }
    to.same("number of stays", in.number(), std::uint64_t{w.stays.size()});
    for (const Stay& stay : w.stays) {
        to.same("stay", in.signed_number(), stay.handout);
        to.same("inside since", in.signed_number(), stay.since);
        to.same("minutes", in.signed_number(), stay.minutes);
    }
    to.same("household", in.finished() ? 0 : in.signed_number(), w.household);
}

bool says_more(const Program& p) {
    return !p.tallies.empty() || p.totals[account::reserved] != 0 ||
           p.totals[account::recovered] != 0 || p.redeemed != 0;
}
void compare_more(Comparison& to, Decoder& in, const Program& p) {
    to.same("reserved", in.signed_number(), p.totals[account::reserved]);
    to.same("recovered", in.signed_number(), p.totals[account::recovered]);
    compare_tallies(to, in, p.tallies);
    to.same("redeemed", in.finished() ? 0 : in.signed_number(), p.redeemed);
}

bool has_days(const Place& p) {
    return std::any_of(p.days.begin(), p.days.end(), [](const auto& each) {
        return !each.second.empty();
    });
}
bool says_more(const Place& p) { return p.type != 0 || p.area != 0 || has_days(p); }
void compare_more(Comparison& to, Decoder& in, const Place& p) {
    to.same("type", in.signed_number(), p.type);
    to.same("area", in.signed_number(), p.area);
    if (!has_days(p) || in.finished()) return;    // rows of before days were kept are not loaded
    for (const Sum& receivable : p.receivables) { // in the order in which the first form has them
        static const std::map<std::int64_t, std::int64_t> none;
        const auto found = p.days.find(receivable.program);
        const auto& days = found == p.days.end() ? none : found->second;
        to.same("number of days", in.number(), std::uint64_t{days.size()});
        for (const auto& [day, amount] : days) {
            to.same("a day", day_of_number(in.signed_number()), day);
            to.same("taken on a day", in.signed_number(), amount);
        }
    }
}

// Rows of before days were kept: a restart reads the journal instead of them.
bool first_form_will_do(const Place& p) { return p.type == 0 && p.area == 0; }
template <class H> bool first_form_will_do(const H&) { return false; }

bool says_more(const Proposal& p) { return p.content.tag != fact::proposed; }
void compare_more(Comparison& to, Decoder& in, const Proposal& p) {
    const Fact& f = p.content;
    const bool run = f.tag == fact::settlement_proposed;
    if (run) to.same("no job", in.signed_number(), std::int64_t{0});
    to.same("number", in.signed_number(), f.proposal);
    to.same("proposer", in.signed_number(), f.person);
    if (run) {
        to.same("until", day_of_number(in.signed_number()), f.until);
    } else {
        to.same("program", in.signed_number(), f.program);
        to.same("based on", in.number(), f.number);
    }
    to.same("rows", in.signed_number(), f.rows);
    to.same("total", in.signed_number(), f.amount);
    if (in.raw(32) != f.texts) to.differs("its rows are not those proposed");
    if (in.raw(32) != f.digest) to.differs("its digest is not that proposed");
}

// --- cells that came with the second form
void compare_organization(Comparison& to, Decoder& in, const Organization& o) {
    to.same("chain", in.signed_number(), o.chain);
    compare_sums(to, in, "budgets", o.budgets);
    if (!o.in_yen_book()) return;
    to.same("owed", in.signed_number(), o.payable);
    to.same("fees", in.signed_number(), o.fee);
    to.same("tax on fees", in.signed_number(), o.fee_tax);
    to.same("paid out", in.signed_number(), o.paid_out);
    to.same("number of pay-outs", in.number(), std::uint64_t{o.pay_outs.size()});
    for (const auto& [seq, amount] : o.pay_outs) {
        to.same("a pay-out", in.signed_number(), seq);
        to.same("paid out at once", in.signed_number(), amount);
    }
}
void compare_card(Comparison& to, Decoder& in, const Card& c) {
    in.signed_number(); // cards are on no chain
    to.same("kind", in.number(), c.kind);
    to.same("status", in.number(), c.status);
    to.same("wallet", in.signed_number(), c.wallet);
}
void compare_handout(Comparison& to, Decoder& in, const Handout& h) {
    in.signed_number();
    if (read_handout(in).bytes != h.terms.bytes) to.differs("its terms are not those opened");
    to.same("closed", in.number(), std::uint64_t{h.closed});
    to.same("times", in.signed_number(), h.times);
    to.same("given", in.signed_number(), h.given);
}
void compare_job(Comparison& to, Decoder& in, const Job& j) {
    in.signed_number();
    to.same("program", in.signed_number(), j.program);
    to.same("rows", in.signed_number(), j.rows);
    to.same("done", in.signed_number(), j.done);
    to.same("left", in.signed_number(), j.left);
    if (in.raw(32) != j.expected) to.differs("it expects other rows");
    to.same("ended", in.number(), std::uint64_t{j.ended});
    const std::int64_t until = in.finished() ? 0 : day_of_number(in.signed_number());
    to.same("until", until, j.until);
}
void compare_hold(Comparison& to, Decoder& in, const Hold& h) {
    in.signed_number();
    const Fact& f = h.content;
    to.same("number", in.signed_number(), f.hold);
    to.same("purpose", in.number(), f.number);
    to.same("wallet", in.signed_number(), f.wallet);
    to.same("program", in.signed_number(), f.program);
    to.same("amount", in.signed_number(), f.amount);
    to.same("premium", in.signed_number(), f.bonus);
    to.same("premium's program", in.signed_number(), f.to);
    to.same("kind of dues", in.signed_number(), f.dues);
    to.same("number of lots", in.number(), std::uint64_t{h.legs.size()});
    for (const LegRow& leg : h.legs) {
        to.same("held program", in.signed_number(), leg.program);
        to.same("held until", day_of_number(in.signed_number()), leg.expires_on);
        to.same("held rights", static_cast<std::int64_t>(in.number()), leg.rights);
        to.same("held amount", in.signed_number(), leg.amount);
        to.same("held since", in.signed_number(), leg.seq);
    }
    to.same("number of counts", in.number(), std::uint64_t{h.counts.size()});
    for (const Count& counted : h.counts) {
        const Count c = read_count(in, true);
        to.same("counter", c.counter, counted.counter);
        to.same("counted for", c.wallet, counted.wallet);
        to.same("counted of", c.of, counted.of);
        to.same("counted", c.by, counted.by);
        to.same("counted in", c.since, counted.since);
    }
    to.same("closed", in.number(), std::uint64_t{h.closed});
    to.same("posted", in.number(), std::uint64_t{h.posted});
}
void compare_city(Comparison& to, Decoder& in, const City& c) {
    in.signed_number();
    to.same("limited value first", in.number(), std::uint64_t{c.limited_first});
    compare_tallies(to, in, c.tallies);
    const std::int64_t closed = in.finished() ? 0 : day_of_number(in.signed_number());
    to.same("closed", closed, c.closed);
}
void compare_sources(Comparison& to, Decoder& in, const Shard& shard) {
    in.signed_number();
    to.same("number of references", in.number(), std::uint64_t{shard.all.size()});
    for (const auto& [ref, source] : shard.all) {
        if (in.raw(16) != ref) to.differs("another reference");
        to.same("entry of a reference", in.signed_number(), source.seq);
        if (in.raw(32) != source.content) to.differs("another content of a reference");
    }
}

} // namespace

void compare(const CellRow& cell, const Books& books, Report& report) {
    Comparison to(cell, report);
    Decoder in(cell.value);
    const std::uint64_t form = in.number();
    if (form != 1 && form != 2) return to.differs("its version is not known");
    const auto with = [&](const auto* counted, auto fields) {
        if (!counted) return to.differs("there is no such thing in the journal");
        fields(to, in, *counted);
        if (!in.finished()) to.differs("it cannot be read to its end");
    };
    // The second form only where there is something that the first cannot say.
    const auto in_either = [&](const auto* counted, auto fields) {
        const bool more = counted && says_more(*counted);
        if (counted && more != (form == 2) && !(more && first_form_will_do(*counted)))
            return to.differs("it is written in the other form");
        with(counted, [&](Comparison& c, Decoder& d, const auto& holder) {
            fields(c, d, holder);
            if (form == 2) compare_more(c, d, holder);
        });
    };
    if (cell.kind >= organization_cell && cell.kind <= sources_cell && form == 1)
        return to.differs("its version is not known");
    switch (cell.kind) {
    case program_cell: return in_either(books.program(cell.id), compare_program);
    case wallet_cell: return in_either(books.wallet(cell.id), compare_wallet);
    case place_cell: return in_either(books.place(cell.id), compare_place);
    case proposal_cell: return in_either(books.proposal(cell.id), compare_proposal);
    case organization_cell: return with(books.organization(cell.id), compare_organization);
    case card_cell: return with(books.card(cell.id), compare_card);
    case handout_cell: return with(books.handout(cell.id), compare_handout);
    case job_cell: return with(books.job(cell.id), compare_job);
    case hold_cell: return with(books.hold(cell.id), compare_hold);
    case city_cell: return with(books.city_switches(), compare_city);
    case sources_cell: return with(books.shard(cell.id), compare_sources);
    default: return to.differs("its kind is not known");
    }
}

} // namespace meguri::audit
