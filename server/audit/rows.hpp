// The journal's rows as they stand in the tables, and the page-wise reader of them.
#pragma once

#include "base/result.hpp"
#include "store/database.hpp"

#include <optional>

namespace meguri::audit {

// Numbers of docs/journal.md, written down a second time on purpose.
namespace kind {
inline constexpr std::int64_t open_wallet = 1, set_wallet_status = 2, register_place = 4,
                              set_place_status = 5, propose = 6, approve = 7, withdraw = 8,
                              stop_program = 9, set_place_traits = 10, set_wallet_marks = 11,
                              set_policy = 12, register_cards = 13, activate_card = 14,
                              set_card_status = 15, reissue_card = 16, give_mandate = 17,
                              revoke_mandate = 18, propose_job = 19, top_up = 20, payment = 21,
                              cancel = 22, expiry = 23, grant = 24, adjustment = 25, transfer = 26,
                              move_card = 27, hold_top_up = 28, hold_dues = 29, post_hold = 30,
                              void_hold = 31, give_budget = 32, claim = 33, check_in = 34,
                              check_out = 35, correct_stay = 36, grant_rows = 37, end_job = 38,
                              close_key = 40, open_handout = 41, close_handout = 42,
                              set_household = 43, close_day = 44, propose_settlement = 45,
                              settle = 46, pay_out = 47, return_pay_out = 48;
// Those that came with format 2.
inline bool is_later(std::int64_t k) {
    return (k >= set_place_traits && k <= propose_job) || (k >= grant && k <= end_job) ||
           k >= open_handout;
}
} // namespace kind
namespace account {
inline constexpr std::int64_t lot = 1, receivable = 2, issue = 3, expired = 4, refunded = 5,
                              public_dues = 6, settled = 7, budget = 8, hold = 9, reserved = 10,
                              recovered = 11, payable = 12, redeemed = 13, fee = 14, fee_tax = 15,
                              paid_out = 16, wallet_note = 20, place_note = 21,
                              organization_note = 22;
inline constexpr std::size_t kinds = 12; // that carry value of a program
} // namespace account

struct LegRow {
    std::int64_t seq, n, kind, holder, program, expires_on, rights, amount, prev;

    bool is_note() const {
        return kind >= account::wallet_note && kind <= account::organization_note;
    }
    bool in_yen_book() const { return kind >= account::payable && kind <= account::paid_out; }
    bool same_lot(const LegRow& o) const {
        return kind == account::lot && o.kind == account::lot && holder == o.holder &&
               program == o.program && expires_on == o.expires_on && rights == o.rights;
    }
};

struct EntryRow {
    std::int64_t seq, at_ms, business_date, format, kind, refusal, actor_kind, actor;
    std::optional<Bytes> key_id, content;
    std::optional<std::int64_t> key_issued_at_ms;
    std::int64_t wallet, place, amount, names, reason;
    Bytes effects, explanation, salt, hash;
    std::vector<LegRow> legs;

    bool refused() const { return refusal != 0; }
};

struct GroupRow {
    std::int64_t last_seq, first_seq;
    Bytes head;
};

struct HeadRow {
    std::int64_t epoch = 0, seq = 0;
    Bytes head;
};

struct CellRow {
    std::int64_t kind, id;
    Bytes value;
    std::int64_t as_of;
};

// Entries with a seq above `after`, in order, at most one page of them, with all that belongs to
// them.
struct Page {
    std::vector<EntryRow> entries;
    std::vector<LegRow> orphans;     // legs in between that belong to no entry
    std::vector<GroupRow> groups;    // those that end within the page, in order
    std::vector<EntryRow> cancelled; // entries that accepted cancels of this page name, by seq
    bool last = false;               // everything behind its entries is in it as well
};
Try<Page> read_page(store::Database& database, std::int64_t after);
Try<std::optional<HeadRow>> read_head(store::Database& database);
Try<std::vector<CellRow>> read_cells(store::Database& database); // by as_of
Try<std::optional<std::int64_t>> read_position(store::Database& database);

} // namespace meguri::audit
