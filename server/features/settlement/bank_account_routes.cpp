// Where the city's transfers come from, and where each organization's money goes.
#include "features/settlement/settlement.hpp"
#include "service/ask.hpp"
#include "service/folded.hpp"
#include "service/look_log.hpp"

#include <algorithm>

namespace meguri::features {

using bank_accounts_store::OrganizationAccount;
using bank_accounts_store::TransferSettings;
using gateway::AccountKind;
using gateway::BankAccount;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {

constexpr std::size_t most_listed = 1000;
constexpr char by_wire = '7', blank = ' ';

std::string read_digits(Fields& in, std::string_view name, std::size_t length) {
    std::string digits = in.text(name, length, length);
    if (digits.find_first_not_of("0123456789") != std::string::npos) in.refuse(name);
    return digits;
}

BankAccount read_account(Fields& body) {
    Fields in = body.object("account");
    BankAccount account;
    account.bank = read_digits(in, "bank", 4);
    account.branch = read_digits(in, "branch", 3);
    account.kind = in.choice<AccountKind>(
        "kind", {{"ordinary", AccountKind::ordinary},
                 {"current", AccountKind::current},
                 {"savings", AccountKind::savings},
                 {"other", AccountKind::other}}
    );
    account.number = read_digits(in, "number", 7);
    const auto holder = gateway::account_holder(in.text("holder", 1, 60));
    if (!holder) in.refuse("holder");
    account.holder = holder.value_or("");
    return account;
}

std::string_view word_of(AccountKind kind) {
    switch (kind) {
    case AccountKind::ordinary: return "ordinary";
    case AccountKind::current: return "current";
    case AccountKind::savings: return "savings";
    case AccountKind::other: return "other";
    }
    return "";
}

void write(JsonOut& out, const BankAccount& account) {
    out.object("account", [&] {
        out.field("bank", account.bank);
        out.field("branch", account.branch);
        out.field("kind", word_of(account.kind));
        out.field("number", account.number);
        out.field("holder", account.holder);
    });
}

TransferSettings read_settings(Fields& in) {
    TransferSettings it;
    it.client_code = read_digits(in, "client_code", 10);
    it.account = read_account(in);
    it.profile.line_ends = in.boolean("line_ends");
    it.profile.end_of_file_mark = in.boolean("end_of_file_mark");
    it.profile.clearing_house_zeros = in.boolean("clearing_house_zeros");
    it.profile.delivery = in.choice<char>("delivery", {{"wire", by_wire}, {"blank", blank}});
    return it;
}

auto owed_to(OrganizationId organization) {
    return [organization](const ledger::State& state) {
        const ledger::Organization* it = state.organizations.find(organization);
        return it ? it->payable : ledger::Amount{};
    };
}

} // namespace

Settlements::Reply Settlements::get_settings(Request&) {
    const auto kept = co_await service::transact(p_.registry, [](store::Database& db) {
        return bank_accounts_store::settings(db);
    });
    if (!kept) co_return problem(kept.error());
    const gateway::BankProfile profile = *kept ? (*kept)->profile : gateway::BankProfile{};
    JsonOut out;
    out.object([&] {
        if (*kept) {
            out.field("client_code", (*kept)->client_code);
            features::write(out, (*kept)->account);
        }
        out.field("line_ends", profile.line_ends);
        out.field("end_of_file_mark", profile.end_of_file_mark);
        out.field("clearing_house_zeros", profile.clearing_house_zeros);
        out.field("delivery", profile.delivery == by_wire ? "wire" : "blank");
    });
    co_return http::ok(std::move(out));
}

Settlements::Reply Settlements::set_settings(Request& request) {
    Fields in(request.body);
    const TransferSettings settings = read_settings(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto set = [settings, by = request.caller().person, at = request.at](store::Database& db
                     ) { return bank_accounts_store::set_settings(db, settings, by, at); };
    const auto done = co_await service::transact(p_.registry, set);
    if (!done) co_return problem(done.error());
    co_return co_await get_settings(request);
}

void Settlements::write_account(
    JsonOut& out, const Request& request, const service::PlaceTexts& of, const Account& account,
    ledger::Amount owed, std::int64_t group, bool whole
) const {
    const auto person = [&](std::string_view name, PersonId who) {
        if (!who) return;
        const service::PersonName& named = p_.names.of(who);
        out.object(name, [&] { out.field("id", named.id), out.field("name", named.name); });
    };
    out.object([&] {
        out.field("id", of.organization_id);
        out.field("name", of.organization_name);
        out.field("owed", owed.value);
        out.field("group", group);
        if (!account) return out.field("state", "missing");
        out.field("state", account->confirmed_by ? "confirmed" : "unconfirmed");
        if (whole) features::write(out, account->account);
        person("set_by", account->set_by);
        person("confirmed_by", account->confirmed_by);
        out.field("own", account->set_by == request.caller().person);
    });
}

Settlements::Reply Settlements::list_organizations(Request& request) {
    Fields in = Fields::of_query(request.query);
    const auto typed = in.optional_text("search", 1, 60);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const std::vector<std::string> words = service::folded_words(typed.value_or(""));
    const auto accounts = co_await service::transact(p_.registry, [this](store::Database& db) {
        return accounts_.all(db);
    });
    if (!accounts) co_return problem(accounts.error());
    const auto members = co_await service::transact(p_.registry, settlement_groups_store::members);
    if (!members) co_return problem(members.error());
    std::vector<const service::PlaceTexts*> all = p_.directory.organizations();
    std::erase_if(all, [&](const service::PlaceTexts* each) {
        const std::string name = service::folded(each->organization_name);
        return !std::ranges::all_of(words, [&](const std::string& word) {
            return name.find(word) != std::string::npos;
        });
    });
    std::ranges::sort(all, [](const service::PlaceTexts* a, const service::PlaceTexts* b) {
        return std::tie(a->organization_name, a->number) <
               std::tie(b->organization_name, b->number);
    });
    if (all.size() > most_listed) all.resize(most_listed);
    const auto see_owed = [](const ledger::State& state) {
        std::map<OrganizationId, ledger::Amount> owed;
        for (std::int64_t n = 1; n <= state.organizations.size(); ++n) {
            if (const auto* it = state.organizations.find({n})) owed[{n}] = it->payable;
        }
        return owed;
    };
    auto owed = co_await service::look(p_.engine, see_owed);
    if (!owed) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.array("organizations", all, [&](const service::PlaceTexts* each) {
            const auto found = accounts->find(each->organization);
            const Account account =
                found == accounts->end() ? std::nullopt : Account(found->second);
            const ledger::Amount due = (*owed)[each->organization];
            const std::int64_t group = group_of(*members, each->organization);
            write_account(out, request, *each, account, due, group, false);
        });
    });
    co_return http::ok(std::move(out));
}

Settlements::Reply
Settlements::show_account(const Request& request, const service::PlaceTexts& of) {
    const auto read = [this, number = of.organization](store::Database& db) {
        return accounts_.find(db, number);
    };
    const auto account = co_await service::transact(p_.registry, read);
    if (!account) co_return problem(account.error());
    const auto members = co_await service::transact(p_.registry, settlement_groups_store::members);
    if (!members) co_return problem(members.error());
    const auto see_owed = owed_to(of.organization);
    const auto owed = co_await service::look(p_.engine, see_owed);
    if (!owed) co_return problem(Refusal::paused);
    JsonOut out;
    write_account(out, request, of, *account, *owed, group_of(*members, of.organization), true);
    co_return http::ok(std::move(out));
}

// A shop is often one person: each look at where its money goes is written down (PRI-1).
http::Async<Try<>>
Settlements::note_look(const Request& request, std::string_view what, const std::string& at_what) {
    const auto note = [this, by = request.caller().person, what, at_what,
                       at = request.at](store::Database& db) {
        return service::note_look(db, p_.vault, {by, {}, what, at_what}, at);
    };
    co_return co_await service::transact(p_.registry, note);
}

Settlements::Reply Settlements::get_account(Request& request) {
    const auto* of = p_.directory.place_of_organization(request.id);
    if (!of) co_return problem(Refusal::not_found);
    const auto noted = co_await note_look(request, "bank_account", of->organization_id);
    if (!noted) co_return problem(noted.error());
    co_return co_await show_account(request, *of);
}

Settlements::Reply Settlements::set_account(Request& request) {
    Fields in(request.body);
    const BankAccount account = read_account(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* of = p_.directory.place_of_organization(request.id);
    if (!of) co_return problem(Refusal::not_found);
    const auto put = [this, number = of->organization, account, by = request.caller().person,
                      at = request.at](store::Database& db) -> Try<> {
        const auto kept = accounts_.find(db, number);
        if (!kept) return std::unexpected(kept.error());
        if (*kept && (*kept)->account == account) return {}; // as it is: nothing to confirm anew
        return accounts_.put(db, number, account, by, at);
    };
    const auto done = co_await service::transact(p_.registry, put);
    if (!done) co_return problem(done.error());
    co_return co_await show_account(request, *of);
}

Settlements::Reply Settlements::confirm_account(Request& request) {
    Fields in(request.body);
    const BankAccount shown = read_account(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* of = p_.directory.place_of_organization(request.id);
    if (!of) co_return problem(Refusal::not_found);
    const auto confirm = [this, number = of->organization, shown, by = request.caller().person,
                          at = request.at](store::Database& db) -> Try<Refusal> {
        const auto kept = accounts_.find(db, number);
        if (!kept) return std::unexpected(kept.error());
        if (!*kept || (*kept)->account != shown) return Refusal::account_changed;
        if ((*kept)->set_by == by) return Refusal::same_person;
        if ((*kept)->confirmed_by) return Refusal::none;
        if (auto done = accounts_.confirm(db, number, by, at); !done)
            return std::unexpected(done.error());
        return Refusal::none;
    };
    const auto refused = co_await service::transact(p_.registry, confirm);
    if (!refused) co_return problem(refused.error());
    if (*refused != Refusal::none) co_return problem(*refused);
    co_return co_await show_account(request, *of);
}

} // namespace meguri::features
