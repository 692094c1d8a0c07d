// The count of cash: what must lie in the drawers of a place that takes top-ups, day by day and
// person by person [CHG-f].
#include "features/places/places.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "views/place_books.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using views::CashRow;

namespace {

constexpr std::size_t most_rows = 1'000;

auto read_cash(PlaceId place, Date day) {
    return [=](store::Database& db) -> Try<std::vector<CashRow>> {
        for (int batches = 0; batches < 4; ++batches) {
            const auto end = views::follow_place_books(db);
            if (!end) return std::unexpected(end.error());
            if (*end) break;
        }
        return views::place_cash(db, place, day);
    };
}

struct Drawer {
    std::int64_t count = 0, taken = 0, handed_back = 0;
    void add(const CashRow& row) {
        if (row.amount < 0) {
            handed_back -= row.amount;
        } else {
            count += 1;
            taken += row.amount;
        }
    }
};

void write_drawer(JsonOut& out, const Drawer& drawer) {
    out.field("count", drawer.count);
    out.field("taken", drawer.taken);
    out.field("handed_back", drawer.handed_back);
    out.field("total", drawer.taken - drawer.handed_back);
}

} // namespace

Places::Reply Places::cash(Request& request) {
    Fields in = Fields::of_query(request.query);
    const Date day = in.optional_date("date").value_or(jst_date(request.at));
    if (auto refused = in.refused()) co_return std::move(*refused);
    auto found = co_await service::transact(p_.registry, read_cash(request.caller().place, day));
    if (!found) co_return problem(found.error());
    Drawer all;
    std::map<PersonId, Drawer> people;
    for (const CashRow& row : *found) {
        all.add(row);
        people[row.person].add(row);
    }
    std::reverse(found->begin(), found->end());
    if (found->size() > most_rows) found->resize(most_rows);
    std::vector<Seq> seqs;
    for (const CashRow& row : *found)
        seqs.push_back(row.seq);
    const auto entries = co_await service::read_entries(p_.engine, seqs);
    if (!entries) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.field("date", day);
        write_drawer(out, all);
        out.array("people", people, [&](const auto& each) {
            const service::PersonName& name = p_.names.of(each.first);
            out.object([&] {
                out.object("person", [&] {
                    out.field("id", name.id);
                    out.field("name", name.name);
                });
                write_drawer(out, each.second);
            });
        });
        std::size_t n = 0;
        out.array("rows", *entries, [&](const engine::EntryPtr& entry) {
            const CashRow& row = (*found)[n++];
            out.object([&] {
                out.field("id", std::to_string(row.seq.value));
                out.field("at", entry->at);
                out.field("digits", fmt::format("{:04}", ledger::four_digits(*entry)));
                out.field("amount", row.amount);
                out.field("by", p_.names.of(row.person).name);
                if (row.amount < 0) out.field("of", row.of);
            });
        });
        out.field("as_of", request.at);
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features
