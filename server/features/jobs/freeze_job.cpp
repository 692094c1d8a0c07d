// From a draft to rows that nobody can change: collects whom a filter finds, cuts the rows into
// slices and gives each the digest of all behind it, from the last to the first. In small pieces:
// payments go on meanwhile.
#include "base/log.hpp"
#include "features/jobs/jobs.hpp"
#include "ledger/job_rows.hpp"
#include "service/ask.hpp"

#include <algorithm>

namespace meguri::features {

namespace {

constexpr std::int64_t wallets_a_look = 20'000; // bounds what payments wait for
constexpr std::int64_t slices_a_turn = 50;      // … between two groups on SQLite

struct Found {
    std::vector<ledger::JobRow> rows;
    std::int64_t next = 0; // 0: all were looked at
};

// Residents' wallets that stand now, whether or not they may be given anything: that is decided row
// by row when it runs, so that the second person approves a list and not a guess.
auto find_wallets(std::int64_t from, ledger::Amount amount, std::uint64_t marks) {
    return [=](const ledger::State& state) {
        Found found;
        const std::int64_t to = std::min(from + wallets_a_look, state.wallets.size() + 1);
        for (std::int64_t n = from; n < to; ++n) {
            const ledger::Wallet* w = state.wallets.find({n});
            if (!w || !w->owner || w->moved_to || (w->marks & marks) != marks) continue;
            found.rows.push_back({{n}, amount});
        }
        found.next = to > state.wallets.size() ? 0 : to;
        return found;
    };
}

Refusal refusal_of(const Fault& fault) {
    log::error("fault", {{"detail", fault.detail}});
    return Refusal::outcome_unknown;
}

} // namespace

http::Async<std::expected<JobPlan, Refusal>> Jobs::collect(const JobPlan& draft) {
    JobPlan plan = draft;
    const auto empty = [number = plan.number](store::Database& db) {
        return jobs_store::remove_slices(db, number);
    };
    if (const auto done = co_await service::transact(p_.registry, empty); !done)
        co_return std::unexpected(refusal_of(done.error()));
    std::vector<ledger::JobRow> waiting;
    plan.rows = 0, plan.total = {};
    for (std::int64_t next = 1; next != 0 || !waiting.empty();) {
        if (next != 0) {
            const auto found =
                co_await service::look(p_.engine, find_wallets(next, plan.amount, plan.marks));
            if (!found) co_return std::unexpected(Refusal::paused);
            waiting.insert(waiting.end(), found->rows.begin(), found->rows.end());
            next = found->next;
        }
        constexpr std::size_t a_turn = rows_a_slice * slices_a_turn;
        while (waiting.size() >= a_turn || (next == 0 && !waiting.empty())) {
            const std::size_t count = std::min(a_turn, waiting.size());
            const auto end = waiting.begin() + static_cast<std::ptrdiff_t>(count);
            const std::vector<ledger::JobRow> rows(waiting.begin(), end);
            waiting.erase(waiting.begin(), end);
            const auto write = [number = plan.number,
                                slices = cut_into_slices(plan.rows, rows)](store::Database& db) {
                return jobs_store::insert_slices(db, number, slices);
            };
            if (const auto done = co_await service::transact(p_.registry, write); !done)
                co_return std::unexpected(refusal_of(done.error()));
            plan.rows += static_cast<std::int64_t>(count);
            plan.total += {plan.amount.value * static_cast<std::int64_t>(count)};
        }
    }
    co_return plan;
}

http::Async<std::expected<Hash, Refusal>> Jobs::seal_slices(const JobPlan& plan) {
    Hash behind = ledger::behind_last_row();
    for (std::int64_t before = plan.rows; before > 0;) {
        const auto read = [number = plan.number, before](store::Database& db) {
            return jobs_store::slices_before(db, number, before, slices_a_turn);
        };
        auto slices = co_await service::transact(p_.registry, read);
        if (!slices) co_return std::unexpected(refusal_of(slices.error()));
        if (slices->empty()) co_return std::unexpected(Refusal::job_differs);
        const auto digest = [some = std::move(*slices), behind]() mutable {
            for (JobSlice& slice : some) {
                slice.rest = behind;
                behind = ledger::rows_digest(slice.rows, slice.first, behind);
            }
            return std::pair(std::move(some), behind);
        };
        const auto sealed = co_await http::on_pool(p_.workers, digest);
        behind = sealed.second;
        before = sealed.first.back().first;
        const auto write = [number = plan.number, some = sealed.first](store::Database& db) {
            return jobs_store::set_rest(db, number, some);
        };
        if (const auto done = co_await service::transact(p_.registry, write); !done)
            co_return std::unexpected(refusal_of(done.error()));
    }
    co_return behind;
}

http::Async<std::expected<JobPlan, Refusal>> Jobs::freeze(const JobPlan& draft) {
    JobPlan plan = draft;
    if (plan.stage != JobStage::draft) co_return plan;
    if (plan.audience != JobAudience::rows) {
        auto collected = co_await collect(plan);
        if (!collected) co_return collected;
        plan = std::move(*collected);
    }
    const auto digest = co_await seal_slices(plan);
    if (!digest) co_return std::unexpected(digest.error());
    plan.frozen = *digest;
    plan.stage = JobStage::frozen;
    const auto close = [plan, rows = draft.rows](store::Database& db) {
        return jobs_store::update_draft(db, plan, rows);
    };
    const auto closed = co_await service::transact(p_.registry, close);
    if (!closed) co_return std::unexpected(refusal_of(closed.error()));
    if (!*closed) co_return std::unexpected(Refusal::proposal_differs);
    co_return plan;
}

} // namespace meguri::features
