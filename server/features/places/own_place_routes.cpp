// What the staff of a place see of it: its code, today, any day's takings (PNT-n, ADM-g: only their
// own).
#include "features/places/places.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "service/money_of_day.hpp"
#include "views/history.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::Side;

namespace {

constexpr std::int64_t most_entries = 1000;

// The view is brought up to the journal's end first, a few milliseconds at most; `as_of` says how
// far it got.
auto read_day(PlaceId place, Date day, std::int64_t most) {
    return [=](store::Database& db) -> Try<views::PlaceDay> {
        for (int batches = 0; batches < 4; ++batches) {
            const auto end = views::follow(db);
            if (!end) return std::unexpected(end.error());
            if (*end) break;
        }
        return views::place_day(db, place, day, most);
    };
}

} // namespace

Places::Reply Places::own(Request& request) {
    const PlaceId id = request.caller().place;
    const auto* texts = p_.directory.place(id);
    if (!texts) co_return problem(Refusal::place_unknown);
    const auto seen = co_await service::look(p_.engine, [id](const ledger::State& state) {
        return facts_of(state.places.find(id));
    });
    if (!seen) co_return problem(Refusal::paused);
    auto day = co_await service::transact(p_.registry, read_day(id, jst_date(request.at), 0));
    if (!day) co_return problem(day.error());
    service::leave_out_points(p_.directory, *day);
    JsonOut out;
    out.object([&] {
        json_.place(out, "place", id);
        out.field("status", word_of(seen->status));
        service::write_capabilities(out, seen->capabilities);
        out.field("code_url", p_.codes.url({1, texts->code}));
        out.field("code_number", texts->shop_number);
        out.field("staff_name", p_.names.of(request.caller().person).name);
        service::write_rights(out, request.caller().rights);
        out.object("today", [&] {
            out.field("count", day->payments - day->cancels);
            out.field("amount", day->paid - day->cancelled);
        });
    });
    co_return http::ok(std::move(out));
}

// A cancelled top-up is no sale's and not in the list; its wallet knows of it.
http::Async<std::optional<Places::CancelledOf>>
Places::cancelled_top_ups(const std::vector<engine::EntryPtr>& entries, Date day) {
    const auto look_at = [&entries](const ledger::State& state) {
        CancelledOf found;
        for (const engine::EntryPtr& e : entries) {
            if (e->kind != ledger::EntryKind::top_up) continue;
            const auto sum = service::cancelled_of(state.wallets.find(e->wallet), e->seq);
            if (sum.by) found.emplace(e->seq, sum);
        }
        return found;
    };
    auto found = co_await service::look(p_.engine, look_at);
    if (!found) co_return std::nullopt;
    std::vector<Seq> cancels;
    for (const auto& [top_up, sum] : *found)
        cancels.push_back(sum.by);
    const auto by = co_await service::read_entries(p_.engine, cancels);
    if (!by) co_return std::nullopt;
    for (const engine::EntryPtr& cancel : *by) {
        if (cancel->business_date != day)
            found->erase(cancel->names);
        else // the cash that was handed back: less where premium had been spent
            found->at(cancel->names).amount = cancel->amount;
    }
    co_return *found;
}

Places::Reply Places::sales(Request& request) {
    Fields in = Fields::of_query(request.query);
    const Date day = in.optional_date("date").value_or(jst_date(request.at));
    if (auto refused = in.refused()) co_return std::move(*refused);
    auto found = co_await service::transact(
        p_.registry, read_day(request.caller().place, day, most_entries)
    );
    if (!found) co_return problem(found.error());
    service::leave_out_points(p_.directory, *found);
    const auto entries = co_await service::read_entries(p_.engine, found->entries);
    if (!entries) co_return problem(Refusal::paused);
    // Cancels of the same day; what the city takes back later stands in that day's list.
    auto taken_back = co_await cancelled_top_ups(*entries, day);
    if (!taken_back) co_return problem(Refusal::paused);
    std::unordered_map<Seq, service::Cancelled>& cancelled = *taken_back;
    for (auto e = entries->rbegin(); e != entries->rend(); ++e) {
        if ((*e)->kind != ledger::EntryKind::cancel) continue;
        service::Cancelled& sum = cancelled[(*e)->names];
        sum.by = (*e)->seq;
        sum.amount += (*e)->amount;
    }
    JsonOut out;
    out.object([&] {
        out.field("date", day);
        out.field("count", found->payments - found->cancels);
        out.field("amount", found->paid - found->cancelled);
        out.field("cancelled", found->cancelled);
        out.array("by_program", found->by_program, [&](const auto& split) {
            out.object([&] {
                json_.program(out, "program", split.program);
                out.field("amount", split.paid - split.cancelled);
            });
        });
        out.array("entries", *entries, [&](const auto& e) {
            const auto sum = cancelled.find(e->seq);
            json_.write(
                out, *e, Side::place, sum == cancelled.end() ? service::Cancelled{} : sum->second
            );
        });
        out.field("as_of", request.at);
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features
