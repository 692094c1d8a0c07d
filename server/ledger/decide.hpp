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
Outcome decide_approve(const State&, const Approve&, PersonId by, Now);
Outcome decide_withdraw(const State&, const Withdraw&, PersonId by, Now);
Outcome decide_stop_program(const State&, const StopProgram&, Now);
Outcome decide_top_up(const State&, const TopUp&, Now);
// Whether the program takes top-ups on this day at all; none when it does.
Refusal refuse_program(const Program* program, Date today);
Outcome decide_payment(const State&, const Payment&, Now);
Outcome decide_cancel(const State&, const Cancel&, Now);
Outcome decide_expire(const State&, const Expire&, Now);

// The answer was given before, under the same key: read entry `seq`.
struct Repeat {
    Seq seq;
};

// Entry: record it (a refusal when entry.refusal is set). Repeat: answer from the journal. Refused:
// answer, record nothing (the key itself is at fault, or there was none).
using Decision = std::variant<Entry, Repeat, Refused>;

// Keys first, then the command's own ladder. A keyed command that is refused becomes an entry, so
// that the same key gets the same answer for ever.
Decision decide(const State& state, const Command& command, Now now);

// What `proposal` says, as one number: covers terms, texts and the version it was based on.
Hash proposal_digest(const Propose& propose, std::uint32_t based_on);

} // namespace meguri::ledger
