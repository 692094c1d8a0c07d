#include "scenarios/terms_words.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <utility>

namespace meguri::scenarios {

using namespace ledger;

namespace {

// "5000:30,10000:never" → {5000, "30"}, {10000, "never"}
std::vector<std::pair<std::int64_t, std::string>> steps_of(const std::string& list) {
    std::vector<std::pair<std::int64_t, std::string>> steps;
    std::istringstream in(list);
    for (std::string step; std::getline(in, step, ',');) {
        const auto colon = step.find(':');
        if (colon == std::string::npos) return {};
        steps.emplace_back(
            std::strtoll(step.c_str(), nullptr, 10), step.substr(std::min(step.size(), colon + 1))
        );
    }
    return steps;
}

std::int32_t small(const std::string& word) {
    return static_cast<std::int32_t>(std::strtol(word.c_str(), nullptr, 10));
}

Expiry expiry_of(const std::string& word) {
    if (word == "never") return {};
    if (const auto date = Date::parse(word)) return {Expiry::Kind::fixed, 0, *date};
    return {Expiry::Kind::days_after, small(word), {}};
}

} // namespace

ProgramTerms terms_of(const Step& s, const Named& named) {
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
    if (s.has("bands")) {
        for (const auto& [from, expiry] : steps_of(s.word("bands")))
            t.bands.push_back({{from}, expiry_of(expiry)});
    }
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
        t.bonus = {named.program(s.word("out_of")), {rate("premium")}, AtLimit::refuse};
        if (s.has("cut_premium")) t.bonus.at_limit = AtLimit::cut_premium;
        if (s.has("cut_top_up")) t.bonus.at_limit = AtLimit::cut_top_up;
    }
    if (s.has("reward")) t.reward.tiers = {rate("reward")};
    if (s.has("reward_tiers")) {
        for (const auto& [from, percent] : steps_of(s.word("reward_tiers")))
            t.reward.tiers.push_back({{from}, small(percent) * 100, {}});
    }
    t.reward.payment_maximum = {s.number_or("reward_maximum", 0)};
    if (s.has("reward_at")) t.reward.where.places = {named.place(s.word("reward_at"))};
    if (s.has("reward_at_area"))
        t.reward.where.areas = {static_cast<std::int32_t>(s.number("reward_at_area"))};
    if (s.has("reward_at_type"))
        t.reward.where.types = {static_cast<std::int32_t>(s.number("reward_at_type"))};
    if (s.has("a_day"))
        t.limits.push_back(
            {Counted::spent, Measure::amount, s.number("a_day"), Period::day, Who::person}
        );
    if (s.has("person_gets"))
        t.limits.push_back(
            {Counted::received, Measure::amount, s.number("person_gets"), Period::ever, Who::person}
        );
    if (s.has("times_a_month"))
        t.limits.push_back(
            {Counted::received, Measure::times, s.number("times_a_month"), Period::month,
             Who::person}
        );
    if (s.has("six_month")) t.issuer = IssuerMode::six_month;
    return t;
}

HandoutTerms event_of(const Step& s, ProgramId gives) {
    HandoutTerms t;
    t.program = gives, t.ways = {Ways::check_in};
    t.amount = {s.number("amount")};
    t.stay_minutes = static_cast<std::int32_t>(s.number("minutes"));
    t.stay_units = static_cast<std::int32_t>(s.number("units"));
    return t;
}

} // namespace meguri::scenarios
