// When which organizations are paid, and what the city keeps of it. One operator sets it; every run
// that it changes is seen and approved by two.
#include "features/settlement/settlement.hpp"
#include "service/ask.hpp"

#include <algorithm>

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {

constexpr std::pair<std::string_view, Closing> closings[] = {
    {"month_end", Closing::month_end}, {"half_month", Closing::half_month}, {"week", Closing::week}
};
constexpr std::int64_t most_pay_after = 90, most_fee = 2'000, most_tax = 3'000;

std::string_view word_of(Closing closing) {
    for (const auto& [word, each] : closings) {
        if (each == closing) return word;
    }
    return "";
}

// T and thirteen digits, as the tax office writes them.
bool is_registration_number(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 14 && text.front() == 'T' && std::ranges::all_of(text.substr(1), digit);
}

SettlementGroup read_group(Fields& in) {
    SettlementGroup group;
    group.number = in.optional_integer("number", 1, most_groups).value_or(0);
    group.version = in.optional_integer("version", 1, 1'000'000).value_or(0);
    group.name = in.text("name", 1, 40);
    group.closing = in.word<Closing>("closing", closings);
    group.pay_after_days = static_cast<int>(in.integer("pay_after_days", 1, most_pay_after));
    group.fee_per_10000 = in.integer("fee_per_10000", 0, most_fee);
    group.tax_per_10000 = in.integer("tax_per_10000", 0, most_tax);
    group.registration_number = in.optional_text("registration_number", 14, 14).value_or("");
    const bool known = is_registration_number(group.registration_number);
    if (!group.registration_number.empty() && !known) in.refuse("registration_number");
    if ((group.number == 0) != (group.version == 0)) in.refuse("version");
    return group;
}

void write_terms(JsonOut& out, const SettlementGroup& group) {
    out.field("version", group.version);
    out.field("name", group.name);
    out.field("closing", word_of(group.closing));
    out.field("pay_after_days", std::int64_t{group.pay_after_days});
    out.field("fee_per_10000", group.fee_per_10000);
    out.field("tax_per_10000", group.tax_per_10000);
    if (!group.registration_number.empty())
        out.field("registration_number", group.registration_number);
}

// The group as it is to be; none where somebody else was quicker, or its name is taken.
enum class Placed { as_it_is, next, changed_meanwhile, name_taken, full };
Placed place(const std::vector<SettlementGroup>& all, SettlementGroup& group) {
    for (const SettlementGroup& each : all) {
        if (each.name != group.name || each.number == group.number) continue;
        // Sent again because its answer was lost: it is there, once.
        return group.number == 0 && each.same_terms(group) ? Placed::as_it_is : Placed::name_taken;
    }
    if (group.number == 0) {
        group.number = std::ssize(all) + 1, group.version = 1;
        return group.number > most_groups ? Placed::full : Placed::next;
    }
    const auto known = std::ranges::find(all, group.number, &SettlementGroup::number);
    if (known == all.end()) return Placed::full;
    if (known->same_terms(group)) return Placed::as_it_is;
    if (known->version != group.version) return Placed::changed_meanwhile;
    ++group.version;
    return Placed::next;
}

} // namespace

void Settlements::add_group_routes(http::Router& router) {
    router.on(Operation::listSettlementGroups, [this](Request& r) { return list_groups(r); });
    router.on(Operation::setSettlementGroup, [this](Request& r) { return set_group(r); });
    router.on(Operation::setOrganizationGroup, [this](Request& r) { return set_member(r); });
}

http::Async<Try<std::optional<SettlementGroup>>>
Settlements::find_group(std::int64_t number, std::int64_t version) {
    const auto read = [=](store::Database& db) {
        return settlement_groups_store::find(db, number, version);
    };
    co_return co_await service::transact(p_.registry, read);
}

Settlements::Reply Settlements::show_groups(const Request& request) {
    struct Read {
        std::vector<SettlementGroup> versions;
        settlement_groups_store::Members members;
    };
    const auto read_all = [](store::Database& db) -> Try<Read> {
        auto versions = settlement_groups_store::versions(db);
        if (!versions) return std::unexpected(versions.error());
        auto members = settlement_groups_store::members(db);
        if (!members) return std::unexpected(members.error());
        return Read{std::move(*versions), std::move(*members)};
    };
    const auto read = co_await service::transact(p_.registry, read_all);
    if (!read) co_return problem(read.error());
    std::map<std::int64_t, std::int64_t> sizes;
    for (const service::PlaceTexts* each : p_.directory.organizations())
        ++sizes[group_of(read->members, each->organization)];
    std::vector<const SettlementGroup*> newest;
    for (const SettlementGroup& each : read->versions) {
        if (newest.empty() || newest.back()->number != each.number) newest.push_back(&each);
    }
    const Date yesterday = jst_date(request.at) + -1;
    JsonOut out;
    out.object([&] {
        out.array("groups", newest, [&](const SettlementGroup* group) {
            const Date until = closing_day(group->closing, yesterday);
            out.object([&] {
                out.field("number", group->number);
                write_terms(out, *group);
                out.field("organizations", sizes[group->number]);
                out.field("until", until);
                out.field("pay_on", until + group->pay_after_days);
            });
        });
        out.array("changes", read->versions, [&](const SettlementGroup& each) {
            if (!each.set_by) return; // as every city begins
            const service::PersonName& by = p_.names.of(each.set_by);
            out.object([&] {
                out.field("number", each.number);
                write_terms(out, each);
                out.object("set_by", [&] { out.field("id", by.id), out.field("name", by.name); });
                out.field("set_at", each.set_at);
            });
        });
    });
    co_return http::ok(std::move(out));
}

Settlements::Reply Settlements::list_groups(Request& request) {
    co_return co_await show_groups(request);
}

Settlements::Reply Settlements::set_group(Request& request) {
    Fields in(request.body);
    SettlementGroup group = read_group(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    group.set_by = request.caller().person;
    group.set_at = request.at;
    const auto set = [group](store::Database& db) mutable -> Try<Placed> {
        const auto all = settlement_groups_store::newest(db);
        if (!all) return std::unexpected(all.error());
        const Placed placed = place(*all, group);
        if (placed != Placed::next) return placed;
        const auto written = settlement_groups_store::insert(db, group);
        if (!written) return std::unexpected(written.error());
        return *written ? Placed::next : Placed::changed_meanwhile;
    };
    const auto placed = co_await service::transact(p_.registry, set);
    if (!placed) co_return problem(placed.error());
    switch (*placed) {
    case Placed::changed_meanwhile:
        co_return problem(Refusal::invalid_request, {.field = "version"});
    case Placed::name_taken: co_return problem(Refusal::invalid_request, {.field = "name"});
    case Placed::full: co_return problem(Refusal::invalid_request, {.field = "number"});
    case Placed::as_it_is:
    case Placed::next: break;
    }
    co_return co_await show_groups(request);
}

// Counts from the next run that is worked out.
Settlements::Reply Settlements::set_member(Request& request) {
    Fields in(request.body);
    const std::int64_t number = in.integer("group", 1, most_groups);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* of = p_.directory.place_of_organization(request.id);
    if (!of) co_return problem(Refusal::not_found);
    const auto group = co_await find_group(number, 0);
    if (!group) co_return problem(group.error());
    if (!*group) co_return problem(Refusal::invalid_request, {.field = "group"});
    const auto put = [organization = of->organization, number, by = request.caller().person,
                      at = request.at](store::Database& db) {
        return settlement_groups_store::put(db, organization, number, by, at);
    };
    const auto done = co_await service::transact(p_.registry, put);
    if (!done) co_return problem(done.error());
    co_return co_await show_account(request, *of);
}

} // namespace meguri::features
