#include "ledger/where_when.hpp"

#include <algorithm>

namespace meguri::ledger {

namespace {

constexpr std::int32_t minutes_a_day = 24 * 60;

template <class T> bool on(const std::vector<T>& list, T item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}
// Every item of `part` is in `whole`.
template <class T> bool within(const std::vector<T>& part, const std::vector<T>& whole) {
    return std::all_of(part.begin(), part.end(), [&](const T& item) { return on(whole, item); });
}
// A list without items allows everything.
template <class T> bool widens(const std::vector<T>& now, const std::vector<T>& before) {
    return now.empty() || (!before.empty() && within(before, now));
}
template <class T> bool sorted_and_positive(const std::vector<T>& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i] <= T{} || (i > 0 && list[i] <= list[i - 1])) return false;
    }
    return list.size() <= 10'000;
}

std::int32_t end_of(const When& w) { return w.to_minute == 0 ? minutes_a_day : w.to_minute; }
std::uint32_t days_of(const When& w) { return w.weekdays == 0 ? 0x7f : w.weekdays; }
int weekday(Date day) { return (day.days + 3) % 7; } // 1970-01-01 was a Thursday; 0 = Monday

} // namespace

bool Where::everywhere() const {
    return types.empty() && areas.empty() && places.empty() && without_types.empty() &&
           without_places.empty();
}

bool Where::allows(PlaceId place, PlaceTraits traits) const {
    const bool listed = (types.empty() || on(types, traits.type)) &&
                        (areas.empty() || on(areas, traits.area)) &&
                        (places.empty() || on(places, place));
    return listed && !on(without_types, traits.type) && !on(without_places, place);
}

int Where::restrictedness() const {
    if (!places.empty()) return 5;
    if (!types.empty()) return areas.empty() ? 3 : 4;
    if (!areas.empty()) return 2;
    return everywhere() ? 0 : 1;
}

bool Where::covers(const Where& before) const {
    return widens(types, before.types) && widens(areas, before.areas) &&
           widens(places, before.places) && within(without_types, before.without_types) &&
           within(without_places, before.without_places);
}

bool When::allows(Instant at) const {
    const Date day = jst_date(at);
    if ((from && day < from) || (to && day > to)) return false;
    if (!(days_of(*this) >> weekday(day) & 1u)) return false;
    const auto minute = static_cast<std::int32_t>((at - day.begins()) / ms_per_minute);
    return minute >= from_minute && minute < end_of(*this);
}

bool When::covers(const When& before) const {
    const bool dates =
        (!from || (before.from && from <= before.from)) && (!to || (before.to && to >= before.to));
    return dates && (days_of(before) & ~days_of(*this)) == 0 && from_minute <= before.from_minute &&
           end_of(*this) >= end_of(before);
}

const char* contradiction(const Where& w) {
    if (!sorted_and_positive(w.types)) return "where.types";
    if (!sorted_and_positive(w.areas)) return "where.areas";
    if (!sorted_and_positive(w.places)) return "where.places";
    if (!sorted_and_positive(w.without_types)) return "where.without_types";
    if (!sorted_and_positive(w.without_places)) return "where.without_places";
    return nullptr;
}

const char* never_usable(const Where& w) {
    if (!w.types.empty() && within(w.types, w.without_types)) return "where.without_types";
    if (!w.places.empty() && within(w.places, w.without_places)) return "where.without_places";
    return nullptr;
}

const char* contradiction(const When& w) {
    if (w.from && w.to && w.to < w.from) return "when.to";
    if (w.weekdays > 0x7f) return "when.weekdays";
    if (w.from_minute < 0 || w.from_minute >= minutes_a_day) return "when.from_minute";
    if (w.to_minute < 0 || w.to_minute > minutes_a_day || end_of(w) <= w.from_minute)
        return "when.to_minute";
    return nullptr;
}

bool allows_some_day(const When& w, Date first, Date last) {
    first = std::max(first, w.from);
    if (w.to && (!last || w.to < last)) last = w.to;
    if (!last) return true;
    for (int n = 0; n < 7 && first + n <= last; ++n) { // a week has every weekday
        if (days_of(w) >> weekday(first + n) & 1u) return true;
    }
    return false;
}

const char* never_usable(const When& w) {
    return w.from && w.to && !allows_some_day(w, w.from, w.to) ? "when.weekdays" : nullptr;
}

namespace {
void write_list(Writer& out, const std::vector<std::int32_t>& list) {
    out.u(list.size());
    for (const std::int32_t n : list)
        out.i(n);
}
void write_list(Writer& out, const std::vector<PlaceId>& list) {
    out.u(list.size());
    for (const PlaceId place : list)
        out.i(place.value);
}
void read_list(Reader& in, std::vector<std::int32_t>& list) {
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        list.push_back(in.i32());
}
void read_list(Reader& in, std::vector<PlaceId>& list) {
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n)
        list.push_back({in.i()});
}
} // namespace

void write(Writer& out, const Where& w) {
    write_list(out, w.types), write_list(out, w.areas), write_list(out, w.places);
    write_list(out, w.without_types), write_list(out, w.without_places);
}

Where read_where(Reader& in) {
    Where w;
    read_list(in, w.types), read_list(in, w.areas), read_list(in, w.places);
    read_list(in, w.without_types), read_list(in, w.without_places);
    return w;
}

void write(Writer& out, const When& w) {
    out.i(w.from.days), out.i(w.to.days), out.u(w.weekdays), out.i(w.from_minute),
        out.i(w.to_minute);
}

When read_when(Reader& in) {
    When w;
    w.from.days = in.i32(), w.to.days = in.i32(), w.weekdays = in.u32();
    w.from_minute = in.i32(), w.to_minute = in.i32();
    return w;
}

} // namespace meguri::ledger
