#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <tuple>

namespace meguri::audit {

namespace {

constexpr std::int64_t by_operator = 4, by_machine = 5; // of the kinds of actors
constexpr std::uint64_t open = 1, approved = 2, withdrawn = 3;

std::int64_t next_id(const auto& all) { return static_cast<std::int64_t>(all.size()) + 1; }

// The facts of an entry, in order, by their tags.
bool facts_are(const Subject& s, std::initializer_list<std::uint64_t> tags) {
    // A machine's command ends with its source, whatever it did.
    const bool source = !s.effects.facts.empty() && s.effects.facts.back().tag == fact::source_used;
    if (s.effects.facts.size() - source != tags.size()) return false;
    std::size_t i = 0;
    for (const std::uint64_t tag : tags) {
        if (s.effects.facts[i++].tag != tag) return false;
    }
    return true;
}

// The end of a handout by time stayed becomes the moment when it was closed, and nothing else of it
// changes. Entries of before that rule close without.
bool closes_handout(const Subject& s) {
    const auto& facts = s.effects.facts;
    const bool ends = facts_are(s, {fact::handout_opened, fact::handout_closed});
    if (!ends && !facts_are(s, {fact::handout_closed})) return false;
    const Handout* handout = s.books.handout(facts[0].handout);
    if (!handout || !ends) return handout;
    const HandoutTerms &is = handout->terms, &will = facts[0].handout_terms;
    const auto all_but_end = [](const HandoutTerms& t) {
        return std::tie(
            t.organization, t.program, t.place, t.ways, t.amount, t.stay_minutes, t.stay_units,
            t.from, t.person_times, t.person_period, t.times, t.word
        );
    };
    return facts[1].handout == facts[0].handout && all_but_end(is) == all_but_end(will) &&
           will.to == s.entry.at_ms && (is.to == 0 || will.to < is.to) && is.stay_minutes > 0;
}

// A card that has moved is used up, and its stays follow, one fact for each; what they say is
// checked with the value that moves.
bool moves_card(const Subject& s) {
    const auto& facts = s.effects.facts;
    if (facts.empty()) return true;
    if (facts.size() < 2 || facts[0].tag != fact::card_set || facts[1].tag != fact::wallet_moved)
        return false;
    const auto is_stay = [&](const Fact& f) {
        return f.tag == fact::stay_set && f.wallet == s.entry.wallet;
    };
    return std::all_of(facts.begin() + 2, facts.end(), is_stay) && facts[0].number == 5 &&
           facts[0].wallet == facts[1].wallet && facts[1].to == s.entry.wallet;
}

// One row of a run, and the places that it settles.
bool settles(const Subject& s) {
    const auto& facts = s.effects.facts;
    const auto is_place = [](const Fact& f) {
        return f.tag == fact::place_settled || f.tag == fact::source_used;
    };
    return !facts.empty() && facts[0].tag == fact::job_advanced &&
           std::all_of(facts.begin() + 1, facts.end(), is_place);
}

std::uint64_t version_of(const Subject& s, std::int64_t program) {
    const Program* p = s.books.program(program);
    return p ? p->version : 0;
}

void check_opened(const Subject& s, const Fact& f) {
    if (f.wallet != next_id(s.books.wallets) || f.wallet != s.entry.wallet)
        s.differs(fmt::format("wallet {} is not the next one", f.wallet));
}

void check_registered(const Subject& s) {
    const Fact& f = s.effects.facts.back();
    if (f.place != next_id(s.books.places) || f.place != s.entry.place)
        s.differs(fmt::format("place {} is not the next one", f.place));
    const bool with_new = s.effects.facts.size() == 2;
    const std::int64_t newest = next_id(s.books.organizations) - 1;
    const bool sound =
        with_new ? f.organization == newest + 1 && s.effects.facts[0].organization == f.organization
                 : f.organization >= 1 && f.organization <= newest;
    if (!sound) s.differs(fmt::format("organization {} does not exist", f.organization));
    if (f.number < 1 || f.number > (s.entry.format == 1 ? 3u : 15u))
        s.differs(fmt::format("capabilities {} are not known", f.number));
}

void check_proposed(const Subject& s, const Fact& f) {
    if (f.proposal != next_id(s.books.proposals))
        s.differs(fmt::format("proposal {} is not the next one", f.proposal));
    if (f.person != s.entry.actor || f.person == 0) s.differs("the proposer is not who acted");
    if (f.program != 0 && !s.books.program(f.program))
        s.differs(fmt::format("program {} does not exist", f.program));
    if (f.number != version_of(s, f.program))
        s.differs("the proposal is based on another version than the one in force");
    Encoder said;
    said.raw("meguri proposal 1")
        .signed_number(f.program)
        .number(f.number)
        .raw(f.terms.bytes)
        .raw(f.texts);
    if (view(sha256(said.bytes())) != f.digest)
        s.differs("the proposal's digest is not that of its terms and texts");
}

// Value in people's wallets must stay usable wherever it was.
bool narrower(const Subject& s, const Fact& published) {
    const Program* p = s.books.program(published.program);
    if (!p) return false;
    const Places &was = p->terms.where, &is = published.terms.where;
    const auto has = [](const std::vector<std::int64_t>& list, std::int64_t n) {
        return std::find(list.begin(), list.end(), n) != list.end();
    };
    const auto kept = [&](const std::vector<std::int64_t>& before,
                          const std::vector<std::int64_t>& now) {
        if (now.empty()) return true;
        if (before.empty()) return false;
        return std::all_of(before.begin(), before.end(), [&](std::int64_t n) {
            return has(now, n);
        });
    };
    const auto no_more = [&](const std::vector<std::int64_t>& before,
                             const std::vector<std::int64_t>& now) {
        return std::all_of(now.begin(), now.end(), [&](std::int64_t n) { return has(before, n); });
    };
    const bool where = kept(was.types, is.types) && kept(was.areas, is.areas) &&
                       kept(was.places, is.places) &&
                       no_more(was.without_types, is.without_types) &&
                       no_more(was.without_places, is.without_places);
    const Times &then = p->terms.when, &now = published.terms.when;
    const auto days = [](const Times& t) { return t.weekdays == 0 ? 127 : t.weekdays; };
    const auto end = [](const Times& t) { return t.to_minute == 0 ? 1440 : t.to_minute; };
    const bool when = (now.from == 0 || (then.from != 0 && now.from <= then.from)) &&
                      (now.to == 0 || (then.to != 0 && now.to >= then.to)) &&
                      (days(then) & ~days(now)) == 0 && now.from_minute <= then.from_minute &&
                      end(now) >= end(then);
    return !where || !when;
}

void check_job_approved(const Subject& s) {
    const Fact &closed = s.effects.facts[0], &opened = s.effects.facts[1];
    const Proposal* p = s.books.proposal(closed.proposal);
    if (!p || p->state != open)
        return s.differs(fmt::format("proposal {} is not open", closed.proposal));
    const Fact& asked = p->content;
    if (closed.number != approved) s.differs("a job is opened without an approval");
    if (closed.person != s.entry.actor || closed.person == 0)
        s.differs("the approver is not who acted");
    if (closed.person == asked.person)
        s.differs(fmt::format("proposal {} was approved by the person who made it", closed.proposal)
        );
    if (opened.job != next_id(s.books.jobs))
        s.differs(fmt::format("job {} is not the next one", opened.job));
    const bool same = asked.tag == fact::job_proposed && opened.program == asked.program &&
                      opened.rows == asked.rows && opened.amount == asked.amount &&
                      opened.digest == asked.texts;
    if (!same) s.differs("the job opened is not the one proposed");
    if (asked.number != version_of(s, asked.program))
        s.differs("the program has changed since it was proposed");
    const Program* program = s.books.program(opened.program);
    if (program && program->terms.budget != 0 &&
        plus(program->issued(), opened.amount) > program->terms.budget)
        s.differs("the job is beyond its program's budget");
    std::int64_t held = 0;
    for (const LegRow& leg : s.entry.legs)
        held = plus(held, leg.kind == account::reserved ? leg.amount : 0);
    if (held != opened.amount || s.entry.amount != opened.amount)
        s.differs("the job's whole amount is not held");
}

void check_job_proposed(const Subject& s, const Fact& f) {
    if (f.proposal != next_id(s.books.proposals))
        s.differs(fmt::format("proposal {} is not the next one", f.proposal));
    if (f.person != s.entry.actor || f.person == 0) s.differs("the proposer is not who acted");
    if (f.number != version_of(s, f.program))
        s.differs("the proposal is based on another version than the one in force");
    Encoder said;
    said.raw("meguri job 1").signed_number(f.program).number(f.number);
    said.signed_number(f.rows).signed_number(f.amount).raw(f.texts);
    if (view(sha256(said.bytes())) != f.digest)
        s.differs("the proposal's digest is not that of its job");
}

// A card is bound to one wallet for good; it changes hands only as the kinds of entries say.
void check_cards(const Subject& s) {
    for (const Fact& f : s.effects.facts) {
        if (f.tag == fact::cards_registered && f.card != next_id(s.books.cards))
            s.differs(fmt::format("card {} is not the next one", f.card));
        if (f.tag != fact::card_set) continue;
        const Card* card = s.books.card(f.card);
        if (!card) {
            s.differs(fmt::format("card {} does not exist", f.card));
            continue;
        }
        const bool in_use = card->status == 2 || card->status == 3;
        const bool begins = f.number == 2 && card->status == 1;
        if (!begins && (!in_use || card->wallet != f.wallet))
            s.differs(fmt::format("card {} opens another wallet, or none any more", f.card));
    }
}

void check_approved(const Subject& s) {
    const Fact &closed = s.effects.facts[0], &published = s.effects.facts[1];
    const Proposal* p = s.books.proposal(closed.proposal);
    if (!p || p->state != open)
        return s.differs(fmt::format("proposal {} is not open", closed.proposal));
    if (closed.number != approved) s.differs("a program is published without an approval");
    if (closed.person != s.entry.actor || closed.person == 0)
        s.differs("the approver is not who acted");
    if (closed.person == p->content.person)
        s.differs(fmt::format("proposal {} was approved by the person who made it", closed.proposal)
        );
    if (p->content.number != version_of(s, p->content.program))
        s.differs("the program has changed since it was proposed");
    const std::int64_t program =
        p->content.program != 0 ? p->content.program : next_id(s.books.programs);
    if (published.program != program)
        s.differs(fmt::format("program {} is not the one proposed", published.program));
    if (narrower(s, published)) s.differs("a version narrows where or when value can be used");
    if (published.terms.bytes != p->content.terms.bytes)
        s.differs("the terms published are not those proposed");
    if (published.number != p->content.number + 1)
        s.differs(fmt::format("version {} is not the next one", published.number));
    Encoder asked;
    asked.number(5).signed_number(closed.proposal).raw(p->content.digest);
    if (s.entry.content && view(sha256(asked.bytes())) != *s.entry.content)
        s.differs("the approver approved another digest than the one proposed");
}

void check_withdrawn(const Subject& s, const Fact& f) {
    const Proposal* p = s.books.proposal(f.proposal);
    if (!p || p->state != open) s.differs(fmt::format("proposal {} is not open", f.proposal));
    if (f.number != withdrawn || f.person != s.entry.actor)
        s.differs("a proposal is closed otherwise than withdrawn by who acted");
}

bool sound_status(std::uint64_t status) { return status == 1 || status == 2; }

bool check_first_kinds(const Subject& s, bool& known) {
    const auto& facts = s.effects.facts;
    switch (s.entry.kind) {
    case kind::open_wallet:
        return facts_are(s, {fact::wallet_opened}) && (check_opened(s, facts[0]), true);
    case kind::set_wallet_status:
        return facts_are(s, {fact::wallet_status}) && s.books.wallet(facts[0].wallet) &&
               facts[0].wallet == s.entry.wallet && sound_status(facts[0].number);
    case kind::register_place:
        return (facts_are(s, {fact::place_registered}) ||
                facts_are(s, {fact::organization_registered, fact::place_registered})) &&
               (check_registered(s), true);
    case kind::set_place_status:
        return facts_are(s, {fact::place_status}) && s.books.place(facts[0].place) &&
               facts[0].place == s.entry.place && sound_status(facts[0].number);
    case kind::propose:
        return facts_are(s, {fact::proposed}) && (check_proposed(s, facts[0]), true);
    case kind::approve:
        if (facts_are(s, {fact::proposal_closed, fact::job_opened}))
            return check_job_approved(s), true;
        if (facts_are(s, {fact::proposal_closed, fact::settlement_opened})) return true;
        return facts_are(s, {fact::proposal_closed, fact::program_published}) &&
               (check_approved(s), true);
    case kind::withdraw:
        return facts_are(s, {fact::proposal_closed}) && (check_withdrawn(s, facts[0]), true);
    case kind::stop_program:
        return facts_are(s, {fact::program_stopped}) && s.books.program(facts[0].program) &&
               !s.books.program(facts[0].program)->stopped;
    case kind::cancel: return facts_are(s, {fact::payment_cancelled});
    case kind::top_up: return facts_are(s, {}) || facts_are(s, {fact::asked});
    default: known = false; return true;
    }
}

// Nobody alone is added to a household but by founding one, which is named after its entry.
bool check_household(const Subject& s) {
    const auto& facts = s.effects.facts;
    const auto somebody = [&](const Fact& f) {
        const Wallet* wallet = s.books.wallet(f.wallet);
        return wallet && wallet->owner != 0;
    };
    if (facts_are(s, {fact::household_set, fact::household_set}))
        return somebody(facts[0]) && somebody(facts[1]) && facts[0].wallet != facts[1].wallet &&
               s.books.wallet(facts[0].wallet)->household == 0 && facts[0].to == s.entry.seq &&
               facts[1].to == s.entry.seq && facts[1].wallet == s.entry.wallet;
    if (!facts_are(s, {fact::household_set}) || !somebody(facts[0])) return false;
    const auto there = s.books.households.find(facts[0].to);
    const bool known =
        facts[0].to == 0 || (there != s.books.households.end() && !there->second.empty());
    return known && facts[0].wallet == s.entry.wallet;
}

bool check_kind(const Subject& s) {
    bool known = true;
    const bool sound = check_first_kinds(s, known);
    if (known) return sound;
    const auto& facts = s.effects.facts;
    check_cards(s);
    switch (s.entry.kind) {
    case kind::set_place_traits:
        return facts_are(s, {fact::place_traits}) && s.books.place(facts[0].place) &&
               facts[0].place == s.entry.place;
    case kind::set_wallet_marks:
        return facts_are(s, {fact::wallet_marks}) && s.books.wallet(facts[0].wallet) &&
               facts[0].wallet == s.entry.wallet;
    case kind::set_household: return check_household(s);
    case kind::set_policy: return facts_are(s, {fact::policy});
    case kind::propose_job:
        return facts_are(s, {fact::job_proposed}) && (check_job_proposed(s, facts[0]), true);
    case kind::register_cards: return facts_are(s, {fact::cards_registered});
    case kind::activate_card:
        return facts_are(s, {fact::wallet_opened, fact::card_set}) &&
               facts[0].wallet == facts[1].wallet && (check_opened(s, facts[0]), true);
    case kind::set_card_status: return facts_are(s, {fact::card_set});
    case kind::reissue_card:
        return facts_are(s, {fact::card_set, fact::card_set}) && facts[0].number == 4 &&
               facts[1].number == 2 && facts[0].wallet == facts[1].wallet;
    case kind::move_card: return moves_card(s);
    case kind::give_mandate:
        return facts_are(s, {fact::mandate_given}) && facts[0].wallet == s.entry.wallet &&
               s.books.wallet(facts[0].wallet) &&
               facts[0].mandate == next_id(s.books.wallet(facts[0].wallet)->mandates);
    case kind::revoke_mandate: return facts_are(s, {fact::mandate_revoked});
    case kind::hold_top_up:
    case kind::hold_dues: return facts_are(s, {fact::hold_opened});
    case kind::post_hold:
    case kind::void_hold: return facts_are(s, {fact::hold_closed});
    case kind::open_handout:
        return facts_are(s, {fact::handout_opened}) &&
               facts[0].handout == next_id(s.books.handouts);
    case kind::close_handout: return closes_handout(s);
    case kind::check_in:
    case kind::check_out:
    case kind::correct_stay: return facts_are(s, {fact::stay_set});
    case kind::grant_rows:
    case kind::end_job: return facts_are(s, {fact::job_advanced});
    case kind::close_day: return facts_are(s, {fact::day_closed});
    case kind::propose_settlement: return facts_are(s, {fact::settlement_proposed});
    case kind::settle: return settles(s);
    case kind::pay_out: return facts_are(s, {fact::paid_out});
    case kind::return_pay_out: return facts_are(s, {fact::pay_out_returned});
    default: return facts_are(s, {});
    }
}

} // namespace

namespace {
// What the city alone decides: nobody else's command may have done it, whatever let it through.
bool is_the_citys(std::int64_t k) {
    return (k >= kind::register_place && k <= kind::register_cards) || k == kind::propose_job ||
           k == kind::give_budget || k == kind::set_household || k == kind::propose_settlement ||
           k == kind::pay_out || k == kind::return_pay_out;
}
} // namespace

void check_facts(const Subject& s) {
    if (s.entry.refused()) return;
    // A large batch of cards and the transfers of an approved run, once an operator has begun them,
    // go on by themselves, part by part.
    const bool goes_on = (s.entry.kind == kind::register_cards || s.entry.kind == kind::pay_out) &&
                         s.entry.actor_kind == by_machine;
    if (is_the_citys(s.entry.kind) && s.entry.actor_kind != by_operator && !goes_on)
        s.differs("only the city's operators do this");
    if (!check_kind(s))
        s.differs(fmt::format("its facts are not those of an entry of kind {}", s.entry.kind));
}

} // namespace meguri::audit
