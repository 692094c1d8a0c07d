// What needs several steps in the right order, told once a day: a handout claimed to its end, a
// stay, a job row by row, a machine that repeats itself. Always with programs of their own, so that
// nothing that happened before can spoil them.
#include "simulation/city.hpp"

#include "ledger/job_rows.hpp"

namespace meguri::simulation {

using namespace ledger;

namespace {
constexpr Actor first{ActorKind::operator_, {1}}, second{ActorKind::operator_, {2}},
    staff{ActorKind::staff, {52}}, resident{ActorKind::resident, {101}};
}

ProgramId City::publish(const ProgramTerms& terms) {
    tell({first, steps_.fresh_key(), Propose{{}, terms, {}}});
    const ProposalId id{pure_.state().proposals.size()};
    const Hash digest = pure_.state().proposals.find(id)->content.digest;
    tell({second, steps_.fresh_key(), Approve{id, digest}});
    return {pure_.state().programs.size()};
}

void City::stories() {
    ProgramTerms terms = property::further_programs()[3];
    const ProgramId points = publish(terms);
    say(first, Grant{{1}, points, {200}});
    say(resident, Transfer{{1}, {2}, points, {50}});
    say(first, GiveBudget{{1}, points, {100}});
    say(first, GiveBudget{{1}, points, {-101}}); // more than it has
    say(first, Adjust{{1}, points, {30}, AdjustReason::correction});
    say(resident, Payment{{1}, {3}, {10}, points, {}, 0});
    say(staff, Cancel{pure_.state().last, {3}, CancelReason::other, nullptr, {11}});
    story_of_handouts(points);
    story_of_a_job(points);
    story_of_a_premium();
    if (days_.size() % 5 == 1) story_of_terms(); // each program of it is work for every night
    story_of_bounds();
    story_of_a_card();
    terms.unit = Unit::money;
    terms.eligible.all = std::uint64_t{1} << 40;
    say(first, Grant{{1}, publish(terms), {1}});
    SourceRef ref{0xff, static_cast<std::uint8_t>(days_.size())};
    for (const std::int64_t amount : {5, 5, 6})
        tell({{ActorKind::machine, {}}, std::nullopt, Grant{{1}, points, {amount}}, ref});
}

void City::story_of_handouts(ProgramId points) {
    const auto open = [&](const HandoutTerms& t) {
        say(staff, OpenHandout{t});
        return HandoutId{pure_.state().handouts.size()};
    };
    HandoutTerms t;
    t.organization = {1}, t.program = points, t.amount = {10}, t.ways = {Ways::code_word};
    t.word = {9}, t.person_times = 1, t.times = 2;
    const HandoutId word = open(t);
    for (const std::int64_t wallet : {1, 1, 2, 3})
        say(resident, Claim{{wallet}, word, Ways::code_word, {}, {9}});
    say(resident, Claim{{4}, word, Ways::code_word, {}, {8}});
    t = {};
    t.organization = {1}, t.program = points, t.amount = {9'000}, t.ways = {Ways::printed_code};
    say(resident, Claim{{1}, open(t), Ways::printed_code, {}, {}});
    t.from = Instant{4'000'000'000'000}; // not for another hundred years
    say(resident, Claim{{1}, open(t), Ways::printed_code, {}, {}});
    t.from = {}, t.amount = {10}, t.ways = {Ways::check_in}, t.stay_minutes = 1, t.stay_units = 5;
    const HandoutId stay = open(t);
    say(resident, CheckIn{{1}, stay});
    say(resident, CheckIn{{1}, stay});
    steps_.advance_to(steps_.clock() + 150'000);
    say(resident, CheckOut{{1}, stay});
    say(staff, CorrectStay{{1}, stay, 1});
    say(staff, CloseHandout{stay});
}

// Sold until the premium has run out, and then to the end of its own budget.
void City::story_of_a_premium() {
    const WalletId buyer = fresh_wallet();
    const auto hold = [&](ProgramId program) {
        tell({resident, steps_.fresh_key(), HoldTopUp{buyer, program, {1'000}}});
    };
    ProgramTerms premium;
    premium.origin = Origin::granted;
    premium.budget = {300};
    ProgramTerms sold;
    sold.top_up = {{1'000}, {1'000}, {1'000}, {}};
    sold.bonus = {publish(premium), {{{1'000}, 2'000, {}}}, AtLimit::cut_premium};
    const ProgramId with_premium = publish(sold);
    for (int times = 0; times < 3; ++times) // 200, the 100 that are left, none
        hold(with_premium);
    sold.bonus = {};
    sold.budget = {2'000};
    const ProgramId alone = publish(sold);
    for (int times = 0; times < 3; ++times)
        hold(alone);
}

// What nobody may do more of: top-ups under way, money sent at once, six-month money made to last.
void City::story_of_bounds() {
    ProgramTerms terms;
    terms.top_up = {{100}, {1}, {1'000}, {}};
    terms.expiry = {Expiry::Kind::months_after, 0, {}, 6};
    terms.issuer = IssuerMode::six_month, terms.to_residents = true;
    const ProgramId brief = publish(terms);
    const WalletId buyer = fresh_wallet();
    const Adjust add{buyer, brief, {10}, AdjustReason::compensation};
    say(first, add); // nothing is there
    for (int times = 0; times < 6; ++times)
        say(resident, HoldTopUp{buyer, brief, {100}});
    say(first, PostHold{{pure_.state().holds.size()}});
    for (std::int64_t back = 1; back < 5; ++back)
        say(first, VoidHold{{pure_.state().holds.size() - back}});
    say(first, add);
    say(resident, Transfer{buyer, {1}, brief, {100'001}});
    say(resident, Transfer{buyer, {1}, brief, {110}});
}

// A card that keeps a part of what is on it, and moves the rest in steps.
void City::story_of_a_card() {
    ProgramTerms given, stays;
    given.origin = Origin::granted, stays.origin = Origin::granted, stays.stays_on_card = true;
    given.limits = {{Counted::received, Measure::amount, 100, Period::day, Who::person}};
    const ProgramId some = publish(given), bound = publish(stays);
    const CardId card = pure_.state().cards.next();
    say(first, RegisterCards{1, CardKind::rechargeable});
    say(first, ActivateCard{card});
    const WalletId wallet{pure_.state().wallets.size()};
    say(first, Grant{wallet, bound, {5}});
    for (int turn = 0; turn < 3; ++turn) {
        say(first, Grant{wallet, some, {30}});
        say(first, MoveCard{card, {2}});
    }
    say(first, Grant{{2}, some, {30}}); // 90 of 100 have come along
    say(first, Adjust{wallet, bound, {-5}, AdjustReason::correction});
    say(first, MoveCard{card, {2}});
}

void City::story_of_a_job(ProgramId program) {
    const std::vector<JobRow> rows{{{1}, {10}}, {{2}, {20}}, {{999'999}, {30}}};
    const Hash last = rows_digest({rows[2]}, 2, behind_last_row()),
               all = rows_digest({rows[0], rows[1]}, 0, last);
    for (int turn = 0; turn < 2; ++turn) {
        say(first, ProposeJob{program, 3, {60}, all});
        const ProposalId id{pure_.state().proposals.size()};
        say(second, Approve{id, pure_.state().proposals.find(id)->job->digest});
        const JobId job{pure_.state().jobs.size()};
        say(first, GrantRows{job, {rows[1]}, last});
        say(first, GrantRows{job, {rows[0], rows[1]}, last});
        if (turn == 0) say(first, GrantRows{job, {rows[2]}, behind_last_row()});
        say(first, EndJob{job}); // the first has ended by itself
    }
}

} // namespace meguri::simulation
