#include "features/places/sales_file.hpp"

#include <array>
#include <fmt/core.h>
#include <map>

namespace meguri::features {

namespace {

constexpr std::array head_ja{"日付", "時刻",     "種別", "確認番号", "事業",
                             "円",   "ポイント", "担当", "取引番号", "取り消した取引"};
constexpr std::array head_en{"Date", "Time",   "Kind",  "Digits", "Program",
                             "Yen",  "Points", "Staff", "Entry",  "Cancelled entry"};

} // namespace

SalesFile::SalesFile(
    const service::Directory& directory, const service::PeopleNames& names, bool english
)
    : directory_(directory), names_(names), english_(english) {
    table_.sheet = english ? "Sales" : "売上";
    const auto& head = english ? head_en : head_ja;
    table_.head.assign(head.begin(), head.end());
}

void SalesFile::add(const ledger::Entry& entry, ProgramId only) {
    std::map<ProgramId, std::int64_t> owed; // to the place: below 0 what it gives back
    for (const ledger::Leg& leg : entry.legs) {
        if (leg.account.kind == ledger::AccountKind::receivable)
            owed[leg.account.program] += leg.amount.value;
    }
    for (const auto& [program, amount] : owed) {
        if (!only || program == only) line(entry, program, amount);
    }
}

void SalesFile::line(const ledger::Entry& entry, ProgramId program, std::int64_t amount) {
    const auto* texts = directory_.program(program);
    const bool points = texts && texts->unit == "point";
    const bool cancel = entry.kind == ledger::EntryKind::cancel;
    const bool staff = entry.actor.kind == ledger::ActorKind::staff;
    const std::string_view kind =
        cancel ? (english_ ? "Cancelled" : "取消") : (english_ ? "Payment" : "支払い");
    const std::string at = jst_iso(entry.at); // 2026-11-22T12:34:56.789+09:00
    const std::string who = staff ? names_.of(entry.actor.person).name : std::string();
    const service::Cell nothing, number = amount;
    table_.rows.push_back(
        {entry.business_date, at.substr(11, 8), std::string(kind),
         service::Code{fmt::format("{:04}", ledger::four_digits(entry))}, texts ? texts->name : "—",
         points ? nothing : number, points ? number : nothing, who, std::to_string(entry.seq.value),
         cancel ? std::to_string(entry.names.value) : ""}
    );
}

std::string SalesFile::name(Date from, Date to) {
    if (from == to) return fmt::format("meguri-{}", from.iso());
    return fmt::format("meguri-{}_{}", from.iso(), to.iso());
}

} // namespace meguri::features
