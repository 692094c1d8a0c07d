// Steps of everything that came after payments: cards, mandates, grants, holds, handouts, jobs.
#include "property/steps.hpp"

#include "ledger/job_rows.hpp"

namespace meguri::property {

using namespace ledger;

namespace {

std::int64_t some_id(std::uint8_t pick, std::int64_t count) {
    if (pick >= 0xfc) return pick == 0xff ? -1 : pick == 0xfe ? 0 : count + 1;
    return count > 0 ? pick % count + 1 : 1;
}
Amount small(std::uint16_t n) { return {n >= 0xff00 ? n % 3 - 1 : n % 500 + 1}; }
Amount round_sum(std::uint16_t n) { return {n % 20 * 500 + 500}; }

ProgramTerms given(Unit unit, Amount budget) {
    ProgramTerms t;
    t.unit = unit, t.origin = Origin::granted, t.budget = budget;
    t.expiry = {Expiry::Kind::days_after, 20, {}, 0};
    t.to_residents = true;
    return t;
}

HandoutTerms some_handout(std::uint16_t n, const State& state) {
    HandoutTerms t;
    t.program = {n % 3 == 0 ? 6 : n % 29 == 1 ? 99 : 9};
    t.organization = {n % 3 == 0 ? 0 : n % 31 == 2 ? 99 : 1};
    t.place = {n % 37 == 5 ? 99 : n % 7 == 1 ? 1 : 0};
    t.ways = {
        n % 5 == 0   ? std::uint32_t{Ways::check_in}
        : n % 5 == 1 ? Ways::code_word | Ways::staff_scan
                     : Ways::printed_code | Ways::staff_scan
    };
    t.amount = {n % 60 + 1};
    if (t.ways.has(Ways::check_in)) t.stay_minutes = 1 + n % 3, t.stay_units = 3;
    if (t.ways.has(Ways::code_word)) t.word = {7};
    if (n % 4 == 1) t.person_times = 1, t.person_period = n % 8 == 1 ? Period::day : Period::ever;
    if (n % 6 == 2) t.times = 3;
    if (n % 11 == 3) t.from = state.last_at + 60'000, t.to = state.last_at + 3'600'000;
    if (n % 41 == 6) t.amount = {};
    return t;
}

} // namespace

std::vector<ProgramTerms> further_programs() {
    ProgramTerms premium = given(Unit::money, {40'000}), sold, reward = given(Unit::money, {});
    sold.top_up = {{500}, {500}, {20'000}, {}};
    sold.bonus = {{6}, {{{500}, 2'000, {}}, {{5'000}, 3'000, {10}}}, AtLimit::cut_premium};
    sold.bands = {{{5'000}, {Expiry::Kind::days_after, 9, {}, 0}}};
    sold.expiry = {Expiry::Kind::months_after, 0, {}, 1};
    reward.reward.tiers = {{{100}, 500, {}}, {{2'000}, 1'000, {5}}};
    reward.reward.payment_maximum = {150};
    reward.reward.where.types = {1};
    reward.limits = {{Counted::received, Measure::times, 40, Period::month, Who::person}};
    ProgramTerms points = given(Unit::point, {90'000}), taxes = sold;
    points.limits = {
        {Counted::sent, Measure::amount, 300, Period::day, Who::person},
        {Counted::received, Measure::amount, 900, Period::month, Who::household}
    };
    taxes.bonus = {}, taxes.bands = {};
    taxes.dues = 0b101;
    taxes.where.types = {1, 2};
    taxes.when.from_minute = 60;
    taxes.limits = {
        {Counted::spent, Measure::amount, 4'000, Period::day, Who::person},
        {Counted::topped_up, Measure::times, 9, Period::month, Who::everybody},
        {Counted::spent, Measure::amount, 5'000, Period::day, Who::household}
    };
    return {premium, sold, reward, points, taxes}; // 6 … 10
}

// Which lots a job is about: known to whoever sends its slices, never to the ledger.
Body Steps::propose_job(const Step& s, const State& state) {
    std::vector<JobRow> rows;
    Amount total;
    for (int i = 0; i <= s.number % 5; ++i) {
        const WalletId wallet{
            some_id(static_cast<std::uint8_t>(s.pick[1] + 7 * i), state.wallets.size())
        };
        rows.push_back({wallet, {i % 3 * 40 + 10}});
        total += rows.back().amount;
    }
    const ProgramId program{s.pick[2] % 8 == 7 ? 99 : s.pick[2] % 3 == 0 ? 6 : 9};
    if (s.number % 31 == 30) total = {};
    jobs_.push_back(rows);
    return ProposeJob{program, std::ssize(rows), total, rows_digest(rows, 0, behind_last_row())};
}

Body Steps::grant_rows(const Step& s, const State& state) {
    JobId id{some_id(s.pick[2], state.jobs.size())};
    for (std::int64_t i = 1; i <= state.jobs.size() && s.number % 4 != 3; ++i) {
        if (!state.jobs.find({i})->ended) id = {i};
    }
    const Job* job = state.jobs.find(id);
    for (const auto& rows : jobs_) {
        if (!job || job->done >= std::ssize(rows)) continue;
        const std::vector<JobRow> left(rows.begin() + job->done, rows.end());
        if (rows_digest(left, job->done, behind_last_row()) != job->expected) continue;
        const std::int64_t now =
            s.number % 16 == 15 ? std::ssize(left) : 1 + s.number % std::ssize(left);
        const std::vector<JobRow> behind(left.begin() + now, left.end());
        GrantRows slice{
            id,
            {left.begin(), left.begin() + now},
            rows_digest(behind, job->done + now, behind_last_row())
        };
        if (s.number % 8 == 7) slice.rows[0].amount += Amount{1}; // not what was approved
        return slice;
    }
    return GrantRows{id, {{{1}, {1}}}, {}};
}

Body Steps::more(const Step& s, const State& state, Actor& actor, More what) {
    const WalletId wallet{some_id(s.pick[1], state.wallets.size())};
    const WalletId other{some_id(s.pick[2], state.wallets.size())};
    const PlaceId place{some_id(s.pick[2], state.places.size())};
    const CardId card{some_id(s.pick[2], state.cards.size())};
    const HandoutId handout{
        some_id(static_cast<std::uint8_t>(s.pick[2] ^ s.number), state.handouts.size())
    };
    const HoldId hold{some_id(
        static_cast<std::uint8_t>(
            s.pick[2] < 0xe0 ? state.holds.size() - 1 - s.pick[2] % 4 : s.pick[2]
        ),
        state.holds.size()
    )};
    const Actor resident{ActorKind::resident, PersonId{wallet.value + 100}};
    const std::uint16_t n = s.number;
    switch (what) {
    case More::marks: return SetWalletMarks{wallet, n % 4u};
    case More::traits: return SetPlaceTraits{place, {n % 3, n % 2}};
    case More::policy: return SetPolicy{n % 2 == 1};
    case More::propose_job: return propose_job(s, state);
    case More::register_cards:
        return RegisterCards{n % 9, n % 4 == 3 ? CardKind::single_use : CardKind::rechargeable};
    case More::activate_card: return ActivateCard{card};
    case More::card_status:
        return SetCardStatus{card, n % 4 == 3 ? CardStatus::blocked : CardStatus::active};
    case More::reissue_card:
        return ReissueCard{card, {some_id(static_cast<std::uint8_t>(n), state.cards.size())}};
    case More::give_mandate:
        actor = resident;
        return GiveMandate{
            wallet,
            {n % 8 == 7 ? 0 : 900 + n % 3},
            {n % 16 == 15 ? 0 : 4u},
            {n % 3 * 400},
            {n % 5 * 300},
            n % 4 == 1 ? jst_date(clock_) + n % 3 : Date{}
        };
    case More::revoke_mandate: actor = resident; return RevokeMandate{wallet, n % 3 + 1};
    case More::grant: {
        if (n % 3 == 0) actor = {ActorKind::machine, {}};
        return Grant{wallet, {some_id(s.pick[2], state.programs.size())}, small(n)};
    }
    case More::adjust:
        return Adjust{
            wallet,
            {some_id(s.pick[2], state.programs.size())},
            n % 2 ? small(n) : Amount{} - small(n),
            AdjustReason::correction
        };
    case More::transfer:
        actor = resident;
        return Transfer{wallet, other, {n % 4 == 0 ? 6 : n % 17 == 1 ? 99 : 9}, small(n)};
    case More::move_card: return MoveCard{card, wallet};
    case More::hold_top_up:
        actor = resident;
        return HoldTopUp{
            wallet, {n % 5 == 0 ? some_id(s.pick[2], state.programs.size()) : 7}, round_sum(n)
        };
    case More::hold_dues: actor = resident; return HoldDues{wallet, small(n), n % 4};
    case More::post_hold: return PostHold{hold};
    case More::void_hold: return VoidHold{hold};
    case More::give_budget:
        return GiveBudget{
            {n % 13 == 3 ? 99 : 1},
            {n % 17 == 4 ? 99 : 9},
            n % 4 == 3 ? Amount{} - small(n) : small(n)
        };
    case More::open_handout: return OpenHandout{some_handout(n, state)};
    case More::close_handout: return CloseHandout{handout};
    case More::claim: {
        actor = resident;
        const std::uint32_t way = n % 4 == 0   ? Ways::code_word
                                  : n % 4 == 1 ? Ways::staff_scan
                                               : Ways::printed_code;
        return Claim{
            wallet, handout, way, n % 8 == 5 ? place : PlaceId{}, n % 3 == 1 ? Hash{} : Hash{7}
        };
    }
    case More::check_in: actor = resident; return CheckIn{wallet, handout};
    case More::check_out: actor = resident; return CheckOut{wallet, handout};
    case More::correct_stay: return CorrectStay{wallet, handout, n % 8 == 7 ? -1 : n % 9};
    case More::grant_rows: return grant_rows(s, state);
    case More::household: return SetHousehold{wallet, n % 5 == 4 ? WalletId{} : other};
    case More::end_job: return EndJob{{some_id(s.pick[2], state.jobs.size())}};
    default: return settling(s, state, what);
    }
}

} // namespace meguri::property
