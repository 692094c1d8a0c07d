#include "scenarios/terms_words.hpp"

namespace meguri::scenarios {

using namespace ledger;

ProgramTerms terms_of(const Step& s, const std::function<ProgramId(const std::string&)>& named) {
    ProgramTerms t;
    t.top_up = {
        {s.number_or("min", 1)},
        {s.number_or("step", 1)},
        {s.number_or("max", 50'000)},
        {s.number_or("person", 0)}
    };
    t.budget = {s.number_or("budget", 0)};
    t.unit = s.has("points") ? Unit::point : Unit::money;
    t.origin = s.has("granted") ? Origin::granted : Origin::paid;
    if (s.has("from")) t.issue_from = s.date("from");
    if (s.has("to")) t.issue_to = s.date("to");
    if (s.has("days"))
        t.expiry = {Expiry::Kind::days_after, static_cast<std::int32_t>(s.number("days")), {}};
    if (s.has("until")) t.expiry = {Expiry::Kind::fixed, 0, s.date("until")};
    if (s.has("months"))
        t.expiry = {
            Expiry::Kind::months_after, 0, {}, static_cast<std::int32_t>(s.number("months"))
        };
    if (s.has("not_sold")) t.top_up = {};
    if (s.has("type")) t.where.types = {static_cast<std::int32_t>(s.number("type"))};
    if (s.has("weekdays")) t.when.weekdays = static_cast<std::uint32_t>(s.number("weekdays"));
    if (s.has("dues")) t.dues = 1u << s.number("dues");
    t.to_residents = s.has("to_residents");
    t.stays_on_card = s.has("stays_on_card");
    const auto rate = [&](const char* percent) {
        return Tier{{1}, static_cast<std::int32_t>(s.number(percent) * 100), {}};
    };
    if (s.has("premium")) {
        t.bonus = {named(s.word("out_of")), {rate("premium")}, AtLimit::refuse};
        if (s.has("cut_premium")) t.bonus.at_limit = AtLimit::cut_premium;
        if (s.has("cut_top_up")) t.bonus.at_limit = AtLimit::cut_top_up;
    }
    if (s.has("reward")) t.reward.tiers = {rate("reward")};
    if (s.has("reward_at_type"))
        t.reward.where.types = {static_cast<std::int32_t>(s.number("reward_at_type"))};
    if (s.has("a_day"))
        t.limits.push_back(
            {Counted::spent, Measure::amount, s.number("a_day"), Period::day, Who::person}
        );
    if (s.has("times_a_month"))
        t.limits.push_back(
            {Counted::received, Measure::times, s.number("times_a_month"), Period::month,
             Who::person}
        );
    if (s.has("six_month")) t.issuer = IssuerMode::six_month;
    return t;
}

} // namespace meguri::scenarios
