// Organizations' budgets, handouts, stays.
#include "naive/rows.hpp"

#include <algorithm>

namespace meguri::naive {

using namespace ledger;

Answer Ledger::give_budget(const GiveBudget& c) {
    const std::int64_t n = c.amount.value, program = c.program.value;
    if (n == 0 || n > 1'000'000'000 || n < -1'000'000'000) return no(Refusal::amount_out_of_range);
    if (c.organization.value < 1 || c.organization.value > organizations_)
        return no(Refusal::organization_unknown);
    if (!there(programs_, program)) return no(Refusal::program_unknown);
    if (n > 0 && row(programs_, program).stopped) return no(Refusal::program_stopped);
    if (n > 0) {
        if (auto a = fits_budget(program, n); a.word != Refusal::none) return a;
    }
    const std::int64_t has = budget(c.organization.value, program);
    if (n < 0 && -n > has) {
        Answer answer = no(Refusal::budget_short);
        answer.left = has;
        return answer;
    }
    book(AccountKind::issue, program, program, -n);
    book(AccountKind::budget, c.organization.value, program, n);
    Answer answer;
    answer.amount = n;
    return answer;
}

Answer Ledger::open_handout(const OpenHandout& c) {
    const HandoutTerms& t = c.terms;
    if (t.place && !there(places_, t.place.value)) return no(Refusal::place_unknown);
    if (t.place && row(places_, t.place.value).closed) return no(Refusal::place_closed);
    if (t.organization.value < 0 || t.organization.value > organizations_)
        return no(Refusal::organization_unknown);
    if (!there(programs_, t.program.value)) return no(Refusal::program_unknown);
    const bool stays = t.ways.bits & 8;
    Answer wrong = no(Refusal::terms_contradictory);
    const auto because = [&](bool fault, const char* field) {
        if (fault && wrong.field.empty()) wrong.field = field;
    };
    because(t.ways.bits == 0 || t.ways.bits > 31 || (stays && t.ways.bits != 8), "ways");
    because(t.amount.value < 1 || t.amount.value > 9'999'999, "amount");
    because(stays ? t.stay_minutes < 1 || t.stay_minutes > 1440 : t.stay_minutes != 0, "stay");
    because(stays ? t.stay_units < 1 || t.stay_units > 1000 : t.stay_units != 0, "stay");
    because(
        wrong.field.empty() && t.amount.value * std::max(1, t.stay_units) > 9'999'999, "amount"
    );
    because(t.from.ms < 0 || t.to.ms < 0 || (t.to.ms > 0 && t.to.ms <= t.from.ms), "to");
    because(t.person_times < 0 || t.person_times > 9'999'999, "person_times");
    because(t.times < 0 || t.times > 1'000'000'000, "times");
    because(bool(t.ways.bits & 2) != (t.word != Hash{}), "word");
    const ProgramTerms& gives = row(programs_, t.program.value).terms;
    because(t.to.ms > 0 && t.to <= now_, "to"); // over already
    because(gives.issue_to && t.from.ms > 0 && jst_date(t.from) > gives.issue_to, "from");
    because(
        gives.issue_from && t.to.ms > 0 && jst_date(t.to + -1) < gives.issue_from, "to"
    ); // the end is not in it
    because(!gives_at_once(t.program.value, t.amount.value), "amount");
    if (!wrong.field.empty()) return wrong;
    handouts_.push_back({t});
    Answer answer;
    answer.place = t.place.value;
    answer.made = std::int64_t(handouts_.size());
    return answer;
}

Answer Ledger::close_handout(const CloseHandout& c) {
    if (!there(handouts_, c.handout.value)) return no(Refusal::handout_unknown);
    HandoutRow& handout = row(handouts_, c.handout.value);
    if (handout.closed) return no(Refusal::handout_closed);
    handout.closed = true;
    const bool stays = handout.terms.ways.bits & 8;
    const bool began = handout.terms.from <= now_;
    if (stays && began && (handout.terms.to.ms == 0 || now_ < handout.terms.to))
        handout.terms.to = now_;
    Answer answer;
    answer.place = handout.terms.place.value;
    return answer;
}

Refusal Ledger::handout_open(std::int64_t id, std::uint32_t way, std::int64_t place) const {
    if (!there(handouts_, id)) return Refusal::handout_unknown;
    const HandoutRow& h = row(handouts_, id);
    if (h.closed) return Refusal::handout_closed;
    const bool early = h.terms.from.ms != 0 && now_ < h.terms.from,
               late = h.terms.to.ms != 0 && now_ >= h.terms.to;
    if (early || late) return Refusal::handout_not_now;
    if (h.terms.place && place != 0 && place != h.terms.place.value)
        return Refusal::handout_not_here;
    if (!(h.terms.ways.bits & way)) return Refusal::handout_not_here;
    for (const std::int64_t at : {h.terms.place.value, place}) {
        if (at != 0 && row(places_, at).closed) return Refusal::place_closed;
    }
    std::int64_t of_it = 0, closed = 0;
    for (const PlaceRow& each : places_) {
        const bool counts = h.terms.organization && each.organization == h.terms.organization.value;
        if (counts) ++of_it, closed += each.closed;
    }
    return of_it > 0 && closed == of_it ? Refusal::place_closed : Refusal::none;
}

Answer Ledger::times_left(std::int64_t id, std::int64_t wallet) const {
    const HandoutTerms& t = row(handouts_, id).terms;
    std::int64_t person = 0, all = 0;
    for (const ClaimRow& c : claims_) {
        if (c.handout != id) continue;
        if (!c.carried) ++all;
        const bool same =
            t.person_period == Period::ever ||
            (t.person_period == Period::day && c.day == today_) ||
            (t.person_period == Period::month &&
             c.day.iso().substr(0, 7) == today_.iso().substr(0, 7)) ||
            (t.person_period == Period::fiscal_year && c.day.fiscal_year() == today_.fiscal_year());
        if (c.wallet == wallet && same) ++person;
    }
    Answer answer;
    answer.left = 0;
    if (t.person_times != 0 && person >= t.person_times)
        answer.word = Refusal::handout_person_done;
    else if (t.times != 0 && all >= t.times)
        answer.word = Refusal::handout_used_up;
    else
        answer.left = -1;
    return answer;
}

Answer
Ledger::give_out(std::int64_t id, std::int64_t wallet, std::int64_t amount, std::int64_t seq) {
    const HandoutTerms& t = row(handouts_, id).terms;
    const std::int64_t program = t.program.value, organization = t.organization.value;
    if (auto a = fits(Counted::received, program, wallet, amount); a.word != Refusal::none)
        return a;
    if (organization == 0) {
        if (auto a = fits_budget(program, amount); a.word != Refusal::none) return a;
        return give(AccountKind::issue, program, program, wallet, amount, seq);
    }
    if (amount > budget(organization, program)) {
        Answer answer = no(Refusal::budget_short);
        answer.left = budget(organization, program);
        return answer;
    }
    return give(AccountKind::budget, organization, program, wallet, amount, seq);
}

Answer Ledger::claim(const Claim& c, std::int64_t seq) {
    const std::int64_t wallet = c.wallet.value, id = c.handout.value;
    if (wallet_can(wallet) != Refusal::none) return no(wallet_can(wallet));
    if (c.place && !there(places_, c.place.value)) return no(Refusal::place_unknown);
    if (auto word = handout_open(id, c.way, c.place.value); word != Refusal::none) return no(word);
    if (c.way == 8) return no(Refusal::handout_not_here);
    const HandoutTerms t = row(handouts_, id).terms;
    if (c.way == 2 && c.word != t.word) return no(Refusal::code_word_wrong);
    if (program_gives(t.program.value) != Refusal::none) return no(program_gives(t.program.value));
    if (!eligible(t.program.value, wallet)) return no(Refusal::not_eligible);
    if (auto a = times_left(id, wallet); a.word != Refusal::none) return a;
    Answer answer = give_out(id, wallet, t.amount.value, seq);
    if (answer.word != Refusal::none) return answer;
    claims_.push_back({id, wallet, today_});
    answer.place = t.place.value;
    return answer;
}

Answer Ledger::check_in(const CheckIn& c) {
    const std::int64_t wallet = c.wallet.value, id = c.handout.value;
    if (wallet_can(wallet) != Refusal::none) return no(wallet_can(wallet));
    if (auto word = handout_open(id, 8, 0); word != Refusal::none) return no(word);
    const HandoutTerms& t = row(handouts_, id).terms;
    if (program_gives(t.program.value) != Refusal::none) return no(program_gives(t.program.value));
    if (!eligible(t.program.value, wallet)) return no(Refusal::not_eligible);
    if (auto a = times_left(id, wallet); a.word != Refusal::none) return a;
    StayRow* stay = nullptr;
    for (StayRow& s : stays_) {
        if (s.wallet == wallet && s.handout == id) stay = &s;
    }
    if (stay && stay->since.ms != 0) return no(Refusal::already_inside);
    if (!stay) stay = &stays_.emplace_back(StayRow{wallet, id});
    stay->since = now_;
    claims_.push_back({id, wallet, today_});
    Answer answer;
    answer.wallet = wallet;
    answer.place = t.place.value;
    return answer;
}

// From now on so many minutes count in all.
Answer Ledger::stayed(StayRow& stay, std::int32_t minutes, std::int64_t seq) {
    const HandoutTerms t = row(handouts_, stay.handout).terms;
    const auto units = [&](std::int32_t m) { return std::min(m / t.stay_minutes, t.stay_units); };
    const std::int64_t due = (units(minutes) - units(stay.minutes)) * t.amount.value;
    Answer answer;
    if (due > 0) {
        if (auto word = program_gives(t.program.value); word != Refusal::none) return no(word);
        answer = give_out(stay.handout, stay.wallet, due, seq);
        if (answer.word != Refusal::none) return answer;
    } else if (due < 0) {
        answer = take_of(stay.wallet, t.program.value, -due, false);
        if (answer.word != Refusal::none) return answer;
        for (const Taken& value : answer.taken)
            take(stay.wallet, value);
        if (t.organization)
            book(AccountKind::budget, t.organization.value, t.program.value, -due);
        else
            book(AccountKind::recovered, t.program.value, t.program.value, -due);
    }
    stay.minutes = minutes;
    stay.since = {};
    answer.wallet = stay.wallet;
    answer.place = t.place.value;
    answer.amount = due;
    return answer;
}

// A card's stays go to the app with it: one stay for each handout, whose minutes fill no unit of
// time that was not paid.
void Ledger::bring_stays(std::int64_t from, std::int64_t to) {
    for (std::size_t i = 0, n = stays_.size(); i < n; ++i) {
        if (stays_[i].wallet != from) continue;
        StayRow* own = nullptr;
        for (StayRow& s : stays_) {
            if (s.wallet == to && s.handout == stays_[i].handout) own = &s;
        }
        if (!own) {
            stays_[i].wallet = to;
            continue;
        }
        StayRow& card = stays_[i];
        const HandoutTerms& t = row(handouts_, card.handout).terms;
        std::int64_t paid = 0;
        for (const StayRow* s : {own, &card})
            paid += std::min(s->minutes / t.stay_minutes, t.stay_units);
        own->minutes += card.minutes;
        while (paid < t.stay_units && own->minutes >= (paid + 1) * t.stay_minutes)
            --own->minutes;
        const bool earlier = own->since.ms == 0 || card.since < own->since;
        if (card.since.ms != 0 && earlier) own->since = card.since;
        card = {0, 0};
    }
}

Answer Ledger::check_out(const CheckOut& c, std::int64_t seq) {
    if (wallet_can(c.wallet.value) != Refusal::none) return no(wallet_can(c.wallet.value));
    if (!there(handouts_, c.handout.value)) return no(Refusal::handout_unknown);
    const HandoutTerms& t = row(handouts_, c.handout.value).terms;
    for (StayRow& stay : stays_) {
        if (stay.wallet != c.wallet.value || stay.handout != c.handout.value) continue;
        if (stay.since.ms == 0) continue;
        Instant end = now_;
        if (t.to.ms != 0 && end > t.to) end = t.to > stay.since ? t.to : stay.since;
        std::int64_t minutes = stay.minutes + (end - stay.since) / 60'000;
        const std::int64_t most = std::int64_t{t.stay_minutes} * t.stay_units;
        if (minutes > most) minutes = most;
        if (minutes < stay.minutes) minutes = stay.minutes;
        return stayed(stay, std::int32_t(minutes), seq);
    }
    return no(Refusal::not_inside);
}

Answer Ledger::correct_stay(const CorrectStay& c, std::int64_t seq) {
    if (wallet_can(c.wallet.value) != Refusal::none) return no(wallet_can(c.wallet.value));
    if (!there(handouts_, c.handout.value)) return no(Refusal::handout_unknown);
    if (!(row(handouts_, c.handout.value).terms.ways.bits & 8))
        return no(Refusal::handout_not_here);
    if (c.minutes < 0 || c.minutes > 366 * 24 * 60) return no(Refusal::amount_out_of_range);
    for (StayRow& stay : stays_) {
        if (stay.wallet == c.wallet.value && stay.handout == c.handout.value)
            return stayed(stay, c.minutes, seq);
    }
    StayRow fresh{c.wallet.value, c.handout.value};
    Answer answer = stayed(fresh, c.minutes, seq);
    if (answer.word == Refusal::none) stays_.push_back(fresh);
    return answer;
}

} // namespace meguri::naive
