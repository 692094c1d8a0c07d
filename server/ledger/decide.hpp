// The rules. Each command has one file with one pure function; its refusals form a ladder in the
// order of api/refusals.json. Nothing here reads a clock, a file or anything that is not in State.
#pragma once

#include "ledger/state.hpp"

#include <expected>
#include <variant>

namespace meguri::ledger {

struct Refused {
    Refusal word;
    Explanation explanation;
};
using Outcome =
    std::expected<Entry, Refused>; // an entry without number, chain and hash: `seal` adds them

inline std::unexpected<Refused> refuse(Refusal word, Explanation explanation = {}) {
    return std::unexpected(Refused{word, std::move(explanation)});
}

Outcome decide_open_wallet(const State&, const OpenWallet&, Now);
Outcome decide_wallet_status(const State&, const SetWalletStatus&, Now);
Outcome decide_register_place(const State&, const RegisterPlace&, Now);
Outcome decide_place_status(const State&, const SetPlaceStatus&, Now);
Outcome decide_propose(const State&, const Propose&, PersonId by, Now);
// Can a proposed program still be approved, or has what it was based on changed (proposal_void)?
bool still_applies(const State&, const Proposed&, Date today);
Outcome decide_approve(const State&, const Approve&, PersonId by, Now);
Outcome decide_withdraw(const State&, const Withdraw&, PersonId by, Now);
Outcome decide_stop_program(const State&, const StopProgram&, Now);
Outcome decide_wallet_marks(const State&, const SetWalletMarks&, Now);
Outcome decide_household(const State&, const SetHousehold&, Now);
Outcome decide_place_traits(const State&, const SetPlaceTraits&, Now);
Outcome decide_policy(const State&, const SetPolicy&, Now);
Outcome decide_propose_job(const State&, const ProposeJob&, PersonId by, Now);
Outcome decide_top_up(const State&, const TopUp&, Now);
Outcome decide_payment(const State&, const Payment&, PersonId payer, Now);
Outcome decide_cancel(const State&, const Cancel&, ActorKind by, Now);
Outcome decide_expire(const State&, const Expire&, Now);
Outcome decide_grant(const State&, const Grant&, Now);
Outcome decide_adjust(const State&, const Adjust&, Now);
Outcome decide_transfer(const State&, const Transfer&, Now);
Outcome decide_hold_top_up(const State&, const HoldTopUp&, Now);
Outcome decide_hold_dues(const State&, const HoldDues&, Now);
Outcome decide_post_hold(const State&, const PostHold&, Now);
Outcome decide_void_hold(const State&, const VoidHold&, Now);
// Cards and mandates.
Outcome decide_register_cards(const State&, const RegisterCards&, Now);
Outcome decide_activate_card(const State&, const ActivateCard&, Now);
Outcome decide_card_status(const State&, const SetCardStatus&, Now);
Outcome decide_reissue_card(const State&, const ReissueCard&, Now);
Outcome decide_move_card(const State&, const MoveCard&, Now);
Outcome decide_give_mandate(const State&, const GiveMandate&, Now);
Outcome decide_revoke_mandate(const State&, const RevokeMandate&, Now);
// Giving to many.
Outcome decide_give_budget(const State&, const GiveBudget&, Now);
Outcome decide_open_handout(const State&, const OpenHandout&, Now);
Outcome decide_close_handout(const State&, const CloseHandout&, Now);
Outcome decide_claim(const State&, const Claim&, Now);
Outcome decide_check_in(const State&, const CheckIn&, Now);
Outcome decide_check_out(const State&, const CheckOut&, Now);
Outcome decide_correct_stay(const State&, const CorrectStay&, Now);
Outcome decide_grant_rows(const State&, const GrantRows&, Now);
Outcome decide_end_job(const State&, const EndJob&, Now);

// Settlement.
Outcome decide_close_day(const State&, const CloseDay&, Now);
Outcome decide_propose_settlement(const State&, const ProposeSettlement&, PersonId by, Now);
Outcome decide_settle(const State&, const Settle&, Now);
Outcome decide_pay_out(const State&, const PayOut&, Now);
Outcome decide_return_pay_out(const State&, const ReturnPayOut&, Now);

// The answer was given before, under the same key: read entry `seq`.
struct Repeat {
    Seq seq;
};

// Entry: record it (a refusal when entry.refusal is set). Repeat: answer from the journal. Refused:
// answer, record nothing (the key itself is at fault, or there was none).
using Decision = std::variant<Entry, Repeat, Refused>;

// Keys first, then the command's own ladder. A keyed command that is refused becomes an entry, so
// that the same key gets the same answer for ever. A machine's command is known by its source: what
// was done is answered again for ever, what was refused may be sent again.
Decision decide(const State& state, const Command& command, Now now);

// What `proposal` says, as one number: covers terms, texts and the version it was based on.
Hash proposal_digest(const Propose& propose, std::uint32_t based_on);
Hash job_digest(const ProposeJob& propose, std::uint32_t based_on);
Hash settlement_digest(const ProposeSettlement& propose);

} // namespace meguri::ledger
