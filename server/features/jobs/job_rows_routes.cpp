// The rows of a list, piece by piece.
#include "features/jobs/jobs.hpp"
#include "service/ask.hpp"
#include "service/printed_cards.hpp"
#include "service/resident_wallets.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::problem;
using http::Request;

namespace {

constexpr std::size_t most_rows_a_piece = 500;
constexpr std::int64_t most_rows = 10'000'000;

struct Named { // a row as it was sent: one of the two
    std::string resident, card;
    ledger::Amount amount;
    WalletId wallet{}; // once it was looked for
    Refusal refusal = Refusal::none;
};

struct Piece {
    std::int64_t first = 0;
    std::vector<Named> rows;
};

Named read_row(Fields& in) {
    Named row;
    if (in.has("card")) {
        row.card = in.text("card", 16, 16);
        const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
        if (!std::all_of(row.card.begin(), row.card.end(), is_digit)) in.refuse("card");
    } else {
        row.resident = in.id("resident");
    }
    row.amount = {in.amount("amount")};
    return row; // both: the other one is a field that nobody asked for
}

Piece read_piece(Fields& in) {
    Piece piece;
    piece.first = in.integer("first", 0, most_rows);
    for (Fields& row : in.optional_objects("rows", most_rows_a_piece))
        piece.rows.push_back(read_row(row));
    if (piece.rows.empty()) in.refuse("rows");
    return piece;
}

Try<> find_residents(store::Database& db, Piece& piece) {
    for (Named& row : piece.rows) {
        if (row.resident.empty()) continue;
        const auto wallet = service::resident_wallets::find(db, row.resident);
        if (!wallet) return std::unexpected(wallet.error());
        row.wallet = wallet->value_or(WalletId{});
        if (!row.wallet) row.refusal = Refusal::wallet_unknown;
    }
    return {};
}

// Cards in two steps: the registry knows their numbers, the ledger what is behind them.
Try<std::vector<CardId>> find_cards(store::Database& db, const Piece& piece) {
    std::vector<std::string> numbers;
    for (const Named& row : piece.rows) {
        if (!row.card.empty()) numbers.push_back(row.card);
    }
    return service::printed_cards::find_all(db, numbers);
}

Piece look_behind(const ledger::State& state, Piece piece, const std::vector<CardId>& cards) {
    auto card = cards.begin();
    for (Named& row : piece.rows) {
        if (row.card.empty()) continue;
        const auto opened = service::printed_cards::open(state, *card++);
        row.wallet = opened.wallet;
        row.refusal = opened.refusal;
    }
    return piece;
}

std::vector<ledger::JobRow> rows_of(const Piece& piece) {
    std::vector<ledger::JobRow> rows;
    for (const Named& row : piece.rows)
        rows.push_back({row.wallet, row.amount});
    return rows;
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

std::optional<Added> refuse_row(const Piece& piece) {
    for (std::size_t i = 0; i < piece.rows.size(); ++i) {
        const Named& row = piece.rows[i];
        if (row.refusal == Refusal::none) continue;
        const std::string_view field = row.card.empty() ? ".resident" : ".card";
        return Added{row.refusal, "rows." + std::to_string(i).append(field)};
    }
    return std::nullopt;
}

// Sent again, a piece changes nothing, whatever has become of a card since; a piece out of turn is
// refused.
Try<Added> add_piece(store::Database& db, const std::string& id, PersonId caller, Piece piece) {
    auto found = jobs_store::find(db, id);
    if (!found) return std::unexpected(found.error());
    if (!*found) return Added{Refusal::not_found};
    JobPlan& plan = **found;
    if (plan.maker != caller) return Added{Refusal::not_allowed};
    if (plan.audience != JobAudience::rows) return Added{Refusal::invalid_request, "rows"};
    if (auto done = find_residents(db, piece); !done) return std::unexpected(done.error());
    const auto rows = rows_of(piece);
    const auto slices = cut_into_slices(piece.first, rows);
    if (piece.first < plan.rows) return add_again(db, plan, slices);
    if (auto refused = refuse_row(piece)) return std::move(*refused);
    if (plan.stage != JobStage::draft) return Added{Refusal::proposal_closed};
    if (piece.first != plan.rows || piece.first + std::ssize(rows) > most_rows)
        return Added{Refusal::invalid_request, "first"};
    plan.rows += std::ssize(rows);
    for (const ledger::JobRow& row : rows)
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
    const auto numbers = [piece](store::Database& db) { return find_cards(db, piece); };
    const auto cards = co_await service::transact(p_.registry, numbers);
    if (!cards) co_return problem(cards.error());
    const auto see = [piece, cards = *cards](const ledger::State& state) {
        return look_behind(state, piece, cards);
    };
    const auto found = co_await service::look(p_.engine, see);
    if (!found) co_return problem(Refusal::paused);
    const auto add = [id = std::string(request.id), caller = request.caller().person,
                      piece = *found](store::Database& db) {
        return add_piece(db, id, caller, piece);
    };
    const auto own = co_await turn(request);
    const auto added = co_await service::transact(p_.registry, add);
    if (!added) co_return problem(added.error());
    if (added->refusal != Refusal::none) co_return problem(added->refusal, {.field = added->field});
    co_return co_await show(request, added->plan, 200);
}

} // namespace meguri::features
