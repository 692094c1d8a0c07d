#include "audit/verify.hpp"

#include "audit/checks.hpp"
#include "audit/published.hpp"

#include <fmt/core.h>
#include <future>

namespace meguri::audit {

namespace {

void count(const EntryRow& e, Figures& f) {
    ++f.entries;
    f.legs += static_cast<std::int64_t>(e.legs.size());
    if (f.entries == 1) f.first_at_ms = e.at_ms;
    f.last_at_ms = e.at_ms;
    if (e.refused()) {
        ++f.refused;
        return;
    }
    f.top_ups += e.kind == kind::top_up;
    f.payments += e.kind == kind::payment;
    f.cancels += e.kind == kind::cancel;
    f.expiries += e.kind == kind::expiry;
}

void sum_up(const Books& books, Figures& f) {
    const auto existing = [](const auto& all) {
        std::int64_t n = 0;
        for (const auto& [id, holder] : all)
            n += holder.exists;
        return n;
    };
    f.wallets = existing(books.wallets), f.places = existing(books.places),
    f.proposals = existing(books.proposals);
    for (const auto& [id, p] : books.programs) {
        if (!p.exists) continue;
        const auto& t = p.totals;
        f.programs[id] = {
            p.issued(),
            t[account::lot],
            t[account::hold],
            t[account::receivable],
            t[account::public_dues],
            t[account::expired],
            t[account::refunded],
            t[account::settled],
            t[account::budget],
            t[account::reserved],
            t[account::recovered]
        };
    }
    for (const auto& [id, place] : books.places) {
        for (const Sum& owed : place.receivables)
            f.receivables[{id, owed.program}] = owed.amount;
    }
}

// The totals of each program, and once more from every lot and receivable: two ways that must meet.
void check_totals(const Books& books, const Figures& f, Report& report) {
    std::map<std::int64_t, ProgramSums> again;
    for (const auto& [id, wallet] : books.wallets) {
        for (const Lot& lot : wallet.lots)
            again[lot.program].in_wallets = plus(again[lot.program].in_wallets, lot.balance);
    }
    for (const auto& [id, organization] : books.organizations) {
        for (const Sum& budget : organization.budgets)
            again[budget.program].budgets = plus(again[budget.program].budgets, budget.amount);
    }
    for (const auto& [id, job] : books.jobs)
        again[job.program].reserved = plus(again[job.program].reserved, job.left);
    for (const auto& [id, hold] : books.holds) {
        if (hold.closed) continue;
        const Fact& held = hold.content;
        for (const LegRow& leg : hold.legs)
            again[leg.program].on_hold = plus(again[leg.program].on_hold, leg.amount);
        if (held.number != 1) continue;
        again[held.program].reserved = plus(again[held.program].reserved, held.amount);
        again[held.to].reserved = plus(again[held.to].reserved, held.bonus);
    }
    for (const auto& [key, owed] : f.receivables)
        again[key.second].receivable = plus(again[key.second].receivable, owed);
    for (const auto& [id, p] : f.programs) {
        std::int64_t rest = p.in_wallets;
        for (const std::int64_t part :
             {p.on_hold, p.receivable, p.public_dues, p.expired, p.refunded, p.settled, p.budgets,
              p.reserved, p.recovered})
            rest = plus(rest, part);
        if (p.issued != rest)
            report.add(
                0, fmt::format("program {} has issued {}, but {} is there", id, p.issued, rest)
            );
        if (again[id].in_wallets != p.in_wallets)
            report.add(0, fmt::format("lots of program {} do not add up", id));
        if (again[id].receivable != p.receivable)
            report.add(0, fmt::format("receivables of program {} do not add up", id));
        if (again[id].budgets != p.budgets)
            report.add(0, fmt::format("budgets of program {} do not add up", id));
        if (again[id].reserved != p.reserved || again[id].on_hold != p.on_hold)
            report.add(0, fmt::format("holds of program {} do not add up", id));
    }
}

class Verifier {
  public:
    Verifier(store::Database& database, const Known& known, Report& report)
        : database_(database), known_(known), report_(report) {}
    Try<> run();

  private:
    Try<> read_all(
        Books& books, GroupCheck& groups, PublishedCheck& published, CheckpointCheck& checkpoint
    );
    void finish(PublishedCheck& published);
    void check(const EntryRow& entry, const std::vector<EntryRow>& cancelled, Books& books);

    store::Database& database_;
    const Known& known_;
    Report& report_;
    FormCheck form_;
    CancelCheck cancels_;
    KeyCheck keys_;
};

void Verifier::check(const EntryRow& entry, const std::vector<EntryRow>& cancelled, Books& books) {
    form_.check(entry, report_);
    auto effects = decode_effects(entry.effects);
    if (!effects) report_.add(entry.seq, "its effects cannot be read");
    const Effects known = effects ? std::move(*effects) : Effects{};
    const Subject subject{entry, known, books, report_};
    check_legs(subject);
    check_rules(subject);
    check_facts(subject);
    cancels_.check(subject, cancelled);
    keys_.check(subject);
    books.apply(entry, known);
    count(entry, report_.figures);
}

// The next page is read while this one is checked: the connection is used by one thread at a time
// all the same.
Try<> Verifier::read_all(
    Books& books, GroupCheck& groups, PublishedCheck& published, CheckpointCheck& checkpoint
) {
    const auto read = [this](std::int64_t after) {
        return std::async(std::launch::async, [this, after] {
            return read_page(database_, after);
        });
    };
    for (auto next = read(INT64_MIN);;) {
        auto page = next.get();
        if (!page) return std::unexpected(page.error());
        if (!page->last) next = read(page->entries.back().seq);
        published.expect(page->groups);
        groups.expect(std::move(page->groups));
        for (const LegRow& leg : page->orphans)
            report_.add(leg.seq, fmt::format("leg {} belongs to no entry", leg.n));
        for (const EntryRow& entry : page->entries) {
            check(entry, page->cancelled, books);
            groups.check(entry, report_);
            published.check(entry, report_);
            checkpoint.check_up_to(entry.seq, books, report_);
        }
        if (page->last) return {};
    }
}

void Verifier::finish(PublishedCheck& published) {
    published.finish(form_.last_seq(), report_);
    if (!known_.public_key.empty()) published.check_key(known_.public_key, report_);
    if (!known_.heads.empty()) published.check_kept(known_.heads, report_);
    report_.figures.heads = published.count();
}

Try<> Verifier::run() {
    const auto head = read_head(database_);
    if (!head) return std::unexpected(head.error());
    auto cells = read_cells(database_);
    if (!cells) return std::unexpected(cells.error());
    const auto position = read_position(database_);
    if (!position) return std::unexpected(position.error());
    report_.figures.checkpoint_rows = static_cast<std::int64_t>(cells->size());

    Books books(position->value_or(0));
    GroupCheck groups;
    CheckpointCheck checkpoint(std::move(*cells), *position);
    auto published = PublishedCheck::read(database_);
    if (!published) return std::unexpected(published.error());
    if (auto read = read_all(books, groups, *published, checkpoint); !read) return read;
    groups.finish(*head, form_.last_seq(), report_);
    finish(*published);
    checkpoint.finish(form_.last_seq(), books, report_);
    if (auto compared = keys_.finish(database_, report_); !compared) return compared;
    if (auto checked = check_looks(database_, report_); !checked) return checked;

    report_.figures.groups = groups.groups();
    report_.figures.head = to_hex(groups.head());
    sum_up(books, report_.figures);
    check_totals(books, report_.figures, report_);
    return {};
}

} // namespace

Try<Report> verify(const std::string& url, const Known& known) {
    auto database = store::open_database(url, store::OpenAs::read_only);
    if (!database) return std::unexpected(database.error());
    Report report;
    // One transaction, so that all of it is one moment's picture while the city goes on working.
    auto read = (*database)->transaction([&](store::Database& db) {
        return Verifier(db, known, report).run();
    });
    if (!read) return std::unexpected(read.error());
    return report;
}

} // namespace meguri::audit
