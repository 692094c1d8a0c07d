#include "app/value_path.hpp"

namespace meguri::app {

using ledger::Account;
using ledger::AccountKind;
using ledger::Entry;
using ledger::EntryKind;
using ledger::fact_of;
using ledger::Leg;

namespace {

bool holds_value(AccountKind kind) { // of somebody, to be spent or given
    return kind == AccountKind::lot || kind == AccountKind::hold || kind == AccountKind::budget;
}

Step step_of(const Entry& entry, const Leg& leg) {
    const auto* row = fact_of<ledger::JobAdvanced>(entry);
    return {entry.seq, entry.at, entry.kind, leg.account, leg.amount, row ? row->job : JobId{}};
}

// Settled up to which day, by the entry's own facts.
template <class See> void each_settled(const Entry& entry, See see) {
    for (const ledger::Fact& fact : entry.facts) {
        if (const auto* f = std::get_if<ledger::PlaceSettled>(&fact))
            see(std::pair(f->place, f->program), f->until);
    }
}

} // namespace

ValuePath::ValuePath(const Entry& traced) : traced_(traced.seq) {
    for (const Leg& leg : traced.legs) {
        const bool paid =
            leg.account.kind == AccountKind::payable && traced.kind == EntryKind::pay_out;
        const bool source = holds_value(leg.account.kind) || paid;
        if (source && leg.amount.value < 0) sources_[leg.account];
        if (leg.account.kind == AccountKind::settled) settled_ += leg.amount;
    }
    each_settled(traced, [&](PlaceProgram of, Date until) { settles_[of] = until; });
    follow_on(traced);
}

void ValuePath::see(const Entry& entry) {
    if (entry.refusal != Refusal::none) return;
    if (entry.seq < traced_) return see_before(entry);
    if (entry.seq > traced_) return see_after(entry);
    for (auto& [account, source] : sources_)
        from_.insert(from_.end(), source.steps.begin(), source.steps.end());
    for (auto& [of, all] : taken_) {
        for (const Taken& each : all) {
            if (each.day <= settles_.at(of)) from_.push_back(each.step);
        }
    }
}

void ValuePath::see_before(const Entry& entry) {
    each_settled(entry, [&](PlaceProgram of, Date until) {
        if (const auto found = taken_.find(of); found != taken_.end())
            std::erase_if(found->second, [&](const Taken& each) { return each.day <= until; });
    });
    for (const Leg& leg : entry.legs) {
        if (const auto found = sources_.find(leg.account); found != sources_.end()) {
            Source& source = found->second;
            source.balance += leg.amount;
            if (leg.amount.value > 0) source.steps.push_back(step_of(entry, leg));
            if (source.balance.value == 0) source.steps.clear();
        }
        if (leg.account.kind != AccountKind::receivable || entry.kind == EntryKind::settle)
            continue;
        const PlaceProgram of{{leg.account.holder}, leg.account.program};
        if (settles_.contains(of)) taken_[of].push_back({step_of(entry, leg), entry.business_date});
    }
}

void ValuePath::see_after(const Entry& entry) {
    follow_value(entry);
    follow_settlement(entry);
    follow_bank(entry);
}

void ValuePath::follow_value(const Entry& entry) {
    const bool takes_back = entry.kind == EntryKind::cancel && paid_.contains(entry.names);
    bool followed = takes_back;
    for (const Leg& leg : entry.legs) {
        const bool out = held_.contains(leg.account) && leg.amount.value < 0;
        const bool back = takes_back && leg.account.kind == AccountKind::receivable;
        if (out || back) to_.push_back(step_of(entry, leg));
        followed = followed || out;
    }
    if (followed) follow_on(entry);
}

void ValuePath::follow_settlement(const Entry& entry) {
    bool ours = false;
    each_settled(entry, [&](PlaceProgram of, Date until) {
        const auto found = waiting_.find(of);
        if (found == waiting_.end()) return;
        ours = std::erase_if(found->second, [&](Date day) { return day <= until; }) > 0 || ours;
    });
    if (!ours) return;
    bool owed = false; // points without a rate come to nothing
    for (const Leg& leg : entry.legs) {
        if (leg.account.kind != AccountKind::payable) continue;
        to_.push_back(step_of(entry, leg));
        owed_.insert(leg.account.holder);
        owed = true;
    }
    for (const Leg& leg : entry.legs) {
        if (!owed && leg.account.kind == AccountKind::settled) to_.push_back(step_of(entry, leg));
    }
}

void ValuePath::follow_bank(const Entry& entry) {
    const bool comes_back = fact_of<ledger::PayOutReturned>(entry) && paying_.contains(entry.names);
    const auto* paid = fact_of<ledger::PaidOut>(entry);
    const bool goes_out = paid && owed_.erase(paid->organization.value) > 0;
    if (!comes_back && !goes_out) return;
    for (const Leg& leg : entry.legs) {
        if (leg.account.kind != AccountKind::payable) continue;
        to_.push_back(step_of(entry, leg));
        if (comes_back) owed_.insert(leg.account.holder);
    }
    if (goes_out) paying_.insert(entry.seq);
}

void ValuePath::follow_on(const Entry& entry) {
    const bool moves = entry.kind != EntryKind::payment && entry.kind != EntryKind::cancel;
    for (const Leg& leg : entry.legs) {
        const Account& account = leg.account;
        if (account.kind == AccountKind::receivable && entry.kind != EntryKind::settle)
            waiting_[{{account.holder}, account.program}].insert(entry.business_date);
        // What a payment puts into a lot is a reward of its own, what a cancel puts back is seen
        // where it is spent again.
        if (holds_value(account.kind) && leg.amount.value > 0 && (moves || entry.seq == traced_))
            held_.insert(account);
        if (account.kind == AccountKind::payable && leg.amount.value > 0 && entry.seq == traced_)
            owed_.insert(account.holder);
    }
    if (entry.kind == EntryKind::payment) paid_.insert(entry.seq);
    if (entry.kind == EntryKind::pay_out) paying_.insert(entry.seq);
}

ledger::Amount ValuePath::difference() const {
    if (settles_.empty()) return {};
    ledger::Amount sum;
    for (const Step& step : from_)
        sum += step.amount;
    return sum - settled_;
}

} // namespace meguri::app
