// The shop's books: any days, by program and by member of staff, as a list and as a file. Its staff
// see only its own [ADM-g, PAY-j, PNT-n], the city each place's [ADM-b, ADM-c].
#include "features/places/places.hpp"
#include "features/places/sales_file.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"
#include "service/table_reply.hpp"
#include "views/history.hpp"
#include "views/place_books.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using service::PlaceTexts;
using service::Side;
using views::PlaceFilter;

namespace {

constexpr int most_days = 366;
constexpr std::int64_t page_of_file = 500;

Try<> catch_up(store::Database& db) {
    for (int batches = 0; batches < 4; ++batches) {
        const auto history = views::follow(db);
        if (!history) return std::unexpected(history.error());
        const auto books = views::follow_place_books(db);
        if (!books) return std::unexpected(books.error());
        if (*history && *books) break;
    }
    return {};
}

struct Sums {
    std::vector<views::PlaceSum> sums;
    std::vector<PersonId> people;
    std::vector<views::GivenSum> given;
};

auto read_sums(PlaceFilter filter) {
    return [filter](store::Database& db) -> Try<Sums> {
        if (auto done = catch_up(db); !done) return std::unexpected(done.error());
        auto sums = views::place_sums(db, filter);
        if (!sums) return std::unexpected(sums.error());
        auto people = views::place_people(db, filter.place, filter.from, filter.to);
        if (!people) return std::unexpected(people.error());
        auto given = views::place_given(db, filter.place, filter.from, filter.to);
        if (!given) return std::unexpected(given.error());
        return Sums{std::move(*sums), std::move(*people), std::move(*given)};
    };
}

auto read_entries_of(PlaceFilter filter, Seq beyond, std::int64_t most, bool oldest_first) {
    return [=](store::Database& db) {
        return views::place_entries(db, filter, beyond, most, oldest_first);
    };
}

bool is_points(const service::Directory& directory, ProgramId number) {
    const auto* program = directory.program(number);
    return program && program->unit == "point";
}

// Of all programs, or of the one that was asked for; yen only.
views::PlaceSum whole(const service::Directory& directory, const Sums& seen, ProgramId program) {
    views::PlaceSum sum;
    for (const views::PlaceSum& each : seen.sums) {
        if (each.program == program) sum.payments = each.payments, sum.undone = each.undone;
        if (!each.program || is_points(directory, each.program)) continue;
        sum.paid += each.paid;
        sum.cancelled += each.cancelled;
    }
    return sum;
}

} // namespace

std::optional<PlaceId> Places::whose(const Request& request) const {
    if (request.caller().place) return request.caller().place;
    const PlaceTexts* texts = p_.directory.place(std::string_view(request.id));
    return texts ? std::optional(texts->number) : std::nullopt;
}

Places::Filtered Places::read_filter(const Request& request, PlaceId place, Fields& in) const {
    Filtered wanted;
    PlaceFilter& filter = wanted.filter;
    filter.place = place;
    const auto from = in.optional_date("from"), to = in.optional_date("to");
    filter.from = from.value_or(to.value_or(jst_date(request.at)));
    filter.to = to.value_or(filter.from);
    if (filter.to < filter.from || filter.to.days - filter.from.days >= most_days) in.refuse("to");
    const std::string program = in.optional_id("program").value_or("");
    if (!program.empty()) {
        const auto* texts = p_.directory.program(std::string_view(program));
        if (!texts) in.refuse("program");
        if (texts) filter.program = texts->number;
    }
    wanted.staff = in.optional_id("staff").value_or("");
    return wanted;
}

// Only who stands in this place's books can be asked for; nobody else is known here.
void Places::choose_person(Filtered& wanted, const std::vector<PersonId>& people) const {
    if (wanted.staff.empty()) return;
    wanted.filter.person = {-1};
    for (const PersonId person : people) {
        if (p_.names.of(person).id == wanted.staff) wanted.filter.person = person;
    }
}

http::Async<Try<std::vector<PersonId>>> Places::people_of(PlaceFilter filter) {
    const auto read = [filter](store::Database& db) -> Try<std::vector<PersonId>> {
        if (auto done = catch_up(db); !done) return std::unexpected(done.error());
        return views::place_people(db, filter.place, filter.from, filter.to);
    };
    co_return co_await service::transact(p_.registry, read);
}

Places::Reply Places::list_sales(Request& request) {
    const std::optional<PlaceId> place = whose(request);
    if (!place) co_return problem(Refusal::not_found);
    Fields in = Fields::of_query(request.query);
    Filtered wanted = read_filter(request, *place, in);
    const std::int64_t limit = in.optional_integer("limit", 1, 200).value_or(100);
    const Seq before{in.optional_integer("before", 1, INT64_C(1) << 53).value_or(0)};
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto people = co_await people_of(wanted.filter);
    if (!people) co_return problem(people.error());
    choose_person(wanted, *people);
    const auto seen = co_await service::transact(p_.registry, read_sums(wanted.filter));
    if (!seen) co_return problem(seen.error());
    const auto read_page = read_entries_of(wanted.filter, before, limit + 1, false);
    auto page = co_await service::transact(p_.registry, read_page);
    if (!page) co_return problem(page.error());
    const bool more = page->size() > static_cast<std::size_t>(limit);
    if (more) page->pop_back();
    std::vector<Seq> seqs;
    for (const views::PlaceEntry& each : *page)
        seqs.push_back(each.seq);
    const auto entries = co_await service::read_entries(p_.engine, seqs);
    if (!entries) co_return problem(Refusal::paused);
    const views::PlaceSum all = whole(p_.directory, *seen, wanted.filter.program);
    JsonOut out;
    out.object([&] {
        out.field("from", wanted.filter.from);
        out.field("to", wanted.filter.to);
        out.field("count", all.payments - all.undone);
        out.field("cancelled_count", all.undone);
        out.field("amount", all.paid - all.cancelled);
        out.field("cancelled", all.cancelled);
        write_programs(out, seen->sums);
        out.array("staff", seen->people, [&](PersonId person) {
            out.object([&] {
                out.field("id", p_.names.of(person).id);
                out.field("name", p_.names.of(person).name);
            });
        });
        std::size_t n = 0;
        out.array("entries", *entries, [&](const engine::EntryPtr& entry) {
            const views::PlaceEntry& each = (*page)[n++];
            out.object([&] {
                JsonOut text;
                json_.write(text, *entry, Side::place, {each.cancelled_by, {each.cancelled}});
                out.raw("entry", text.text());
                if (each.person) out.field("by", p_.names.of(each.person).name);
            });
        });
        write_given(out, seen->given);
        if (more) out.field("next_before", std::to_string(page->back().seq.value));
        out.field("as_of", request.at);
    });
    co_return http::ok(std::move(out));
}

void Places::write_programs(JsonOut& out, const std::vector<views::PlaceSum>& sums) const {
    std::vector<views::PlaceSum> parts;
    for (const views::PlaceSum& each : sums) {
        if (each.program) parts.push_back(each);
    }
    out.array("by_program", parts, [&](const views::PlaceSum& each) {
        out.object([&] {
            json_.program(out, "program", each.program);
            out.field("count", each.payments - each.undone);
            out.field("amount", each.paid - each.cancelled);
            out.field("cancelled", each.cancelled);
        });
    });
}

void Places::write_given(JsonOut& out, const std::vector<views::GivenSum>& given) const {
    out.array("given", given, [&](const views::GivenSum& each) {
        out.object([&] {
            json_.program(out, "program", each.program);
            out.field("amount", each.amount);
            out.field("people", each.people);
            out.field("times", each.times);
        });
    });
}

Places::Reply Places::sales_file(Request& request) {
    const std::optional<PlaceId> place = whose(request);
    if (!place) co_return problem(Refusal::not_found);
    Fields in = Fields::of_query(request.query);
    Filtered wanted = read_filter(request, *place, in);
    const bool english = in.choice_or<bool>("language", false, {{"ja", false}, {"en", true}});
    const service::TableFormat format = service::read_table_format(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto people = co_await people_of(wanted.filter);
    if (!people) co_return problem(people.error());
    choose_person(wanted, *people);
    SalesFile file(p_.directory, p_.names, english);
    Seq beyond;
    for (bool more = true; more;) { // page by page: the thread of the ledger waits for none of them
        const auto read_page = read_entries_of(wanted.filter, beyond, page_of_file, true);
        const auto page = co_await service::transact(p_.registry, read_page);
        if (!page) co_return problem(page.error());
        std::vector<Seq> seqs;
        for (const views::PlaceEntry& each : *page)
            seqs.push_back(each.seq);
        const auto entries = co_await service::read_entries(p_.engine, seqs);
        if (!entries) co_return problem(Refusal::paused);
        for (const engine::EntryPtr& entry : *entries)
            file.add(*entry, wanted.filter.program);
        if (!seqs.empty()) beyond = seqs.back();
        more = static_cast<std::int64_t>(page->size()) == page_of_file;
    }
    service::Table table = std::move(file).table();
    std::string name = SalesFile::name(wanted.filter.from, wanted.filter.to);
    co_return co_await service::reply_with_table(
        p_.workers, std::move(table), format, std::move(name), request.at
    );
}

} // namespace meguri::features
