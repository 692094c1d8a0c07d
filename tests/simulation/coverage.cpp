#include "simulation/coverage.hpp"

#include <fmt/core.h>

namespace meguri::simulation {

namespace {

constexpr const char* kinds[] = {
    "open_wallet",
    "set_wallet_status",
    "register_place",
    "set_place_status",
    "propose",
    "approve",
    "withdraw",
    "stop_program",
    "top_up",
    "payment",
    "cancel",
    "expiry",
    "close_key",
    "set_wallet_marks",
    "set_place_traits",
    "set_policy",
    "propose_job",
    "register_cards",
    "activate_card",
    "set_card_status",
    "reissue_card",
    "give_mandate",
    "revoke_mandate",
    "grant",
    "adjustment",
    "transfer",
    "move_card",
    "hold_top_up",
    "hold_dues",
    "post_hold",
    "void_hold",
    "give_budget",
    "open_handout",
    "close_handout",
    "claim",
    "check_in",
    "check_out",
    "correct_stay",
    "grant_rows",
    "end_job",
    "set_household",
    "close_day",
    "propose_settlement",
    "settle",
    "pay_out",
    "return_pay_out"
};
static_assert(std::size(kinds) == std::variant_size_v<ledger::Body>);
constexpr std::size_t close_key = 12;

// The refusals of the rules: keys, then amounts to four eyes; and those from 101 on, which came
// with format 2. The rest of the list belongs to the edge and the engine.
std::vector<Refusal> of_the_ledger() {
    std::vector<Refusal> all = {Refusal::not_found};
    const auto add = [&](Refusal first, Refusal last) {
        for (std::uint64_t n = std::uint64_t(first); n <= std::uint64_t(last); ++n) {
            if (const auto refusal = refusal_of_number(n)) all.push_back(*refusal);
        }
    };
    add(Refusal::key_unknown, Refusal::same_person);
    add(Refusal::source_reused, Refusal::job_differs);
    add(Refusal::card_blocked, Refusal::card_replaced);
    add(Refusal::not_in_part, Refusal::not_in_part);
    add(Refusal::above_transfer_maximum, Refusal::too_many_open);
    add(Refusal::payable_short, Refusal::pay_out_unknown);
    return all;
}

} // namespace

std::string Coverage::table() const {
    std::string out;
    for (std::size_t kind = 0; kind < std::size(kinds); ++kind) {
        out += fmt::format("{:<18}", kinds[kind]);
        for (const auto& [what, n] : seen_) {
            if (what.first != kind) continue;
            out += fmt::format(
                "  {} {}", what.second == Refusal::none ? "done" : text_of(what.second).word, n
            );
        }
        out += "\n";
    }
    for (std::size_t n = 0; n < terms_that_matter; ++n) {
        const auto found = terms_.find(static_cast<Term>(n));
        out += fmt::format(
            "terms: {:<25} {}\n", name_of(static_cast<Term>(n)),
            found == terms_.end() ? 0 : found->second
        );
    }
    return out;
}

std::vector<std::string> Coverage::missing() const {
    std::vector<std::string> none;
    for (std::size_t kind = 0; kind < std::size(kinds); ++kind) {
        const Refusal wanted =
            kind == close_key ? Refusal::not_done : Refusal::none; // a closing never does anything
        if (!seen_.contains({kind, wanted}))
            none.push_back(fmt::format("no {} was ever done", kinds[kind]));
    }
    for (const Refusal refusal : of_the_ledger()) {
        bool given = false;
        for (const auto& [what, n] : seen_)
            given = given || what.second == refusal;
        if (!given)
            none.push_back(fmt::format("nothing was ever refused {}", text_of(refusal).word));
    }
    for (std::size_t n = 0; n < terms_that_matter; ++n) {
        const Term term = static_cast<Term>(n);
        if (!terms_.contains(term))
            none.push_back(fmt::format("these terms never mattered: {}", name_of(term)));
    }
    return none;
}

} // namespace meguri::simulation
