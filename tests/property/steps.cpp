#include "property/steps.hpp"

#include <cstring>

namespace meguri::property {

using namespace ledger;

namespace {

constexpr std::int64_t odd_amounts[] = {
    0, -1, 9'999'999, 10'000'000, std::int64_t{1} << 53, INT64_MAX, INT64_MIN, 1
};

// Mostly round sums, some to the yen, some that no screen would let through.
Amount some_amount(std::uint16_t n) {
    if (n >= 0xff00) return {odd_amounts[n % std::size(odd_amounts)]};
    if (n >= 0xc000) return {n % 3000 + 1};
    return {n % 40 * 500 + 500};
}

// 1 … count, and now and then one beyond either end.
std::int64_t some_id(std::uint8_t pick, std::int64_t count) {
    if (pick >= 0xfc) return pick == 0xff ? -1 : pick == 0xfe ? 0 : count + 1;
    return count > 0 ? pick % count + 1 : 1;
}

Actor person(ActorKind kind, std::int64_t n) { return {kind, PersonId{n}}; }

enum class What {
    pay,
    top_up,
    cancel,
    expire,
    open_wallet,
    wallet_status,
    place,
    place_status,
    propose,
    approve,
    withdraw,
    stop,
    close
};
constexpr What mix[] = {
    What::pay,           What::pay,     What::pay,          What::pay,          What::pay,
    What::pay,           What::pay,     What::pay,          What::pay,          What::top_up,
    What::top_up,        What::top_up,  What::top_up,       What::top_up,       What::cancel,
    What::cancel,        What::cancel,  What::expire,       What::expire,       What::open_wallet,
    What::wallet_status, What::place,   What::place_status, What::place_status, What::propose,
    What::propose,       What::approve, What::approve,      What::approve,      What::withdraw,
    What::stop,          What::close,
};

const Hash& digest_of(const Proposal& p) {
    return p.settlement ? p.settlement->digest : p.job ? p.job->digest : p.content.digest;
}

// Terms that can hardly be right: each number another way.
void contradict(ProgramTerms& t, int way, Date today) {
    const Tier tenth{{1'000}, 1'000, {}};
    switch (way) {
    case 45: t.issuer = IssuerMode::six_month; break;
    case 46:
        t.issuer = IssuerMode::six_month, t.expiry = {Expiry::Kind::months_after, 0, {}, 7};
        break;
    case 47: t.bands = {{{1'000}, t.expiry}, {{1'000}, t.expiry}}; break;
    case 48: t.bands = {{{5'000}, {Expiry::Kind::fixed, 0, today + -3}}}; break;
    case 49: t.when.from = today + 400; break;
    case 50: t.when = {today + 1, today + 2, 1u << (today.days % 7), 0, 0}; break;
    case 51: t.when.from_minute = 600, t.when.to_minute = 600; break;
    case 52: t.where.types = {2, 1}; break;
    case 53: t.where.types = {1}, t.where.without_types = {1}; break;
    case 54: t.limits.push_back({Counted::topped_up, Measure::amount, 10}); break;
    case 55: t.limits = {{.cap = 5}, {.cap = 6}}; break;
    case 56: t.bonus.tiers = {tenth}; break;
    case 62: t.reward.tiers = {tenth, tenth}; break;
    case 58: t.reward.tiers = {tenth}; break; // only what is given may reward
    case 59: t.rate = {1, 0}; break;
    case 60: t.rate = {1, 1}; break; // of money
    case 61: t.dues = 1u << 16; break;
    case 63: t.when.to = today + 3; break; // of use until then, and sold for how long?
    default: break;
    }
}

// Terms that are sound by themselves and come to nothing: each number another way, 0 is sound.
void never_reach(ProgramTerms& t, int way) {
    const Tier tenth{{500}, 1'000, {}}, nothing{{500}, 0, {}}, late{{20'500}, 1'000, {}};
    const auto rewards = [&](Tier first) {
        t.origin = Origin::granted, t.top_up = {}, t.budget = {};
        t.reward.tiers = {first, {{3'000}, 2'000, {}}};
    };
    const auto limit = [&](Counted what, std::int64_t cap) {
        t.limits = {{what, Measure::amount, cap, Period::month, Who::person}};
    };
    switch (way % 20) {
    case 1: t.bonus = {{6}, {nothing}, AtLimit::cut_premium}; break;
    case 2: t.bonus = {{6}, {tenth, late}, AtLimit::cut_premium}; break;
    case 3: t.bonus = {{6}, {{{500}, 0, {40'001}}}, AtLimit::refuse}; break;
    case 4: t.bonus = {{6}, {{{500}, 0, {40'001}}}, AtLimit::cut_premium}; break; // sound
    case 5: t.top_up.person_maximum = {4'000}, t.bands = {{{4'001}, t.expiry}}; break;
    case 6: t.bands = {{{1'501}, t.expiry}, {{1'502}, t.expiry}}; break;
    case 7: limit(Counted::topped_up, 4'000), t.bands = {{{4'001}, t.expiry}}; break;
    case 8: limit(Counted::sent, 4'000), t.to_residents = false; break;
    case 9: rewards(tenth), limit(Counted::topped_up, 4'000); break;
    case 10: rewards(nothing); break;
    case 11: rewards(tenth), t.reward.payment_maximum = {49}; break;
    case 12: rewards(tenth), t.reward.payment_maximum = {50}; break; // sound
    case 13: rewards(tenth), t.reward.where.places = {{2}}; break;   // where nobody can pay
    case 14: t.where.places = {{2}}; break;
    case 15: t.top_up = {}; break;
    case 16: rewards(tenth), limit(Counted::received, 4'000); break; // sound
    case 17: t.bonus = {{6}, {{{500}, 0, {10}}, {{600}, 0, {20}}}, AtLimit::refuse}; break;
    case 18: rewards({{500}, 1, {}}); break; // rounds down to nothing
    default: break;
    }
}

} // namespace

CloseKey asking_about(const Body& body) {
    if (const auto* c = std::get_if<TopUp>(&body)) return {{}, c->place};
    if (const auto* c = std::get_if<CloseKey>(&body)) return *c;
    const Subject about = subject_of(body);
    return about.wallet ? CloseKey{about.wallet, {}} : CloseKey{{}, about.place};
}

ProgramTerms some_terms(std::uint16_t n, Date today) {
    ProgramTerms t;
    t.top_up = {
        {500 + n % 3 * 250}, {n % 5 == 4 ? 1000 : 500}, {20'000}, {n % 7 == 1 ? 30'000 : 0}
    };
    t.budget = {n % 4 == 1 ? 60'000 + n % 9 * 500 : 0};
    t.origin = n % 8 == 3 ? Origin::granted : Origin::paid;
    t.unit = n % 16 == 15 ? Unit::point : Unit::money;
    const bool given = t.origin == Origin::granted || t.unit == Unit::point;
    const bool sold_anyway = n % 128 == 31 || n % 64 == 35;
    if (given && !sold_anyway) t.top_up = {};
    if (t.unit == Unit::point && n % 64 != 31) t.origin = Origin::granted;
    if (n % 3 == 0) t.expiry = {Expiry::Kind::days_after, n % 11 * 9 + 1, {}};
    if (n % 3 == 1) t.expiry = {Expiry::Kind::fixed, 0, today + n % 40};
    if (n % 32 == 9) t.issue_from = today + 2;
    if (n % 32 == 17) t.issue_to = today + 1;
    if (n % 13 == 4)
        t.limits = {{Counted::spent, Measure::amount, 2'000, Period::day, Who::person}};
    if (n % 13 == 6)
        t.limits = {{Counted::received, Measure::times, 2, Period::month, Who::person}};
    if (n % 17 == 5) t.where.types = {1};
    if (n % 17 == 7) t.when.weekdays = 0x1f;
    if (n % 19 == 2 && t.unit == Unit::money) t.dues = 1;
    if (n % 5 == 1) t.to_residents = true;
    if (n % 7 == 3) t.stays_on_card = true;
    if (n % 29 == 5) t.eligible.all = 1;
    if (n % 31 == 5) t.bonus = {{6}, {{{500}, 1'000, {}}}, static_cast<AtLimit>(n % 3 + 1)};
    if (n % 64 == 21) t.top_up.minimum = {0};
    if (n % 64 == 42) t.top_up.step = {INT64_MAX};
    if (n % 64 == 43) t.budget = {-5};
    if (n % 64 == 44) t.expiry = {Expiry::Kind::fixed, 0, today + -1};
    contradict(t, n % 64, today);
    if (n % 64 == 57) never_reach(t, n / 64);
    return t;
}

std::vector<Command> Steps::opening() {
    std::vector<Command> all;
    const Actor first = person(ActorKind::operator_, 1), second = person(ActorKind::operator_, 2);
    const auto say = [&](Actor by, Body what) {
        all.push_back({by, fresh_key(), std::move(what)});
    };
    std::int64_t further = 0;
    const std::uint16_t kinds[] = {
        0, 3, 15, 57, 8
    }; // days; given; points; tight limits for all; a limit for each person
    for (std::int64_t i = 0; i < std::ssize(kinds); ++i) {
        Propose propose{{}, some_terms(kinds[i], jst_date(clock_)), {}};
        say(first, propose);
        say(second, Approve{{i + 1}, proposal_digest(propose, 0)});
    }
    for (const ProgramTerms& terms : further_programs()) {
        const Propose propose{{}, terms, {}};
        const auto number = static_cast<std::int64_t>(std::size(kinds)) + 1 + further++;
        say(first, propose);
        say(second, Approve{{number}, proposal_digest(propose, 0)});
    }
    say(first, RegisterPlace{{}, {Capabilities::takes_money}});
    say(first, RegisterPlace{{}, {Capabilities::tops_up}});
    say(first, RegisterPlace{{1}, {Capabilities::all}});
    say(first, SetPlaceTraits{{1}, {1, 1}});
    say(first, SetPlaceTraits{{3}, {1, 2}});
    say(first, GiveBudget{{1}, {9}, {20'000}});
    say(first, RegisterCards{8, CardKind::rechargeable});
    say(first, RegisterCards{2, CardKind::single_use});
    for (int i = 0; i < 3; ++i)
        all.push_back({{}, std::nullopt, OpenWallet{{100 + i}}});
    return all;
}

Key Steps::fresh_key(std::int64_t age_ms) {
    Key key;
    ++keys_;
    std::memcpy(key.id.data(), &keys_, sizeof keys_);
    key.issued_at = clock_ + -age_ms;
    return key;
}

void Steps::advance(std::uint8_t time) {
    constexpr std::int64_t second = ms_per_second, minute = ms_per_minute;
    constexpr std::int64_t jumps[] = {0,           1,           second,      30 * second,
                                      minute,      5 * minute,  15 * minute, 15 * minute + 1,
                                      31 * minute, 60 * minute, 0,           0};
    if (time == 0xff)
        clock_ = clock_ + 40 * ms_per_day;
    else if (time >= 0xfc)
        clock_ = clock_ + ms_per_day;
    else if (time >= 0xf8)
        clock_ = (jst_date(clock_) + 1).begins() + -1; // 23:59:59.999
    else if (time >= 0xf4)
        clock_ = (jst_date(clock_) + 1).begins(); // 00:00
    else if (time >= 0xf0)
        clock_ = clock_ + -5 * second; // the machine's clock was set back
    else
        clock_ = clock_ + jumps[time % std::size(jumps)];
}

Body Steps::body(const Step& s, const naive::PureLedger& ledger, Actor& actor) {
    const State& state = ledger.state();
    const WalletId wallet{some_id(s.pick[1], state.wallets.size())};
    const PlaceId place{some_id(s.pick[2], state.places.size())};
    const ProgramId program{
        some_id(static_cast<std::uint8_t>(s.pick[2] ^ s.pick[1]), state.programs.size())
    };
    const Date today = jst_date(clock_);
    actor = person(ActorKind::operator_, s.pick[1] % 3 + 1);
    const int choice = s.pick[0] % choices;
    if (choice >= first_more) return more(s, state, actor, static_cast<More>(choice - first_more));
    switch (mix[choice]) {
    case What::pay: {
        actor = person(ActorKind::resident, wallet.value + 100);
        Payment payment{wallet, place, some_amount(s.number)};
        const Wallet* payer = state.wallets.find(wallet);
        if (payer && payer->card && s.number % 4 != 1) payment.card = payer->card;
        if (s.number % 32 == 9) payment.card = {some_id(s.pick[2], state.cards.size())};
        if (s.number % 8 == 5) payment.points = {s.pick[2] % 8 == 7 ? 1 : 9};
        if (s.number % 16 == 3 || (payer && !payer->mandates.empty() && s.number % 2)) {
            payment.mandate = s.number % 3 + 1;
            actor = person(ActorKind::resident, 900 + s.number % 3);
        }
        return payment;
    }
    case What::top_up: {
        actor = person(ActorKind::staff, 50);
        const Wallet* buyer = state.wallets.find(wallet);
        const CardId card = buyer && s.number % 4 != 1 ? buyer->card : CardId{};
        return TopUp{
            wallet, place, s.pick[3] % 8 == 5 ? ProgramId{7} : program, some_amount(s.number), card
        };
    }
    case What::cancel: {
        actor = person(ActorKind::staff, 51);
        std::int64_t at = state.last.value - s.number % (s.pick[1] < 0xf0 ? 24 : 4000);
        const auto is_payment = [&] {
            const EntryKind kind = ledger.entry({at}).kind;
            return kind == EntryKind::payment ||
                   (s.number % 4 == 1 && (kind == EntryKind::top_up || kind == EntryKind::post_hold)
                   );
        };
        while (s.pick[2] < 0xe8 && at > 0 && !is_payment())
            --at; // mostly a payment; else whatever stands there
        const PlaceId its_place = at > 0 && s.pick[2] < 0xd0 ? ledger.entry({at}).place : place;
        if (s.number % 8 == 6) actor = person(ActorKind::operator_, 3);
        return Cancel{
            {std::max<std::int64_t>(0, at)},
            its_place,
            static_cast<CancelReason>(s.pick[1] % 5 + 1),
            nullptr,
            {s.pick[1] % 3 == 1 ? s.number % 400 : 0}
        };
    }
    case What::expire: {
        actor = {};
        const WalletId next{wallet.value + 1};
        if (s.number % 3 == 0 && state.wallets.find(next)) return Expire{program, {wallet, next}};
        return Expire{program, {wallet}};
    }
    case What::open_wallet: actor = {}; return OpenWallet{{s.number}};
    case What::wallet_status:
        return SetWalletStatus{
            wallet, s.number % 4 == 3 ? WalletStatus::blocked : WalletStatus::active
        };
    case What::place: return RegisterPlace{{s.number % 4}, {s.pick[2] % 5u}};
    case What::place_status:
        return SetPlaceStatus{place, s.number % 4 == 3 ? PlaceStatus::closed : PlaceStatus::open};
    case What::propose:
        return Propose{
            s.pick[2] % 2 ? program : ProgramId{}, some_terms(s.number, today), {s.pick[1]}
        };
    case What::approve: {
        const ProposalId id{
            some_id(static_cast<std::uint8_t>(0 - s.pick[2] % 5), state.proposals.size())
        };
        const ProposalId newest{
            s.pick[2] < 0xe0 ? state.proposals.size() - s.pick[2] % 3 : id.value
        };
        const Proposal* proposal = state.proposals.find(newest);
        return Approve{newest, proposal && s.number % 16 != 15 ? digest_of(*proposal) : Hash{1}};
    }
    case What::withdraw: return Withdraw{{some_id(s.pick[2], state.proposals.size())}};
    case What::stop: return StopProgram{program};
    case What::close:
        actor = person(ActorKind::resident, wallet.value + 100);
        return CloseKey{wallet, {}};
    }
    return Expire{program, {wallet}};
}

// Which key goes with it: its own fresh one, most of the time.
void Steps::choose_key(const Step& s, Command& command) {
    const std::uint8_t how = s.pick[3];
    if (command.actor.kind == ActorKind::system) return;
    if (command.actor.kind == ActorKind::machine) { // sent again now and then, for ever
        command.source = SourceRef{static_cast<std::uint8_t>(s.number), s.pick[1]};
        return;
    }
    command.key = fresh_key();
    if (how < 0xc0 || sent_.empty()) return;
    const Command& earlier =
        sent_[sent_.size() - 1 - s.number % std::min<std::size_t>(sent_.size(), 8)];
    if (how >= 0xf0)
        command = earlier; // sent again as it was
    else if (!earlier.key)
        return;
    else if (how >= 0xe8)
        command.actor = earlier.actor, command.key = earlier.key; // the same key for something else
    else if (how >= 0xe4)
        command.key = earlier.key; // somebody else's key
    else if (how >= 0xde)
        command = {earlier.actor, earlier.key, asking_about(earlier.body)};
    else if (how >= 0xd8)
        command.key = fresh_key(15 * ms_per_minute + s.number % 2); // the page stood open for long
    else if (how >= 0xd4)
        command.key = fresh_key(-ms_per_minute - s.number % 2); // sealed in the future
    else
        command.key = fresh_key(s.number % 1'000'000);
}

Command Steps::command(const Step& step, const naive::PureLedger& ledger) {
    advance(step.time);
    Command command;
    command.body = body(step, ledger, command.actor);
    choose_key(step, command);
    return command;
}

} // namespace meguri::property
