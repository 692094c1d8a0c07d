#include "ledger/decide.hpp"

namespace meguri::ledger {

namespace {

EntryKind kind_of(const Body& body) {
    using K = EntryKind;
    constexpr EntryKind kinds[] = {
        K::open_wallet,
        K::set_wallet_status,
        K::register_place,
        K::set_place_status,
        K::propose,
        K::approve,
        K::withdraw,
        K::stop_program,
        K::top_up,
        K::payment,
        K::cancel,
        K::expiry,
        K::close_key,
        K::set_wallet_marks,
        K::set_place_traits,
        K::set_policy,
        K::propose_job,
        K::register_cards,
        K::activate_card,
        K::set_card_status,
        K::reissue_card,
        K::give_mandate,
        K::revoke_mandate,
        K::grant,
        K::adjustment,
        K::transfer,
        K::move_card,
        K::hold_top_up,
        K::hold_dues,
        K::post_hold,
        K::void_hold,
        K::give_budget,
        K::open_handout,
        K::close_handout,
        K::claim,
        K::check_in,
        K::check_out,
        K::correct_stay,
        K::grant_rows,
        K::end_job,
        K::set_household,
        K::close_day,
        K::propose_settlement,
        K::settle,
        K::pay_out,
        K::return_pay_out,
    };
    static_assert(std::size(kinds) == std::variant_size_v<Body>);
    return kinds[body.index()];
}

struct Dispatch {
    const State& state;
    const Command& command;
    Now now;
    PersonId by() const { return command.actor.person; }

    Outcome operator()(const OpenWallet& c) const { return decide_open_wallet(state, c, now); }
    Outcome operator()(const SetWalletStatus& c) const {
        return decide_wallet_status(state, c, now);
    }
    Outcome operator()(const RegisterPlace& c) const {
        return decide_register_place(state, c, now);
    }
    Outcome operator()(const SetPlaceStatus& c) const { return decide_place_status(state, c, now); }
    Outcome operator()(const Propose& c) const { return decide_propose(state, c, by(), now); }
    Outcome operator()(const Approve& c) const { return decide_approve(state, c, by(), now); }
    Outcome operator()(const Withdraw& c) const { return decide_withdraw(state, c, by(), now); }
    Outcome operator()(const StopProgram& c) const { return decide_stop_program(state, c, now); }
    Outcome operator()(const TopUp& c) const { return decide_top_up(state, c, now); }
    Outcome operator()(const Payment& c) const { return decide_payment(state, c, by(), now); }
    Outcome operator()(const Cancel& c) const {
        return decide_cancel(state, c, command.actor.kind, now);
    }
    Outcome operator()(const Expire& c) const { return decide_expire(state, c, now); }
    Outcome operator()(const CloseKey&) const { return refuse(Refusal::not_done); }
    Outcome operator()(const ProposeJob& c) const {
        return decide_propose_job(state, c, by(), now);
    }
    Outcome operator()(const SetWalletMarks& c) const { return decide_wallet_marks(state, c, now); }
    Outcome operator()(const SetPlaceTraits& c) const { return decide_place_traits(state, c, now); }
    Outcome operator()(const SetPolicy& c) const { return decide_policy(state, c, now); }
    Outcome operator()(const RegisterCards& c) const {
        return decide_register_cards(state, c, now);
    }
    Outcome operator()(const ActivateCard& c) const { return decide_activate_card(state, c, now); }
    Outcome operator()(const SetCardStatus& c) const { return decide_card_status(state, c, now); }
    Outcome operator()(const ReissueCard& c) const { return decide_reissue_card(state, c, now); }
    Outcome operator()(const GiveMandate& c) const { return decide_give_mandate(state, c, now); }
    Outcome operator()(const RevokeMandate& c) const {
        return decide_revoke_mandate(state, c, now);
    }
    Outcome operator()(const Grant& c) const { return decide_grant(state, c, now); }
    Outcome operator()(const Adjust& c) const { return decide_adjust(state, c, now); }
    Outcome operator()(const Transfer& c) const { return decide_transfer(state, c, now); }
    Outcome operator()(const MoveCard& c) const { return decide_move_card(state, c, now); }
    Outcome operator()(const HoldTopUp& c) const { return decide_hold_top_up(state, c, now); }
    Outcome operator()(const HoldDues& c) const { return decide_hold_dues(state, c, now); }
    Outcome operator()(const PostHold& c) const { return decide_post_hold(state, c, now); }
    Outcome operator()(const VoidHold& c) const { return decide_void_hold(state, c, now); }
    Outcome operator()(const GiveBudget& c) const { return decide_give_budget(state, c, now); }
    Outcome operator()(const OpenHandout& c) const { return decide_open_handout(state, c, now); }
    Outcome operator()(const CloseHandout& c) const { return decide_close_handout(state, c, now); }
    Outcome operator()(const Claim& c) const { return decide_claim(state, c, now); }
    Outcome operator()(const CheckIn& c) const { return decide_check_in(state, c, now); }
    Outcome operator()(const CheckOut& c) const { return decide_check_out(state, c, now); }
    Outcome operator()(const CorrectStay& c) const { return decide_correct_stay(state, c, now); }
    Outcome operator()(const GrantRows& c) const { return decide_grant_rows(state, c, now); }
    Outcome operator()(const SetHousehold& c) const { return decide_household(state, c, now); }
    Outcome operator()(const EndJob& c) const { return decide_end_job(state, c, now); }
    Outcome operator()(const CloseDay& c) const { return decide_close_day(state, c, now); }
    Outcome operator()(const ProposeSettlement& c) const {
        return decide_propose_settlement(state, c, by(), now);
    }
    Outcome operator()(const Settle& c) const { return decide_settle(state, c, now); }
    Outcome operator()(const PayOut& c) const { return decide_pay_out(state, c, now); }
    Outcome operator()(const ReturnPayOut& c) const { return decide_return_pay_out(state, c, now); }
};

// A wallet or place that does not exist has no chain; an amount outside the range is nobody's
// amount.
Entry refusal_entry(const State& state, const Command& command, const Refused& refused) {
    const Subject subject = subject_of(command.body);
    Entry entry{.kind = kind_of(command.body), .refusal = refused.word};
    if (state.wallets.find(subject.wallet)) {
        entry.wallet = subject.wallet;
        entry.legs.push_back({Account::wallet_note(subject.wallet), {}, {}});
    }
    if (state.places.find(subject.place)) {
        entry.place = subject.place;
        entry.legs.push_back({Account::place_note(subject.place), {}, {}});
    }
    if (refused.word != Refusal::amount_out_of_range) entry.amount = subject.amount;
    entry.names = subject.names;
    entry.reason = subject.reason;
    entry.explanation = refused.explanation;
    return entry;
}

// The rungs that come before any rule: the key must be fresh, and not be used for something else.
std::optional<Decision>
check_key(const State& state, const Command& command, const Hash& content, Now now) {
    const auto known = state.keys.find({command.actor, command.key->id});
    if (known != state.keys.end()) {
        const bool closing = std::holds_alternative<CloseKey>(command.body);
        if (closing || known->second.closed || known->second.content == content)
            return Repeat{known->second.seq};
        return Refused{Refusal::key_reused, {}};
    }
    if (now.at - command.key->issued_at > key_life_ms) return Refused{Refusal::key_expired, {}};
    if (command.key->issued_at - now.at > key_ahead_ms) return Refused{Refusal::key_unknown, {}};
    return std::nullopt;
}

} // namespace

Decision decide(const State& state, const Command& command, Now now) {
    MEGURI_ENSURE(command.key || command.source || command.actor.kind == ActorKind::system);
    Hash content{};
    if (command.source) {
        content = content_digest(command.body);
        if (const Source* used = find_source(state, *command.source)) {
            if (used->content == content) return Repeat{used->seq};
            return Refused{Refusal::source_reused, {}};
        }
    }
    if (command.key) {
        content = content_digest(command.body);
        if (auto early = check_key(state, command, content, now)) return std::move(*early);
    }
    const Dispatch dispatch{state, command, now};
    Outcome outcome = std::visit(dispatch, command.body);
    if (!outcome && !command.key) return std::move(outcome.error());
    Entry entry = outcome ? std::move(*outcome) : refusal_entry(state, command, outcome.error());
    entry.actor = command.actor;
    entry.key = command.key;
    if (command.key) entry.content = content;
    if (command.source && entry.refusal == Refusal::none)
        entry.facts.push_back(SourceUsed{*command.source, content});
    return entry;
}

} // namespace meguri::ledger
