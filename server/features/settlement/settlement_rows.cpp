// What each organization of a run gets, and why it does not get it yet.
#include "features/settlement/settlement.hpp"
#include "service/ask.hpp"
#include "service/folded.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {

constexpr std::int64_t a_page = 50;

bool needs_attention(std::string_view standing) {
    return standing != "open" && standing != "transfer";
}

std::string_view standing_of(
    const SettlementRun& run, ledger::Amount total, const std::optional<Transfer>& transfer,
    const bank_accounts_store::OrganizationAccount* account
) {
    if (transfer && transfer->state == TransferState::returned) return "returned";
    if (transfer && transfer->state != TransferState::refused) return "transfer";
    if (!account) return "account_missing";
    if (!account->confirmed_by) return "account_unconfirmed";
    const bool made = run.stage >= RunStage::transferring && run.stage != RunStage::stopped;
    return made || total.value <= 0 ? "nothing_owed" : "open";
}

struct Asked {
    std::vector<std::string> words;
    bool attention = false;
    std::int64_t page = 0;
};

Asked read_asked(Fields& in) {
    Asked asked;
    if (const auto typed = in.optional_text("search", 1, 60))
        asked.words = service::folded_words(*typed);
    asked.attention = in.choice_or<bool>("only", false, {{"attention", true}});
    asked.page = in.optional_integer("page", 0, 100'000).value_or(0);
    return asked;
}

} // namespace

http::Async<Try<std::vector<Settlements::Line>>> Settlements::lines(const SettlementRun& run) {
    struct Read {
        std::vector<ledger::SettlementRow> rows;
        std::vector<Transfer> transfers;
        std::map<OrganizationId, bank_accounts_store::OrganizationAccount> accounts;
    };
    const auto read_all = [this, number = run.number](store::Database& db) -> Try<Read> {
        auto rows = settlement_store::rows(db, number);
        if (!rows) return std::unexpected(rows.error());
        auto transfers = settlement_store::transfers(db, number);
        if (!transfers) return std::unexpected(transfers.error());
        auto accounts = accounts_.all(db);
        if (!accounts) return std::unexpected(accounts.error());
        return Read{std::move(*rows), std::move(*transfers), std::move(*accounts)};
    };
    const auto read = co_await service::transact(p_.registry, read_all);
    if (!read) co_return std::unexpected(read.error());
    std::map<OrganizationId, Line> by_organization;
    for (const ledger::SettlementRow& row : read->rows) {
        Line& line = by_organization[row.organization];
        if (row.program)
            line.rows.push_back(row), line.total += row.yen;
        else
            line.fee = row.yen, line.tax = row.tax, line.total -= row.yen + row.tax;
    }
    for (const Transfer& transfer : read->transfers)
        by_organization[transfer.organization].transfer = transfer;
    std::vector<Line> all;
    for (auto& [organization, line] : by_organization) {
        line.organization = organization;
        line.texts = p_.directory.place_of_organization(organization);
        const auto account = read->accounts.find(organization);
        line.standing = standing_of(
            run, line.total, line.transfer,
            account == read->accounts.end() ? nullptr : &account->second
        );
        all.push_back(std::move(line));
    }
    const auto name = [](const Line& line) {
        return line.texts ? std::string_view(line.texts->organization_name) : std::string_view();
    };
    std::ranges::sort(all, [&](const Line& a, const Line& b) {
        return std::pair(name(a), a.organization) < std::pair(name(b), b.organization);
    });
    co_return all;
}

Settlements::Reply Settlements::list_rows(Request& request) {
    Fields in = Fields::of_query(request.query);
    const Asked asked = read_asked(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    auto run = co_await find(request);
    if (!run) co_return std::move(run.error());
    const auto all = co_await lines(*run);
    if (!all) co_return problem(all.error());
    std::vector<const Line*> found;
    std::int64_t attention = 0;
    ledger::Amount total, transferred;
    for (const Line& line : *all) {
        const bool looked_at = needs_attention(line.standing);
        attention += looked_at;
        const std::string name = line.texts ? service::folded(line.texts->organization_name) : "";
        const bool fits = std::ranges::all_of(asked.words, [&](const std::string& word) {
            return name.find(word) != std::string::npos;
        });
        if (!fits || !line.texts || (asked.attention && !looked_at)) continue;
        found.push_back(&line);
        total += line.total;
        if (line.transfer) transferred += line.transfer->amount;
    }
    const auto size = static_cast<std::int64_t>(found.size());
    const std::int64_t from = std::min(size, asked.page * a_page);
    const std::vector<const Line*> page(
        found.begin() + from, found.begin() + std::min(size, from + a_page)
    );
    JsonOut out;
    out.object([&] {
        out.array("rows", page, [&](const Line* line) {
            out.object([&] {
                out.object("organization", [&] {
                    out.field("id", line->texts->organization_id);
                    out.field("name", line->texts->organization_name);
                });
                out.array("programs", line->rows, [&](const ledger::SettlementRow& row) {
                    out.object([&] {
                        json_.program(out, "program", row.program);
                        out.field("units", row.units.value);
                        out.field("yen", row.yen.value);
                    });
                });
                if (line->fee.value != 0) out.field("fee", line->fee.value);
                if (line->tax.value != 0) out.field("fee_tax", line->tax.value);
                out.field("total", line->total.value);
                if (line->transfer) out.field("transfer", line->transfer->amount.value);
                out.field("standing", line->standing);
                if (line->transfer && !line->transfer->reason.empty())
                    out.field("reason", line->transfer->reason);
            });
        });
        out.field("found", size);
        out.field("all", static_cast<std::int64_t>(all->size()));
        out.field("attention", attention);
        out.field("total", total.value);
        out.field("transferred", transferred.value);
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features
