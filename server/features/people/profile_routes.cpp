// What the city knows of a resident, for the resident: not a word more, and the telephone number
// only by its end, since a phone is looked at by others too.
#include "features/people/people.hpp"
#include "service/ask.hpp"

namespace meguri::features {

using http::JsonOut;
using http::problem;
using http::Request;

namespace {
struct Registered {
    Instant since;
    std::optional<std::string> phone, name;
};
struct InLedger {
    std::uint64_t marks = 0;
    std::size_t household = 1;
};
constexpr std::size_t shown_digits = 4;
} // namespace

People::Reply People::own_profile(Request& request) {
    const auto read = [this,
                       person = request.caller().person](store::Database& db) -> Try<Registered> {
        const auto row = people_store::find(db, person);
        if (!row) return std::unexpected(row.error());
        auto phone = p_.vault.get(db, person, vault::field::phone);
        if (!phone) return std::unexpected(phone.error());
        auto name = p_.vault.get(db, person, vault::field::name);
        if (!name) return std::unexpected(name.error());
        return Registered{*row ? (*row)->created : Instant{}, std::move(*phone), std::move(*name)};
    };
    const auto registered = co_await service::transact(p_.registry, read);
    if (!registered) co_return problem(registered.error());
    const auto see = [id = request.session->wallet](const ledger::State& state) {
        const ledger::Wallet* wallet = state.wallets.find(id);
        if (!wallet) return InLedger{};
        const std::size_t home = ledger::members_of(state, wallet->household).size();
        return InLedger{wallet->marks, std::max<std::size_t>(home, 1)};
    };
    const auto seen = co_await service::look(p_.engine, see);
    if (!seen) co_return problem(Refusal::paused);
    const Instant signed_in = p_.sessions.begun(request.token).value_or(request.at);
    JsonOut out;
    out.object([&] {
        const std::string phone = registered->phone.value_or("");
        if (phone.size() > shown_digits)
            out.field("phone_end", phone.substr(phone.size() - shown_digits));
        if (registered->name && !registered->name->empty()) out.field("name", *registered->name);
        out.field("since", registered->since);
        out.field("signed_in_at", signed_in);
        std::vector<std::string> marks;
        for (const auto& item : p_.lists.all(service::CityList::marks)) {
            if (seen->marks >> item.number & 1u) marks.push_back(item.name);
        }
        out.array("marks", marks, [&](const std::string& mark) { out.item(mark); });
        out.field("household_size", static_cast<std::int64_t>(seen->household));
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features
