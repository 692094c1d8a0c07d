// Keys and numbering: which commands get a new answer, which an old one, and what is written down.
#include "naive/naive_ledger.hpp"

#include <fmt/core.h>

namespace meguri::naive {

using namespace ledger;

namespace {

std::string terms_text(const ProgramTerms& t) {
    return fmt::format(
        "{} {} {} {} {} {} {} {} {} {} {} {}", int(t.unit), int(t.origin), t.top_up.minimum.value,
        t.top_up.step.value, t.top_up.maximum.value, t.top_up.person_maximum.value, t.budget.value,
        t.issue_from.days, t.issue_to.days, int(t.expiry.kind), t.expiry.days, t.expiry.date.days
    );
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
            "top up {} at {} in {}: {}", c.wallet.value, c.place.value, c.program.value,
            c.amount.value
        );
    }
    std::string operator()(const Payment& c) const {
        return fmt::format("pay {} from {} at {}", c.amount.value, c.wallet.value, c.place.value);
    }
    std::string operator()(const Cancel& c) const {
        return fmt::format(
            "cancel {} at {} because {}", c.payment.value, c.place.value, int(c.reason)
        );
    }
    std::string operator()(const Expire& c) const {
        return fmt::format("expire {}", c.wallet.value);
    }
    std::string operator()(const CloseKey& c) const {
        return fmt::format("close for {} at {}", c.wallet.value, c.place.value);
    }
};

// The wallet that a refused command is written down with.
std::int64_t wallet_asked(const Body& body) {
    if (const auto* c = std::get_if<Payment>(&body)) return c->wallet.value;
    if (const auto* c = std::get_if<TopUp>(&body)) return c->wallet.value;
    if (const auto* c = std::get_if<CloseKey>(&body)) return c->wallet.value;
    if (const auto* c = std::get_if<SetWalletStatus>(&body)) return c->wallet.value;
    return 0;
}

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

    Answer answer = rules(command.body, command.actor.person.value, last_ + 1);
    if (answer.word != Refusal::none && !command.key) return answer;
    answer.seq = ++last_;
    last_stamp_ = now_;
    if (command.key) keys_.push_back({command.actor, command.key->id, content, closing, answer});
    const std::int64_t concerns =
        answer.word == Refusal::none ? answer.wallet : wallet_asked(command.body);
    if (concerns > 0 && concerns <= std::int64_t(wallets_.size()))
        chains_.push_back({concerns, answer.seq});
    return answer;
}

Answer Ledger::rules(const Body& body, std::int64_t person, std::int64_t seq) {
    if (const auto* c = std::get_if<OpenWallet>(&body)) return open_wallet(*c);
    if (const auto* c = std::get_if<SetWalletStatus>(&body)) return wallet_status(*c);
    if (const auto* c = std::get_if<RegisterPlace>(&body)) return register_place(*c);
    if (const auto* c = std::get_if<SetPlaceStatus>(&body)) return place_status(*c);
    if (const auto* c = std::get_if<Propose>(&body)) return propose(*c, person);
    if (const auto* c = std::get_if<Approve>(&body)) return approve(*c, person);
    if (const auto* c = std::get_if<Withdraw>(&body)) return withdraw(*c);
    if (const auto* c = std::get_if<StopProgram>(&body)) return stop_program(*c);
    if (const auto* c = std::get_if<TopUp>(&body)) return top_up(*c, seq);
    if (const auto* c = std::get_if<Payment>(&body)) return pay(*c, seq);
    if (const auto* c = std::get_if<Cancel>(&body)) return cancel(*c, seq);
    if (const auto* c = std::get_if<Expire>(&body)) return expire(*c);
    return unrecorded(Refusal::not_done); // CloseKey
}

} // namespace meguri::naive
