// A handout as the contract writes it, in and out.
#include "features/handouts/handout_json.hpp"
#include "features/handouts/handouts.hpp"

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using ledger::Ways;

namespace {

std::vector<std::uint32_t> read_ways(Fields& in) {
    return in.several<std::uint32_t>(
        "ways",
        {{"printed_code", Ways::printed_code},
         {"code_word", Ways::code_word},
         {"staff_scan", Ways::staff_scan},
         {"check_in", Ways::check_in}},
        1
    );
}

ledger::Period read_period(Fields& in) {
    using ledger::Period;
    return in.choice_or<Period>(
        "person_period", Period::ever,
        {{"ever", Period::ever},
         {"day", Period::day},
         {"month", Period::month},
         {"fiscal_year", Period::fiscal_year}}
    );
}

std::string_view period_word(ledger::Period period) {
    switch (period) {
    case ledger::Period::ever: return "ever";
    case ledger::Period::day: return "day";
    case ledger::Period::month: return "month";
    case ledger::Period::fiscal_year: return "fiscal_year";
    }
    return "";
}

} // namespace

AskedHandout read_handout(Fields& in) {
    AskedHandout asked;
    asked.key = in.token("key");
    asked.name = in.text("name", 1, 60);
    asked.program = in.id("program");
    asked.place = in.optional_id("place").value_or("");
    asked.organization = in.optional_id("organization").value_or("");
    ledger::HandoutTerms& t = asked.terms;
    for (const std::uint32_t bit : read_ways(in))
        t.ways.bits |= bit;
    t.amount = {in.amount("amount")};
    if (auto stay = in.optional_object("stay")) {
        t.stay_minutes = static_cast<std::int32_t>(stay->integer("minutes", 1, 1440));
        t.stay_units = static_cast<std::int32_t>(stay->integer("units", 1, 1000));
    }
    t.from = in.optional_time("from").value_or(Instant{});
    t.to = in.optional_time("to").value_or(Instant{});
    t.person_times = in.optional_integer("person_times", 1, 9'999'999).value_or(0);
    t.person_period = read_period(in);
    t.times = in.optional_integer("times", 1, 1'000'000'000).value_or(0);
    if (const auto word = in.optional_text("word", 1, 40)) t.word = word_hash(*word);
    return asked;
}

void Handouts::write_organization(JsonOut& out, PlaceId place) const {
    const auto* texts = p_.directory.place(place);
    if (!texts) return;
    out.object("organization", [&] {
        out.field("id", texts->organization_id);
        out.field("name", texts->organization_name);
    });
}

void Handouts::write_terms(JsonOut& out, const Own& own) const {
    const ledger::HandoutTerms& t = own.seen.handout.terms;
    out.field("id", own.texts->id);
    out.field("name", own.texts->name);
    if (t.organization) write_organization(out, own.seen.organization_place);
    json_.program(out, "program", t.program);
    json_.place(out, "place", t.place);
    std::vector<std::string_view> ways;
    for (std::uint32_t bit = 1; bit <= Ways::all; bit <<= 1) {
        if (t.ways.has(bit)) ways.push_back(service::way_word(bit));
    }
    out.array("ways", ways, [&](std::string_view way) { out.item(way); });
    out.field("amount", t.amount.value);
    if (t.stay_minutes > 0) {
        out.object("stay", [&] {
            out.field("minutes", std::int64_t{t.stay_minutes});
            out.field("units", std::int64_t{t.stay_units});
        });
    }
    if (t.from.ms != 0) out.field("from", t.from);
    if (t.to.ms != 0) out.field("to", t.to);
    out.field("state", own.seen.handout.closed ? "closed" : "open");
}

void Handouts::write(JsonOut& out, const Own& own) const {
    const ledger::HandoutTerms& t = own.seen.handout.terms;
    out.object([&] {
        write_terms(out, own);
        if (t.person_times > 0) {
            out.field("person_times", t.person_times);
            out.field("person_period", period_word(t.person_period));
        }
        if (t.times > 0) out.field("times", t.times);
        out.field("claims", own.seen.handout.times);
        out.field("given", own.seen.handout.given.value);
        out.field("code_url", p_.codes.url({1, own.texts->code}));
        out.field("opened_at", own.texts->opened_at);
    });
}

} // namespace meguri::features
