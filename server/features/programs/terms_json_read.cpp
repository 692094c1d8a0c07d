#include "features/programs/terms_json.hpp"
#include "features/programs/terms_words.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using ledger::Amount;
using service::CityList;

namespace {

constexpr std::int64_t most_money = INT64_C(9007199254740991);
constexpr std::int64_t most_amount = ledger::amount_max.value;
constexpr std::size_t most_in_list = 1'000, most_rules = 20;

// A list that is left out restricts nothing. One that is there and names nothing would allow
// nothing: a slip, never a rule.
void refuse_empty(Fields& in, std::string_view name, bool empty) {
    if (empty && in.has(name)) in.refuse(name);
}

ledger::Expiry read_expiry(Fields in) {
    ledger::Expiry expiry;
    expiry.kind = in.word("kind", expiry_words);
    using Kind = ledger::Expiry::Kind;
    if (expiry.kind == Kind::days_after)
        expiry.days = static_cast<std::int32_t>(in.integer("days", 1, 3660));
    if (expiry.kind == Kind::months_after)
        expiry.months = static_cast<std::int32_t>(in.integer("months", 1, 120));
    if (expiry.kind == Kind::fixed) expiry.date = in.date("date");
    return expiry;
}

ledger::TopUpTerms read_top_up(Fields in) {
    ledger::TopUpTerms top_up;
    top_up.minimum = {in.amount("minimum")};
    top_up.step = {in.amount("step")};
    top_up.maximum = {in.amount("maximum")};
    top_up.person_maximum = {in.optional_integer("person_maximum", 0, most_money).value_or(0)};
    return top_up;
}

std::vector<ledger::ExpiryBand> read_bands(Fields& in) {
    std::vector<ledger::ExpiryBand> bands;
    for (Fields& each : in.optional_objects("bands", most_rules)) {
        const Amount from{each.amount("from")};
        bands.push_back({from, read_expiry(each.object("expiry"))});
    }
    return bands;
}

ledger::When read_when(Fields in) {
    ledger::When when;
    when.from = in.optional_date("from").value_or(Date::none());
    when.to = in.optional_date("to").value_or(Date::none());
    for (const std::string& word : in.optional_ids("weekdays", 7)) {
        std::uint32_t bit = 0;
        for (std::uint32_t i = 0; i < 7; ++i)
            bit |= weekday_words[i] == word ? 1u << i : 0u;
        if (bit == 0) in.refuse("weekdays");
        when.weekdays |= bit;
    }
    refuse_empty(in, "weekdays", when.weekdays == 0);
    when.from_minute =
        static_cast<std::int32_t>(in.optional_integer("from_minute", 0, 1439).value_or(0));
    when.to_minute =
        static_cast<std::int32_t>(in.optional_integer("to_minute", 0, 1440).value_or(0));
    return when;
}

std::vector<ledger::LimitRule> read_limits(Fields& in) {
    std::vector<ledger::LimitRule> limits;
    for (Fields& each : in.optional_objects("limits", most_rules)) {
        ledger::LimitRule rule;
        rule.what = each.word("what", counted_words);
        rule.measure = each.word("measure", measure_words);
        rule.cap = each.integer("cap", 1, most_money);
        rule.period = each.word("period", period_words);
        rule.who = each.word("who", who_words);
        limits.push_back(rule);
    }
    return limits;
}

std::vector<ledger::Tier> read_tiers(Fields& in) {
    std::vector<ledger::Tier> tiers;
    for (Fields& each : in.optional_objects("tiers", most_rules)) {
        ledger::Tier tier;
        tier.from = {each.amount("from")};
        tier.per_10000 =
            static_cast<std::int32_t>(each.optional_integer("per_10000", 0, 100'000).value_or(0));
        tier.fixed = {each.optional_integer("fixed", 0, most_amount).value_or(0)};
        tiers.push_back(tier);
    }
    if (tiers.empty()) in.refuse("tiers"); // whoever wants none leaves the whole part out
    return tiers;
}

ledger::SettlementRate read_rate(Fields in) {
    ledger::SettlementRate rate;
    rate.yen = in.integer("yen", 1, 1'000'000);
    rate.points = in.integer("points", 1, 1'000'000);
    rate.rounding = in.word_or("rounding", rate.rounding, rounding_words);
    return rate;
}

std::uint32_t read_dues(Fields& in) {
    std::uint32_t dues = 0;
    for (const std::int64_t kind : in.optional_integers("dues", 0, 15, 16))
        dues |= 1u << kind;
    return dues;
}

} // namespace

Hash NamedTerms::texts_digest() const {
    Writer out;
    out.bytes(name);
    out.bytes(stamp);
    return sha256(out.done());
}

std::string_view unit_word(ledger::Unit unit) { return word_for(unit, unit_words); }

// In whatever order the lists come: the rules keep them rising, and what is named twice is refused.
ledger::Where TermsJson::read_where(Fields& in) const {
    const auto numbers = [&](std::string_view name, CityList list) {
        std::vector<std::int32_t> all;
        for (const std::int64_t n : in.optional_integers(name, 1, 1'000'000, most_in_list)) {
            if (!lists_.find(list, n)) in.refuse(name); // no such item: a slip, never a rule
            all.push_back(static_cast<std::int32_t>(n));
        }
        refuse_empty(in, name, all.empty());
        std::ranges::sort(all);
        return all;
    };
    const auto places = [&](std::string_view name) {
        std::vector<PlaceId> all;
        for (const std::string& id : in.optional_ids(name, most_in_list)) {
            const auto* place = directory_.place(id);
            if (!place) in.refuse(name);
            all.push_back(place ? place->number : PlaceId{});
        }
        refuse_empty(in, name, all.empty());
        std::ranges::sort(all);
        return all;
    };
    ledger::Where where;
    where.types = numbers("types", CityList::place_types);
    where.areas = numbers("areas", CityList::areas);
    where.places = places("places");
    where.without_types = numbers("without_types", CityList::place_types);
    where.without_places = places("without_places");
    return where;
}

std::uint64_t TermsJson::read_marks(Fields& in, std::string_view name) const {
    std::uint64_t bits = 0;
    for (const std::int64_t n : in.optional_integers(name, 0, service::most_marks - 1, 64)) {
        if (!lists_.find(CityList::marks, n)) in.refuse(name);
        bits |= std::uint64_t{1} << n;
    }
    refuse_empty(in, name, bits == 0);
    return bits;
}

ledger::Bonus TermsJson::read_bonus(Fields& in) const {
    ledger::Bonus bonus;
    const auto* into = directory_.program(in.id("into"));
    // The rules say that it is missing, as they do of one that cannot hold a premium.
    bonus.into = into ? into->number : ProgramId{-1};
    bonus.tiers = read_tiers(in);
    bonus.at_limit = in.word_or("at_limit", bonus.at_limit, at_limit_words);
    return bonus;
}

ledger::Reward TermsJson::read_reward(Fields& in) const {
    ledger::Reward reward;
    reward.tiers = read_tiers(in);
    reward.payment_maximum = {in.optional_integer("payment_maximum", 0, most_amount).value_or(0)};
    reward.for_bought_only = in.optional_boolean("for_bought_only").value_or(false);
    reward.when_spent = in.word_or("when_spent", reward.when_spent, spent_reward_words);
    if (auto where = in.optional_object("where")) reward.where = read_where(*where);
    return reward;
}

NamedTerms TermsJson::read(Fields& in) const {
    NamedTerms p;
    p.name = in.text("name", 1, 60);
    p.stamp = in.text("stamp", 1, 1);
    ledger::ProgramTerms& t = p.terms;
    t.unit = in.word("unit", unit_words);
    t.origin = in.word("origin", origin_words);
    if (auto top_up = in.optional_object("top_up")) t.top_up = read_top_up(*top_up);
    t.budget = {in.optional_integer("budget", 0, most_money).value_or(0)};
    t.issue_from = in.optional_date("issue_from").value_or(Date::none());
    t.issue_to = in.optional_date("issue_to").value_or(Date::none());
    t.expiry = read_expiry(in.object("expiry"));
    t.bands = read_bands(in);
    if (auto where = in.optional_object("where")) t.where = read_where(*where);
    if (auto when = in.optional_object("when")) t.when = read_when(*when);
    t.dues = read_dues(in);
    t.stays_on_card = in.optional_boolean("stays_on_card").value_or(false);
    t.to_residents = in.optional_boolean("to_residents").value_or(false);
    if (auto eligible = in.optional_object("eligible"))
        t.eligible = {read_marks(*eligible, "all"), read_marks(*eligible, "any")};
    t.limits = read_limits(in);
    if (auto bonus = in.optional_object("bonus")) t.bonus = read_bonus(*bonus);
    if (auto reward = in.optional_object("reward")) t.reward = read_reward(*reward);
    if (auto rate = in.optional_object("rate")) t.rate = read_rate(*rate);
    t.cost = in.word_or("cost", t.cost, cost_words);
    t.issuer = in.word_or("issuer", t.issuer, issuer_words);
    return p;
}

} // namespace meguri::features
