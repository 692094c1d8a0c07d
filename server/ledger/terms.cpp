#include "ledger/terms.hpp"

namespace meguri::ledger {

Date Expiry::of(Date issued_on) const {
    switch (kind) {
    case Kind::never: return Date::none();
    case Kind::days_after: return issued_on + days;
    case Kind::fixed: return date;
    case Kind::months_after: return issued_on.plus_months(months) + -1;
    }
    MEGURI_ENSURE(!"an expiry outside the list");
    return Date::none();
}

Amount on_top_of(Amount amount, const std::vector<Tier>& tiers) {
    Amount extra;
    for (const Tier& tier : tiers) {
        if (amount < tier.from) break;
        extra = Amount{amount.value * tier.per_10000 / 10'000} + tier.fixed;
    }
    return extra;
}

Rights ProgramTerms::rights_at_issue() const {
    Rights rights;
    if (origin == Origin::granted) rights.bits |= Rights::granted_bit;
    if (to_residents) rights.bits |= Rights::to_residents_bit;
    if (stays_on_card) rights.bits |= Rights::stays_on_card_bit;
    rights.bits |= dues << Rights::first_dues_bit;
    return rights;
}

Rights ProgramTerms::rights_given() const {
    Rights rights = rights_at_issue();
    rights.bits |= Rights::granted_bit;
    return rights;
}

Date ProgramTerms::last_day(Date day, Amount topped_up) const {
    const Expiry* of = &expiry;
    for (const ExpiryBand& band : bands) {
        if (topped_up >= band.from) of = &band.expiry;
    }
    return of->of(day);
}

Date period_start(Period period, Date day) {
    switch (period) {
    case Period::ever: return Date::none();
    case Period::day: return day;
    case Period::month: {
        const Civil c = civil_from_days(day.days);
        return Date::from_civil(c.year, c.month, 1);
    }
    case Period::fiscal_year: return Date::from_civil(day.fiscal_year(), 4, 1);
    }
    MEGURI_ENSURE(!"a period outside the list");
    return Date::none();
}

} // namespace meguri::ledger
