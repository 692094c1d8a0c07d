#include "ledger/terms.hpp"

namespace meguri::ledger {

namespace {
constexpr std::int32_t longest_days = 36'525;       // a hundred years
constexpr Amount largest_budget{9'000'000'000'000}; // 9 trillion yen: every sum stays below 2^53
} // namespace

Date Expiry::of(Date issued_on) const {
    switch (kind) {
    case Kind::never: return Date::none();
    case Kind::days_after: return issued_on + days;
    case Kind::fixed: return date;
    }
    MEGURI_ENSURE(!"an expiry outside the list");
    return Date::none();
}

Rights ProgramTerms::rights_at_issue() const {
    Rights rights;
    if (origin == Origin::granted) rights.bits |= Rights::granted_bit;
    return rights;
}

std::optional<std::string> contradiction(const ProgramTerms& t, Date today) {
    if (t.top_up.minimum.value < 1) return "top_up.minimum";
    if (t.top_up.step.value < 1) return "top_up.step";
    if (t.top_up.maximum > amount_max || t.top_up.maximum < t.top_up.minimum)
        return "top_up.maximum";
    if (t.top_up.step > t.top_up.maximum)
        return "top_up.step"; // also keeps the sum below from overflowing
    // At least one amount must satisfy minimum, step and maximum together, or nobody could ever top
    // up.
    const std::int64_t first = (t.top_up.minimum.value + t.top_up.step.value - 1) /
                               t.top_up.step.value * t.top_up.step.value;
    if (first > t.top_up.maximum.value) return "top_up.step";
    if (t.top_up.person_maximum.value < 0 || t.top_up.person_maximum > largest_budget)
        return "top_up.person_maximum";
    if (t.top_up.person_maximum.value != 0 && t.top_up.person_maximum.value < first)
        return "top_up.person_maximum";
    if (t.budget.value < 0 || t.budget > largest_budget) return "budget";
    if (t.budget.value != 0 && t.budget.value < first) return "budget";
    if (t.issue_from && t.issue_to && t.issue_to < t.issue_from) return "issue_to";
    if (t.issue_to && t.issue_to < today) return "issue_to";
    if (t.expiry.kind == Expiry::Kind::days_after &&
        (t.expiry.days < 1 || t.expiry.days > longest_days))
        return "expiry.days";
    if (t.expiry.kind == Expiry::Kind::fixed) {
        const Date last_issue =
            t.issue_to ? t.issue_to : (t.issue_from > today ? t.issue_from : today);
        if (t.expiry.date < last_issue) return "expiry.date"; // value would be dead when issued
    }
    return std::nullopt;
}

void write(Writer& out, const ProgramTerms& t) {
    out.u(static_cast<std::uint64_t>(t.unit));
    out.u(static_cast<std::uint64_t>(t.origin));
    for (Amount a :
         {t.top_up.minimum, t.top_up.step, t.top_up.maximum, t.top_up.person_maximum, t.budget})
        out.i(a.value);
    out.i(t.issue_from.days);
    out.i(t.issue_to.days);
    out.u(static_cast<std::uint64_t>(t.expiry.kind));
    out.i(t.expiry.days);
    out.i(t.expiry.date.days);
}

ProgramTerms read_terms(Reader& in) {
    ProgramTerms t;
    t.unit = in.choice(Unit::money, Unit::point);
    t.origin = in.choice(Origin::paid, Origin::granted);
    for (Amount* a :
         {&t.top_up.minimum, &t.top_up.step, &t.top_up.maximum, &t.top_up.person_maximum, &t.budget
         })
        a->value = in.i();
    t.issue_from.days = in.i32();
    t.issue_to.days = in.i32();
    t.expiry.kind = in.choice(Expiry::Kind::never, Expiry::Kind::fixed);
    t.expiry.days = in.i32();
    t.expiry.date.days = in.i32();
    return t;
}

} // namespace meguri::ledger
