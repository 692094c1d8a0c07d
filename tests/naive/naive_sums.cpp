// Every sum is made anew from the rows.
#include "naive/naive_ledger.hpp"

namespace meguri::naive {

using ledger::AccountKind;

std::vector<LotRow> Ledger::lots(std::int64_t wallet) const {
    std::vector<LotRow> found;
    for (const LotRow& lot : lots_) {
        if (lot.wallet == wallet && lot.amount != 0) found.push_back(lot);
    }
    return found;
}

std::int64_t Ledger::total(AccountKind kind, std::int64_t program) const {
    if (kind == AccountKind::lot) return in_wallets(program);
    std::int64_t sum = 0;
    for (const BookRow& b : books_)
        sum += b.kind == kind && b.program == program ? b.amount : 0;
    return sum;
}

std::int64_t Ledger::issued(std::int64_t program) const {
    return -total(AccountKind::issue, program);
}
std::int64_t Ledger::expired(std::int64_t program) const {
    return total(AccountKind::expired, program);
}

std::int64_t Ledger::in_wallets(std::int64_t program) const {
    std::int64_t sum = 0;
    for (const LotRow& lot : lots_)
        sum += lot.program == program ? lot.amount : 0;
    return sum;
}

std::int64_t Ledger::receivable(std::int64_t place, std::int64_t program) const {
    std::int64_t sum = 0;
    for (const BookRow& b : books_) {
        if (b.kind == AccountKind::receivable && b.holder == place && b.program == program)
            sum += b.amount;
    }
    return sum;
}

std::int64_t Ledger::budget(std::int64_t organization, std::int64_t program) const {
    std::int64_t sum = 0;
    for (const BookRow& b : books_) {
        if (b.kind == AccountKind::budget && b.holder == organization && b.program == program)
            sum += b.amount;
    }
    return sum;
}

std::int64_t Ledger::topped_up(std::int64_t wallet, std::int64_t program) const {
    std::int64_t sum = 0;
    for (const ActRow& a : acts_) {
        const bool bought = a.what == ledger::Counted::topped_up;
        sum += bought && a.wallet == wallet && a.program == program ? a.amount : 0;
    }
    return sum;
}

std::int64_t Ledger::handed_on(std::int64_t wallet, std::int64_t program) const {
    std::int64_t sum = 0;
    for (const ActRow& a : acts_) {
        const bool bought = a.what == ledger::Counted::topped_up && a.handed_on;
        sum += bought && a.wallet == wallet && a.program == program ? a.amount : 0;
    }
    return sum;
}

std::int64_t Ledger::balance(std::int64_t wallet, const Taken& lot) const {
    for (const LotRow& l : lots_) {
        if (l.wallet == wallet && l.program == lot.program && l.expires_on == lot.expires_on &&
            l.rights == lot.rights)
            return l.amount;
    }
    return 0;
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
        sum += p.place == place && p.day == day ? p.amount : 0;
    for (const TakenBack& t : taken_back_)
        sum -= t.place == place && t.day == day ? t.amount : 0;
    return sum;
}

} // namespace meguri::naive
