#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::audit {

namespace {

constexpr std::int64_t program_cell = 1, wallet_cell = 2, place_cell = 3, proposal_cell = 4;

std::string name(const CellRow& cell) {
    constexpr const char* kinds[] = {"program", "wallet", "place", "proposal"};
    const bool known = cell.kind >= program_cell && cell.kind <= proposal_cell;
    return known ? fmt::format("{} {}", kinds[cell.kind - 1], cell.id)
                 : fmt::format("kind {} number {}", cell.kind, cell.id);
}

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
    const auto same_sum = [](const Sum& a, const Sum& b) {
        return a.program == b.program && a.amount == b.amount;
    };
    compare_list(
        to, in, "counts of top-ups", w.topped_up,
        [&] {
            if (in.number() != 1) to.differs("a counter that is not known");
            Sum sum{};
            sum.program = in.signed_number(), sum.amount = in.signed_number();
            return sum;
        },
        same_sum
    );
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
    compare_list(
        to, in, "receivables", p.receivables,
        [&] {
            Sum sum{};
            sum.program = in.signed_number(), sum.amount = in.signed_number();
            return sum;
        },
        [](const Sum& a, const Sum& b) { return a.program == b.program && a.amount == b.amount; }
    );
}

void compare_program(Comparison& to, Decoder& in, const Program& p) {
    to.same("chain", in.signed_number(), p.chain);
    to.same("version", in.number(), p.version);
    to.same("stopped", in.number(), std::uint64_t{p.stopped});
    if (read_terms(in).bytes != p.terms.bytes) to.differs("its terms are not those published");
    for (std::size_t kind = 0; kind < p.totals.size(); ++kind) {
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
    if (read_terms(in).bytes != p.content.terms.bytes)
        to.differs("its terms are not those proposed");
    if (in.raw(32) != p.content.texts) to.differs("its texts are not those proposed");
    if (in.raw(32) != p.content.digest) to.differs("its digest is not that proposed");
}

void compare(const CellRow& cell, const Books& books, Report& report) {
    Comparison to(cell, report);
    Decoder in(cell.value);
    if (in.number() != 1) return to.differs("its version is not known");
    const auto with = [&](const auto* counted, auto fields) {
        if (!counted) return to.differs("there is no such thing in the journal");
        fields(to, in, *counted);
        if (!in.finished()) to.differs("it cannot be read to its end");
    };
    switch (cell.kind) {
    case program_cell: return with(books.program(cell.id), compare_program);
    case wallet_cell: return with(books.wallet(cell.id), compare_wallet);
    case place_cell: return with(books.place(cell.id), compare_place);
    case proposal_cell: return with(books.proposal(cell.id), compare_proposal);
    default: return to.differs("its kind is not known");
    }
}

} // namespace

void CheckpointCheck::check_up_to(std::int64_t seq, const Books& books, Report& report) {
    for (; at_ < cells_.size() && cells_[at_].as_of <= seq; ++at_) {
        if (cells_[at_].as_of == seq)
            compare(cells_[at_], books, report);
        else
            report.add(
                cells_[at_].as_of,
                fmt::format(
                    "checkpoint of {} is as of an entry that does not exist", name(cells_[at_])
                )
            );
    }
}

// A restart loads these rows and replays what follows the position: whatever changed before it must
// be in them.
void CheckpointCheck::finish(std::int64_t last_seq, const Books& books, Report& report) {
    for (; at_ < cells_.size(); ++at_) {
        report.add(
            cells_[at_].as_of,
            fmt::format("checkpoint of {} is as of an entry that does not exist", name(cells_[at_]))
        );
    }
    if (!position_) return;
    if (*position_ < 0 || *position_ > last_seq)
        report.add(*position_, "the checkpoint's position is no entry");
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> as_of;
    for (const CellRow& cell : cells_)
        as_of[{cell.kind, cell.id}] = cell.as_of;
    const auto covered = [&](std::int64_t kind, std::int64_t id, const Holder& holder) {
        const auto stored = as_of.find({kind, id});
        const std::int64_t known = stored == as_of.end() ? 0 : stored->second;
        if (!holder.exists || holder.changed_before_replay <= known) return;
        report.add(
            holder.changed_before_replay,
            fmt::format(
                "a restart would lose this change of {}: replay begins after {}, its "
                "checkpoint is as of {}",
                name({kind, id, {}, 0}), *position_, known
            )
        );
    };
    for (const auto& [id, program] : books.programs)
        covered(program_cell, id, program);
    for (const auto& [id, wallet] : books.wallets)
        covered(wallet_cell, id, wallet);
    for (const auto& [id, place] : books.places)
        covered(place_cell, id, place);
    for (const auto& [id, proposal] : books.proposals)
        covered(proposal_cell, id, proposal);
}

} // namespace meguri::audit
