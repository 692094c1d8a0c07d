#include "service/equation_json.hpp"

namespace meguri::service {

using ledger::AccountKind;

void write_equation(http::JsonOut& out, const AccountTotals& totals) {
    const auto balance = [&](AccountKind kind) { return totals[static_cast<std::size_t>(kind)]; };
    constexpr std::pair<std::string_view, AccountKind> parts[] = {
        {"outstanding", AccountKind::lot},       {"on_hold", AccountKind::hold},
        {"promised", AccountKind::reserved},     {"budgets", AccountKind::budget},
        {"receivable", AccountKind::receivable}, {"public_dues", AccountKind::public_dues},
        {"expired", AccountKind::expired},       {"refunded", AccountKind::refunded},
        {"taken_back", AccountKind::recovered},  {"settled", AccountKind::settled},
    };
    const std::int64_t issued = -balance(AccountKind::issue);
    std::int64_t difference = issued;
    out.field("issued", issued);
    for (const auto& [word, kind] : parts) {
        out.field(word, balance(kind));
        difference -= balance(kind);
    }
    out.field("difference", difference);
}

} // namespace meguri::service
