// Every sum is made anew from the rows.
#include "naive/naive_ledger.hpp"

namespace meguri::naive {

std::vector<LotRow> Ledger::lots(std::int64_t wallet) const {
    std::vector<LotRow> found;
    for (const LotRow& lot : lots_) {
        if (lot.wallet == wallet && lot.amount != 0) found.push_back(lot);
    }
    return found;
}

std::int64_t Ledger::issued(std::int64_t program) const {
    std::int64_t sum = 0;
    for (const TopUpRow& t : top_ups_)
        sum += t.program == program ? t.amount : 0;
    return sum;
}

std::int64_t Ledger::in_wallets(std::int64_t program) const {
    std::int64_t sum = 0;
    for (const LotRow& lot : lots_)
        sum += lot.program == program ? lot.amount : 0;
    return sum;
}

std::int64_t Ledger::expired(std::int64_t program) const {
    std::int64_t sum = 0;
    for (const ExpiredRow& e : expired_)
        sum += e.program == program ? e.amount : 0;
    return sum;
}

std::int64_t Ledger::receivable(std::int64_t place, std::int64_t program) const {
    std::int64_t sum = 0;
    for (const PaymentRow& p : payments_) {
        if (p.place != place || p.cancelled) continue;
        for (const Taken& t : p.taken)
            sum += t.program == program ? t.amount : 0;
    }
    return sum;
}

std::int64_t Ledger::topped_up(std::int64_t wallet, std::int64_t program) const {
    std::int64_t sum = 0;
    for (const TopUpRow& t : top_ups_)
        sum += t.wallet == wallet && t.program == program ? t.amount : 0;
    return sum;
}

std::vector<std::int64_t> Ledger::history(std::int64_t wallet) const {
    std::vector<std::int64_t> seqs;
    for (auto row = chains_.rbegin(); row != chains_.rend(); ++row) {
        if (row->wallet == wallet) seqs.push_back(row->seq);
    }
    return seqs;
}

std::int64_t Ledger::taken_at(std::int64_t place, Date day) const {
    std::int64_t sum = 0;
    for (const PaymentRow& p : payments_)
        sum += p.place == place && p.day == day && !p.cancelled ? p.amount : 0;
    return sum;
}

} // namespace meguri::naive
