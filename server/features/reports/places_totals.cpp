// What each place had of each program, by month: place × program × fiscal year (ADM-e).
#include "features/reports/reports.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using views::Origin;
using views::PlaceFlow;
namespace account = views::account;

namespace {

constexpr std::int64_t places_a_piece = 25; // a few milliseconds, with some programs and a year

// "2026-11" as 202611; 0 when it is no month.
std::int64_t month_of(Fields& in, std::string_view name) {
    const auto day = Date::parse(in.text(name, 7, 7) + "-01");
    if (!day) in.refuse(name);
    return day ? day->number() / 100 : 0;
}

// Of one place in one program; units.
struct Totals {
    std::int64_t issued = 0;                        // by top-ups there
    std::int64_t handed_out = 0;                    // out of its organization's budget
    std::int64_t taken_bought = 0, taken_given = 0; // payments less cancels
    std::int64_t settled = 0;
};

Totals totals_of(std::span<const PlaceFlow> flows) {
    Totals all;
    for (const auto& [place, program, flow] : flows) {
        switch (flow.account) {
        case account::issue:
        case account::reserved: all.issued -= flow.amount; break;
        case account::budget: all.handed_out -= flow.amount; break;
        case account::receivable:
            if (flow.origin == Origin::bought) all.taken_bought += flow.amount;
            if (flow.origin == Origin::given) all.taken_given += flow.amount;
            if (flow.origin == Origin::none) all.settled -= flow.amount;
            break;
        default: break;
        }
    }
    return all;
}

// The stretches of equal `key`, one after the other.
template <class Key>
std::vector<std::span<const PlaceFlow>> parts(std::span<const PlaceFlow> flows, Key key) {
    std::vector<std::span<const PlaceFlow>> all;
    for (std::size_t from = 0; from < flows.size();) {
        std::size_t to = from + 1;
        while (to < flows.size() && key(flows[to]) == key(flows[from]))
            ++to;
        all.push_back(flows.subspan(from, to - from));
        from = to;
    }
    return all;
}

PlaceId place_of(const PlaceFlow& flow) { return flow.place; }
ProgramId program_of(const PlaceFlow& flow) { return flow.program; }

} // namespace

http::Async<Try<std::vector<PlaceFlow>>>
Reports::place_flows(Months months, PlaceId after, std::int64_t limit) {
    std::vector<PlaceFlow> all;
    while (limit > 0) {
        const std::int64_t most = std::min(limit, places_a_piece);
        const auto read = [=](store::Database& db) {
            return views::place_flows(db, after, most, months.from, months.to);
        };
        const auto piece = co_await service::transact(p_.registry, read);
        if (!piece) co_return std::unexpected(piece.error());
        if (piece->empty()) break;
        all.insert(all.end(), piece->begin(), piece->end());
        after = all.back().place;
        limit -= most;
    }
    co_return all;
}

Reports::Reply Reports::places(Request& request) {
    Fields in = Fields::of_query(request.query);
    Months months;
    months.from = month_of(in, "from");
    months.to = month_of(in, "to");
    if (months.to < months.from) in.refuse("to");
    const std::int64_t limit = in.optional_integer("limit", 1, 200).value_or(100);
    const std::string behind = in.optional_id("after").value_or("");
    const auto* after = p_.directory.place(std::string_view(behind));
    if (!behind.empty() && !after) in.refuse("after");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto position = co_await catch_up();
    if (!position) co_return problem(position.error());
    const PlaceId beyond = after ? after->number : PlaceId{};
    const auto flows = co_await place_flows(months, beyond, limit);
    if (!flows) co_return problem(flows.error());
    const auto places = parts(*flows, place_of);
    JsonOut out;
    out.object([&] {
        out.field("as_of", position->as_of.value);
        out.field("complete", position->complete);
        out.array("places", places, [&](std::span<const PlaceFlow> of) { write_place(out, of); });
        if (std::ssize(places) == limit)
            out.field("next_after", p_.directory.place(places.back().front().place)->id);
    });
    co_return http::ok(std::move(out));
}

void Reports::write_place(JsonOut& out, std::span<const PlaceFlow> flows) const {
    const PlaceId place = flows.front().place;
    out.object([&] {
        json_.place(out, "place", place);
        out.array("programs", parts(flows, program_of), [&](std::span<const PlaceFlow> of) {
            const Totals totals = totals_of(of);
            out.object([&] {
                json_.program(out, "program", of.front().program);
                out.field("issued", totals.issued);
                out.field("handed_out", totals.handed_out);
                out.field("taken_bought", totals.taken_bought);
                out.field("taken_given", totals.taken_given);
                out.field("settled", totals.settled);
            });
        });
    });
}

} // namespace meguri::features
