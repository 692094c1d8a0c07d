#include "service/city_lists.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace meguri::service {

namespace {
std::size_t place_of(CityList list) { return static_cast<std::size_t>(list) - 1; }
} // namespace

std::string_view word_of(CityList list) {
    switch (list) {
    case CityList::place_types: return "place_types";
    case CityList::areas: return "areas";
    case CityList::marks: return "marks";
    }
    MEGURI_ENSURE(!"a list of the city outside the list");
    return "";
}

void CityLists::put(CityListItem item) {
    auto& list = lists_[place_of(item.list)];
    const auto at = std::lower_bound(
        list.begin(), list.end(), item.number,
        [](const CityListItem& each, std::int32_t number) { return each.number < number; }
    );
    if (at != list.end() && at->number == item.number)
        *at = std::move(item);
    else
        list.insert(at, std::move(item));
}

const CityListItem* CityLists::find(CityList list, std::int64_t number) const {
    for (const CityListItem& each : all(list)) {
        if (each.number == number) return &each;
    }
    return nullptr;
}

const CityListItem* CityLists::named(CityList list, std::string_view name) const {
    for (const CityListItem& each : all(list)) {
        if (each.name == name) return &each;
    }
    return nullptr;
}

const std::vector<CityListItem>& CityLists::all(CityList list) const {
    return lists_[place_of(list)];
}

std::optional<std::int32_t> CityLists::next(CityList list) const {
    const auto& items = all(list);
    const bool bits = list == CityList::marks;
    const std::int32_t number = items.empty() ? (bits ? 0 : 1) : items.back().number + 1;
    const bool full = bits ? number >= most_marks : number > most_items;
    return full ? std::nullopt : std::optional(number);
}

} // namespace meguri::service
