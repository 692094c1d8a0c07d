// Cards that are used, and moved to apps in parts and as a whole, in any order: what the limits
// have counted over all wallets is what was done, once.
#include "ledger/invariants/invariants.hpp"
#include "naive/compare.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <map>

using namespace meguri;
using namespace meguri::ledger;

namespace {

constexpr Actor first{ActorKind::operator_, {1}}, second{ActorKind::operator_, {2}},
    staff{ActorKind::staff, {50}};
constexpr ProgramId money{1}, bound{2};
constexpr PlaceId shop{1};
constexpr std::int64_t cards = 2; // their wallets are 1 and 2, the apps' 3 and 4

// Both ledgers, told the same; and what was done, added up.
struct Town {
    naive::PureLedger real;
    naive::Ledger slow;
    Instant clock = Date::from_civil(2026, 11, 30).begins() + 9 * 60 * ms_per_minute;
    std::int64_t keys = 0;
    std::string difference;
    std::vector<std::pair<std::int64_t, Date>> payments; // number, day
    std::map<Counter, std::int64_t> done;                // with program 1, since the beginning
    std::map<Date, std::int64_t> spent;                  // of it, by day

    bool tell(Actor actor, const Body& body) {
        Key key;
        ++keys;
        std::memcpy(key.id.data(), &keys, sizeof keys);
        key.issued_at = clock;
        const Command command{actor, key, body};
        const naive::Answer answer = real.run(command, clock);
        if (difference.empty()) difference = naive::differs(answer, slow.run(command, clock));
        if (difference.empty()) difference = real.broken();
        return answer.word == Refusal::none;
    }
    void publish(const ProgramTerms& terms) {
        tell(first, Propose{{}, terms, {}});
        const ProposalId id{real.state().proposals.size()};
        tell(second, Approve{id, real.state().proposals.find(id)->content.digest});
    }
    Town() {
        ProgramTerms t, stays;
        t.top_up = {{1}, {1}, {50'000}, {}};
        for (const Counted what : {Counted::spent, Counted::received, Counted::topped_up}) {
            for (const Measure measure : {Measure::amount, Measure::times})
                t.limits.push_back({what, measure, 100'000, Period::ever, Who::person});
        }
        t.limits.push_back({Counted::spent, Measure::amount, 100'000, Period::day, Who::person});
        stays.unit = Unit::point, stays.origin = Origin::granted, stays.stays_on_card = true;
        publish(t), publish(stays);
        tell(first, RegisterPlace{{}, {Capabilities::all}});
        tell(first, RegisterCards{cards, CardKind::rechargeable});
        for (std::int64_t n = 1; n <= cards; ++n)
            tell(first, ActivateCard{{n}});
        for (std::int64_t n = 1; n <= 2; ++n)
            tell(first, OpenWallet{{100 + n}});
    }
    void act(unsigned what, std::int64_t wallet, std::int64_t amount) {
        const CardId card = wallet <= cards ? CardId{wallet} : CardId{};
        switch (what) {
        case 0:
            if (tell(staff, TopUp{{wallet}, shop, money, {amount}, card}))
                done[Counter::topped_up] += amount, ++done[Counter::topped_up_times];
            break;
        case 1:
            if (tell(first, Grant{{wallet}, money, {amount}}))
                done[Counter::received] += amount, ++done[Counter::received_times];
            break;
        case 2:
            if (!tell(staff, Payment{{wallet}, shop, {amount}, {}, card, 0})) break;
            done[Counter::spent] += amount, ++done[Counter::spent_times];
            spent[jst_date(clock)] += amount;
            payments.push_back({real.state().last.value, jst_date(clock)});
            break;
        case 3: take_back(amount); break;
        case 4: tell(first, Grant{{wallet}, bound, {5}}); break; // the card stays in use
        case 5: tell(first, Adjust{{wallet}, bound, {-5}, AdjustReason::correction}); break;
        case 6: clock = clock + ms_per_day; break;
        default: tell(first, MoveCard{{wallet % cards + 1}, {cards + 1 + amount % 2}}); break;
        }
    }
    void take_back(std::int64_t which) {
        if (payments.empty()) return;
        const auto [seq, day] = payments[static_cast<std::size_t>(which) % payments.size()];
        const std::int64_t amount = real.entry({seq}).amount.value;
        if (!tell(first, Cancel{{seq}, shop, CancelReason::other, nullptr})) return;
        done[Counter::spent] -= amount, --done[Counter::spent_times];
        spent[day] -= amount;
    }
    // Over all wallets, without what stands a second time.
    std::int64_t counted_in_all(Counter counter, Period period) const {
        std::int64_t sum = 0;
        for (std::int64_t w = 1; w <= real.state().wallets.size(); ++w) {
            const Wallet& wallet = *real.state().wallets.find({w});
            if (wallet.moved_to) continue;
            const auto of = [&](std::int64_t program) {
                return counted(wallet.tallies, counter, program, period, jst_date(clock)).value;
            };
            sum += of(money.value) - of(-money.value);
        }
        return sum;
    }
    bool everything_counted_once() {
        for (const auto& [counter, sum] : done) {
            if (counted_in_all(counter, Period::ever) != sum) return false;
        }
        return counted_in_all(Counter::spent, Period::day) == spent[jst_date(clock)];
    }
};

} // namespace

RC_GTEST_PROP(CardCounts, stand_once_however_cards_move_in_parts_CHG_c_CHG_g_PRM_c, ()) {
    Town town;
    RC_ASSERT(town.difference == "");
    const auto steps = *rc::gen::resize(
        120, rc::gen::arbitrary<std::vector<std::tuple<std::uint8_t, std::uint8_t, std::uint8_t>>>()
    );
    for (const auto& [what, who, amount] : steps) {
        town.act(what % 9, who % 4 + 1, amount + 1);
        RC_ASSERT(town.difference == "");
        RC_ASSERT(town.everything_counted_once());
    }
    RC_ASSERT(naive::differs(town.real.state(), town.slow) == "");
    RC_ASSERT(!invariants::check_all(town.real.state()));
}
