// The rows of a list, piece by piece.
#include "features/jobs/jobs.hpp"
#include "service/ask.hpp"
#include "service/resident_wallets.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::problem;
using http::Request;

namespace {

constexpr std::size_t most_rows_a_piece = 500;
constexpr std::int64_t most_rows = 10'000'000;

struct Piece {
    std::int64_t first = 0;
    std::vector<std::string> residents;
    std::vector<ledger::Amount> amounts;
};

Piece read_piece(Fields& in) {
    Piece piece;
    piece.first = in.integer("first", 0, most_rows);
    for (Fields& row : in.optional_objects("rows", most_rows_a_piece)) {
        piece.residents.push_back(row.id("resident"));
        piece.amounts.push_back({row.amount("amount")});
    }
    if (piece.residents.empty()) in.refuse("rows");
    return piece;
}

struct Added {
    Refusal refusal = Refusal::none;
    std::string field{};
    JobPlan plan{};
};

bool same_slice(const JobSlice& a, const JobSlice& b) {
    const auto same_row = [](const ledger::JobRow& x, const ledger::JobRow& y) {
        return x.wallet == y.wallet && x.amount == y.amount;
    };
    return a.first == b.first &&
           std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), same_row);
}

// A piece that lies before the list's end must be one that was sent before.
Try<Added> add_again(store::Database& db, const JobPlan& plan, const std::vector<JobSlice>& piece) {
    const auto there = jobs_store::slices_from(
        db, plan.number, piece.front().first, static_cast<std::int64_t>(piece.size())
    );
    if (!there) return std::unexpected(there.error());
    const bool same =
        std::equal(piece.begin(), piece.end(), there->begin(), there->end(), same_slice);
    return same ? Added{Refusal::none, "", plan} : Added{Refusal::invalid_request, "first"};
}

// The rows by their residents' wallets; one that nobody has is 0.
Try<std::vector<ledger::JobRow>> find_rows(store::Database& db, const Piece& piece) {
    const auto wallets = service::resident_wallets::find_all(db, piece.residents);
    if (!wallets) return std::unexpected(wallets.error());
    std::vector<ledger::JobRow> rows;
    for (std::size_t i = 0; i < wallets->size(); ++i)
        rows.push_back({(*wallets)[i], piece.amounts[i]});
    return rows;
}

// Sent again, a piece changes nothing; a piece out of turn is refused.
Try<Added>
add_piece(store::Database& db, const std::string& id, PersonId caller, const Piece& piece) {
    auto found = jobs_store::find(db, id);
    if (!found) return std::unexpected(found.error());
    if (!*found) return Added{Refusal::not_found};
    JobPlan& plan = **found;
    if (plan.maker != caller) return Added{Refusal::not_allowed};
    if (plan.audience != JobAudience::rows) return Added{Refusal::invalid_request, "rows"};
    const auto rows = find_rows(db, piece);
    if (!rows) return std::unexpected(rows.error());
    for (std::size_t i = 0; i < rows->size(); ++i) {
        if (!(*rows)[i].wallet)
            return Added{Refusal::wallet_unknown, "rows." + std::to_string(i) + ".resident"};
    }
    const auto slices = cut_into_slices(piece.first, *rows);
    if (piece.first < plan.rows) return add_again(db, plan, slices);
    if (plan.stage != JobStage::draft) return Added{Refusal::proposal_closed};
    if (piece.first != plan.rows || piece.first + std::ssize(*rows) > most_rows)
        return Added{Refusal::invalid_request, "first"};
    plan.rows += std::ssize(*rows);
    for (const ledger::JobRow& row : *rows)
        plan.total += row.amount;
    const auto grown = jobs_store::update_draft(db, plan, piece.first);
    if (!grown) return std::unexpected(grown.error());
    if (!*grown) return Added{Refusal::proposal_closed};
    if (auto done = jobs_store::insert_slices(db, plan.number, slices); !done)
        return std::unexpected(done.error());
    return Added{Refusal::none, "", plan};
}

} // namespace

Jobs::Reply Jobs::add_rows(Request& request) {
    Fields in(request.body);
    const Piece piece = read_piece(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto add = [id = std::string(request.id), caller = request.caller().person,
                      piece](store::Database& db) { return add_piece(db, id, caller, piece); };
    const Turn own = co_await turn(request);
    const auto added = co_await service::transact(p_.registry, add);
    if (!added) co_return problem(added.error());
    if (added->refusal != Refusal::none) co_return problem(added->refusal, {.field = added->field});
    co_return co_await show(request, added->plan, 200);
}

} // namespace meguri::features
