// Keys and numbering: which commands get a new answer, which an old one, and what is written down.
#include "naive/naive_ledger.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::naive {

using namespace ledger;

namespace {

std::string terms_text(const ProgramTerms& t) {
    Writer out;
    write(out, t);
    return to_hex(out.done());
}

// What is asked, in words: two commands are the same when these are.
struct InWords {
    std::string operator()(const OpenWallet& c) const {
        return fmt::format("open wallet of {}", c.owner.value);
    }
    std::string operator()(const SetWalletStatus& c) const {
        return fmt::format("wallet {} to {}", c.wallet.value, int(c.status));
    }
    std::string operator()(const RegisterPlace& c) const {
        return fmt::format("place of {} that can {}", c.organization.value, c.capabilities.bits);
    }
    std::string operator()(const SetPlaceStatus& c) const {
        return fmt::format("place {} to {}", c.place.value, int(c.status));
    }
    std::string operator()(const Propose& c) const {
        return fmt::format(
            "propose {}: {} {}", c.program.value, terms_text(c.terms), to_hex(view(c.texts))
        );
    }
    std::string operator()(const Approve& c) const {
        return fmt::format("approve {} {}", c.proposal.value, to_hex(view(c.digest)));
    }
    std::string operator()(const Withdraw& c) const {
        return fmt::format("withdraw {}", c.proposal.value);
    }
    std::string operator()(const StopProgram& c) const {
        return fmt::format("stop {}", c.program.value);
    }
    std::string operator()(const TopUp& c) const {
        return fmt::format(
            "top up {} at {} in {}: {} with card {}", c.wallet.value, c.place.value,
            c.program.value, c.amount.value, c.card.value
        );
    }
    std::string operator()(const Payment& c) const {
        return fmt::format(
            "pay {} from {} at {} in {} with card {} by mandate {}", c.amount.value, c.wallet.value,
            c.place.value, c.points.value, c.card.value, c.mandate
        );
    }
    std::string operator()(const Cancel& c) const {
        return fmt::format(
            "cancel {} of {} at {} because {}", c.amount.value, c.payment.value, c.place.value,
            int(c.reason)
        );
    }
    // The others have many fields; no two that differ may read alike.
    template <class C> std::string operator()(const C& c) const {
        return to_hex(view(content_digest(c)));
    }
    std::string operator()(const CloseKey& c) const {
        return fmt::format("close for {} at {}", c.wallet.value, c.place.value);
    }
};

// The wallet that a refused command is written down with: whose it is about.
std::int64_t wallet_asked(const Body& body) { return subject_of(body).wallet.value; }

Answer unrecorded(Refusal word) {
    Answer answer;
    answer.word = word;
    return answer;
}

constexpr std::int64_t quarter_hour = 15 * 60 * 1000;

} // namespace

Answer Ledger::run(const Command& command, Instant now) {
    now_ = now > last_stamp_ ? now : last_stamp_; // never earlier than the entry before
    today_ = jst_date(now_);
    const std::string content = std::visit(InWords{}, command.body);
    const bool closing = std::holds_alternative<CloseKey>(command.body);
    if (command.key) {
        for (const KeyRow& known : keys_) {
            if (known.actor != command.actor || known.id != command.key->id) continue;
            if (!closing && !known.closed && known.content != content)
                return unrecorded(Refusal::key_reused);
            Answer again = known.answer;
            again.repeated = true;
            return again;
        }
        if (now_ - command.key->issued_at > quarter_hour) return unrecorded(Refusal::key_expired);
        if (command.key->issued_at - now_ > 60 * 1000) return unrecorded(Refusal::key_unknown);
    }

    if (command.source) {
        for (const SourceRow& known : sources_) {
            if (known.ref != *command.source) continue;
            if (known.content != content) return unrecorded(Refusal::source_reused);
            Answer again = known.answer;
            again.repeated = true;
            return again;
        }
    }

    Answer answer = rules(command, last_ + 1);
    if (answer.word != Refusal::none && !command.key) return answer;
    answer.seq = ++last_;
    last_stamp_ = now_;
    if (command.source && answer.word == Refusal::none)
        sources_.push_back({*command.source, content, answer});
    if (command.key) keys_.push_back({command.actor, command.key->id, content, closing, answer});
    const std::int64_t concerns =
        answer.word == Refusal::none ? answer.wallet : wallet_asked(command.body);
    if (concerns > 0 && concerns <= std::int64_t(wallets_.size()))
        chains_.push_back({concerns, answer.seq});
    std::vector<std::int64_t> linked{concerns};
    for (const std::int64_t wallet : answer.touched) {
        const bool again = std::find(linked.begin(), linked.end(), wallet) != linked.end();
        if (!again) chains_.push_back({wallet, answer.seq});
        linked.push_back(wallet);
    }
    return answer;
}

Answer Ledger::rules(const Command& command, std::int64_t seq) {
    const Body& body = command.body;
    const std::int64_t person = command.actor.person.value;
    if (const auto* c = std::get_if<TopUp>(&body)) return top_up(*c, seq);
    if (const auto* c = std::get_if<Payment>(&body)) return pay(*c, person, seq);
    if (const auto* c = std::get_if<Cancel>(&body)) return cancel(*c, command.actor.kind, seq);
    if (const auto* c = std::get_if<Expire>(&body)) return expire(*c);
    if (const auto* c = std::get_if<Grant>(&body)) return grant(*c, seq);
    if (const auto* c = std::get_if<Adjust>(&body)) return adjust(*c, seq);
    if (const auto* c = std::get_if<Transfer>(&body)) return transfer(*c, seq);
    if (const auto* c = std::get_if<MoveCard>(&body)) return move_card(*c, seq);
    if (const auto* c = std::get_if<HoldTopUp>(&body)) return hold_top_up(*c);
    if (const auto* c = std::get_if<HoldDues>(&body)) return hold_dues(*c);
    if (const auto* c = std::get_if<PostHold>(&body)) return settle_hold(c->hold.value, true, seq);
    if (const auto* c = std::get_if<VoidHold>(&body)) return settle_hold(c->hold.value, false, seq);
    if (std::holds_alternative<CloseKey>(body)) return unrecorded(Refusal::not_done);
    if (const auto* c = std::get_if<SetHousehold>(&body)) return household(*c);
    if (body.index() >= Body(CloseDay{}).index()) return settling_rules(body, person, seq);
    const bool giving =
        std::holds_alternative<EndJob>(body) || (body.index() >= Body(GiveBudget{}).index());
    return giving ? giving_rules(body, seq) : city_rules(body, person);
}

Answer Ledger::city_rules(const Body& body, std::int64_t person) {
    if (const auto* c = std::get_if<OpenWallet>(&body)) return open_wallet(*c);
    if (const auto* c = std::get_if<SetWalletStatus>(&body)) return wallet_status(*c);
    if (const auto* c = std::get_if<RegisterPlace>(&body)) return register_place(*c);
    if (const auto* c = std::get_if<SetPlaceStatus>(&body)) return place_status(*c);
    if (const auto* c = std::get_if<Propose>(&body)) return propose(*c, person);
    if (const auto* c = std::get_if<Approve>(&body)) return approve(*c, person);
    if (const auto* c = std::get_if<Withdraw>(&body)) return withdraw(*c);
    if (const auto* c = std::get_if<StopProgram>(&body)) return stop_program(*c);
    if (const auto* c = std::get_if<SetWalletMarks>(&body)) return wallet_marks(*c);
    if (const auto* c = std::get_if<SetPlaceTraits>(&body)) return place_traits(*c);
    if (const auto* c = std::get_if<SetPolicy>(&body)) return policy(*c);
    if (const auto* c = std::get_if<ProposeJob>(&body)) return propose_job(*c, person);
    if (const auto* c = std::get_if<RegisterCards>(&body)) return register_cards(*c);
    if (const auto* c = std::get_if<ActivateCard>(&body)) return activate_card(*c);
    if (const auto* c = std::get_if<SetCardStatus>(&body)) return card_status(*c);
    if (const auto* c = std::get_if<ReissueCard>(&body)) return reissue_card(*c);
    if (const auto* c = std::get_if<GiveMandate>(&body)) return give_mandate(*c);
    return revoke_mandate(std::get<RevokeMandate>(body));
}

Answer Ledger::giving_rules(const Body& body, std::int64_t seq) {
    if (const auto* c = std::get_if<GiveBudget>(&body)) return give_budget(*c);
    if (const auto* c = std::get_if<OpenHandout>(&body)) return open_handout(*c);
    if (const auto* c = std::get_if<CloseHandout>(&body)) return close_handout(*c);
    if (const auto* c = std::get_if<Claim>(&body)) return claim(*c, seq);
    if (const auto* c = std::get_if<CheckIn>(&body)) return check_in(*c);
    if (const auto* c = std::get_if<CheckOut>(&body)) return check_out(*c, seq);
    if (const auto* c = std::get_if<CorrectStay>(&body)) return correct_stay(*c, seq);
    if (const auto* c = std::get_if<GrantRows>(&body)) return grant_rows(*c, seq);
    return end_job(std::get<EndJob>(body));
}

} // namespace meguri::naive
