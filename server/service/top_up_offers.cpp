#include "service/top_up_offers.hpp"

#include "ledger/top_up.hpp"

namespace meguri::service {

LastDays last_days(const ledger::ProgramTerms& terms, Date today) {
    LastDays days{terms.last_day(today, terms.top_up.minimum), {}};
    for (const ledger::ExpiryBand& band : terms.bands) {
        if (band.from > terms.top_up.minimum)
            days.bands.push_back({band.from, terms.last_day(today, band.from)});
    }
    return days;
}

void write_last_days(http::JsonOut& out, const LastDays& days) {
    out.field("expires_on", days.first);
    if (days.bands.empty()) return;
    out.array("bands", days.bands, [&](const LastDays::From& band) {
        out.object([&] {
            out.field("from", band.amount.value);
            out.field("expires_on", band.day);
        });
    });
}

std::vector<TopUpOffer> top_up_offers(const ledger::State& state, Instant at) {
    std::vector<TopUpOffer> offers;
    const Date today = jst_date(at);
    for (std::int64_t n = 1; n <= state.programs.size(); ++n) {
        const ledger::Program* p = state.programs.find({n});
        if (ledger::refuse_program(p, today) != Refusal::none) continue;
        const ledger::TopUpTerms& terms = p->terms.top_up;
        const Refusal closed = ledger::closed_for_top_ups(state, {n}, ledger::Now::of(at));
        if (closed == Refusal::not_for_sale) continue;
        offers.push_back({{n}, terms, last_days(p->terms, today), closed});
    }
    return offers;
}

void write_offers(
    http::JsonOut& out, const EntryJson& json, const Directory& directory,
    const std::vector<TopUpOffer>& offers
) {
    out.array("programs", offers, [&](const TopUpOffer& offer) {
        if (!directory.program(offer.program)) return;
        out.object([&] {
            json.program(out, "program", offer.program);
            out.field("minimum", offer.terms.minimum.value);
            out.field("step", offer.terms.step.value);
            out.field("maximum", offer.terms.maximum.value);
            write_last_days(out, offer.days);
            if (offer.closed != Refusal::none) out.field("closed", text_of(offer.closed).word);
        });
    });
}

} // namespace meguri::service
