#include "ledger/decide.hpp"

namespace meguri::ledger {

namespace {

EntryKind kind_of(const Body& body) {
    constexpr EntryKind kinds[] = {
        EntryKind::open_wallet,    EntryKind::set_wallet_status,
        EntryKind::register_place, EntryKind::set_place_status,
        EntryKind::propose,        EntryKind::approve,
        EntryKind::withdraw,       EntryKind::stop_program,
        EntryKind::top_up,         EntryKind::payment,
        EntryKind::cancel,         EntryKind::expiry,
        EntryKind::close_key,
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
    Outcome operator()(const Payment& c) const { return decide_payment(state, c, now); }
    Outcome operator()(const Cancel& c) const { return decide_cancel(state, c, now); }
    Outcome operator()(const Expire& c) const { return decide_expire(state, c, now); }
    Outcome operator()(const CloseKey&) const { return refuse(Refusal::not_done); }
};

// Whose chains a refused command goes on, so that its key is found there again.
struct Subject {
    WalletId wallet;
    PlaceId place;
    Amount amount;
    Seq names;
    std::uint8_t reason = 0;
};
Subject subject_of(const Body& body) {
    if (const auto* c = std::get_if<Payment>(&body)) return {c->wallet, c->place, c->amount, {}};
    if (const auto* c = std::get_if<TopUp>(&body)) return {c->wallet, c->place, c->amount, {}};
    if (const auto* c = std::get_if<Cancel>(&body))
        return {{}, c->place, {}, c->payment, static_cast<std::uint8_t>(c->reason)};
    if (const auto* c = std::get_if<CloseKey>(&body)) return {c->wallet, c->place, {}, {}};
    if (const auto* c = std::get_if<SetWalletStatus>(&body)) return {c->wallet, {}, {}, {}};
    if (const auto* c = std::get_if<SetPlaceStatus>(&body)) return {{}, c->place, {}, {}};
    return {};
}

// A wallet or place that does not exist has no chain; an amount outside the range is nobody's
// amount.
Entry refusal_entry(const State& state, const Command& command, const Refused& refused) {
    Subject subject = subject_of(command.body);
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
    MEGURI_ENSURE(command.key.has_value() || command.actor.kind == ActorKind::system);
    Hash content{};
    if (command.key) {
        content = content_digest(command.body);
        if (auto early = check_key(state, command, content, now)) return std::move(*early);
    }
    Outcome outcome = std::visit(Dispatch{state, command, now}, command.body);
    if (!outcome && !command.key) return std::move(outcome.error());
    Entry entry = outcome ? std::move(*outcome) : refusal_entry(state, command, outcome.error());
    entry.actor = command.actor;
    entry.key = command.key;
    entry.content = content;
    return entry;
}

} // namespace meguri::ledger
