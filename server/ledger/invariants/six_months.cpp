// Money that the law leaves alone because it lasts for six months at most (資金決済法4条2号) does
// so by every way: whatever comes into a wallet, bought, given, put right, returned, passed on or
// moved, has a last day within six months of that very day.
#include "ledger/invariants/invariants.hpp"

#include <fmt/core.h>

namespace meguri::ledger {

namespace {
bool too_long(const State& state, ProgramId id, Date last_day, Date today) {
    const Program* program = state.programs.find(id);
    if (!program || program->terms.issuer != IssuerMode::six_month) return false;
    return !last_day || last_day >= today.plus_months(6);
}
} // namespace

Broken invariants::six_months::after(const State& state, const Entry& entry) {
    for (const Leg& leg : entry.legs) {
        const Account& a = leg.account;
        if (a.kind != AccountKind::lot || leg.amount.value <= 0) continue;
        if (too_long(state, a.program, a.expires_on, entry.business_date))
            return fmt::format("entry {} lasts longer than six months", entry.seq.value);
    }
    return std::nullopt;
}

Broken invariants::six_months::over(const State& state) {
    const Date today = jst_date(state.last_at);
    for (std::int64_t i = 1; i <= state.wallets.size(); ++i) {
        const Wallet* wallet = state.wallets.find({i});
        if (!wallet) continue;
        for (const Lot& lot : wallet->lots) {
            if (too_long(state, lot.program, lot.expires_on, today))
                return fmt::format("value in wallet {} lasts longer than six months", i);
        }
    }
    return std::nullopt;
}

} // namespace meguri::ledger
