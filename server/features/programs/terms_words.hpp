// The contract's words for the choices in a program's terms: each once, for reading and writing.
#pragma once

#include "ledger/terms.hpp"

#include <string_view>
#include <utility>

namespace meguri::features {

template <class T, std::size_t N> using Words = const std::pair<std::string_view, T> (&)[N];

inline constexpr std::pair<std::string_view, ledger::Unit> unit_words[] = {
    {"money", ledger::Unit::money}, {"point", ledger::Unit::point}
};
inline constexpr std::pair<std::string_view, ledger::Origin> origin_words[] = {
    {"paid", ledger::Origin::paid}, {"granted", ledger::Origin::granted}
};
inline constexpr std::pair<std::string_view, ledger::Expiry::Kind> expiry_words[] = {
    {"never", ledger::Expiry::Kind::never},
    {"days_after", ledger::Expiry::Kind::days_after},
    {"fixed", ledger::Expiry::Kind::fixed},
    {"months_after", ledger::Expiry::Kind::months_after}
};
inline constexpr std::pair<std::string_view, ledger::Counted> counted_words[] = {
    {"topped_up", ledger::Counted::topped_up},
    {"received", ledger::Counted::received},
    {"spent", ledger::Counted::spent},
    {"sent", ledger::Counted::sent}
};
inline constexpr std::pair<std::string_view, ledger::Measure> measure_words[] = {
    {"amount", ledger::Measure::amount}, {"times", ledger::Measure::times}
};
inline constexpr std::pair<std::string_view, ledger::Period> period_words[] = {
    {"ever", ledger::Period::ever},
    {"day", ledger::Period::day},
    {"month", ledger::Period::month},
    {"fiscal_year", ledger::Period::fiscal_year}
};
inline constexpr std::pair<std::string_view, ledger::Who> who_words[] = {
    {"person", ledger::Who::person},
    {"household", ledger::Who::household},
    {"everybody", ledger::Who::everybody}
};
inline constexpr std::pair<std::string_view, ledger::AtLimit> at_limit_words[] = {
    {"refuse", ledger::AtLimit::refuse},
    {"cut_premium", ledger::AtLimit::cut_premium},
    {"cut_top_up", ledger::AtLimit::cut_top_up}
};
inline constexpr std::pair<std::string_view, ledger::SpentReward> spent_reward_words[] = {
    {"lowers_refund", ledger::SpentReward::lowers_refund},
    {"city_bears", ledger::SpentReward::city_bears}
};
inline constexpr std::pair<std::string_view, ledger::SettlementRate::Rounding> rounding_words[] = {
    {"down", ledger::SettlementRate::Rounding::down},
    {"half_up", ledger::SettlementRate::Rounding::half_up},
    {"up", ledger::SettlementRate::Rounding::up}
};
inline constexpr std::pair<std::string_view, ledger::CostBearer> cost_words[] = {
    {"city", ledger::CostBearer::city},
    {"organization", ledger::CostBearer::organization},
    {"place", ledger::CostBearer::place}
};
inline constexpr std::pair<std::string_view, ledger::IssuerMode> issuer_words[] = {
    {"municipality", ledger::IssuerMode::municipality},
    {"third_party", ledger::IssuerMode::third_party},
    {"six_month", ledger::IssuerMode::six_month}
};
inline constexpr std::string_view weekday_words[] = {"monday", "tuesday",  "wednesday", "thursday",
                                                     "friday", "saturday", "sunday"};

template <class T, std::size_t N> std::string_view word_for(T value, Words<T, N> words) {
    for (const auto& [word, each] : words) {
        if (each == value) return word;
    }
    MEGURI_ENSURE(!"terms hold a choice without a word");
    return "";
}

} // namespace meguri::features
