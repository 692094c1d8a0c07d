#include "features/places/sales_file.hpp"

#include "service/csv.hpp"

#include <fmt/core.h>
#include <map>

namespace meguri::features {

namespace {

constexpr std::string_view head_ja =
    "日付,時刻,種別,確認番号,事業,円,ポイント,担当,取引番号,取り消した取引";
constexpr std::string_view head_en =
    "Date,Time,Kind,Digits,Program,Yen,Points,Staff,Entry,Cancelled entry";

} // namespace

SalesFile::SalesFile(
    const service::Directory& directory, const service::PeopleNames& names, bool english
)
    : directory_(directory), names_(names), english_(english) {
    text_ += service::utf8_mark;
    text_ += english ? head_en : head_ja;
    text_ += "\r\n";
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
    const std::string who =
        staff ? service::csv_cell(names_.of(entry.actor.person).name) : std::string();
    const std::string cancelled = cancel ? std::to_string(entry.names.value) : std::string();
    text_ += fmt::format(
        "{},{},{},=\"{:04}\",{},{},{},{},{},{}\r\n", entry.business_date.iso(), at.substr(11, 8),
        kind, ledger::four_digits(entry), service::csv_cell(texts ? texts->name : "—"),
        points ? "" : std::to_string(amount), points ? std::to_string(amount) : "", who,
        entry.seq.value, cancelled
    );
}

std::string SalesFile::name(Date from, Date to) {
    if (from == to) return fmt::format("meguri-{}.csv", from.iso());
    return fmt::format("meguri-{}_{}.csv", from.iso(), to.iso());
}

} // namespace meguri::features
