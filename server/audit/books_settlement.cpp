// The part of the books that settlement adds up: what places took on which days, and the yen book.
#include "audit/books.hpp"

namespace meguri::audit {

void Place::add_day(std::int64_t program, std::int64_t day, std::int64_t amount) {
    std::int64_t& sum = days[program][day];
    sum = plus(sum, amount);
    if (sum == 0) days[program].erase(day);
}

std::int64_t Place::unsettled(std::int64_t program, std::int64_t until) const {
    const auto of_program = days.find(program);
    if (of_program == days.end()) return 0;
    std::int64_t sum = 0;
    for (const auto& [day, amount] : of_program->second)
        sum = day <= until ? plus(sum, amount) : sum;
    return sum;
}

void Books::add_settlement_facts(const Fact& f, const EntryRow& entry) {
    const std::int64_t seq = entry.seq;
    switch (f.tag) {
    case fact::day_closed:
        city.exists = true;
        touch(city, seq);
        city.closed = f.until;
        break;
    case fact::settlement_proposed: change(proposals, f.proposal, seq).content = f; break;
    case fact::settlement_opened: {
        Job& job = change(jobs, f.job, seq);
        job.until = f.until, job.rows = f.rows, job.expected = f.digest;
        break;
    }
    case fact::place_settled: { // what was of those days is of today, and goes with the entry's leg
        Place& place = change(places, f.place, seq);
        const std::int64_t sum = place.unsettled(f.program, f.until);
        std::erase_if(place.days[f.program], [&](const auto& day) { return day.first <= f.until; });
        place.add_day(f.program, entry.business_date, sum);
        break;
    }
    case fact::paid_out: {
        constexpr std::size_t most_kept = 64;
        auto& kept = change(organizations, f.organization, seq).pay_outs;
        if (kept.size() == most_kept) kept.erase(kept.begin());
        kept.push_back({seq, f.amount});
        break;
    }
    case fact::pay_out_returned:
        std::erase_if(change(organizations, f.organization, seq).pay_outs, [&](const auto& sent) {
            return sent.first == f.payment;
        });
        break;
    default: break;
    }
}

} // namespace meguri::audit
