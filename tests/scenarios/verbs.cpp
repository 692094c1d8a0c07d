#include "scenarios/verbs.hpp"

namespace meguri::scenarios {

namespace {

constexpr bool maybe = false;

std::vector<Field> with_terms(std::vector<Field> fields) {
    for (Field f : std::initializer_list<Field>{
             {"days", Kind::number, "days", maybe},
             {"until", Kind::date, "until", maybe},
             {"never", Kind::alone, "never", maybe},
             {"min", Kind::number, "min", maybe},
             {"step", Kind::number, "step", maybe},
             {"max", Kind::number, "max", maybe},
             {"person", Kind::number, "person", maybe},
             {"budget", Kind::number, "budget", maybe},
             {"from", Kind::date, "from", maybe},
             {"to", Kind::date, "to", maybe},
             {"points", Kind::alone, "points", maybe},
             {"granted", Kind::alone, "granted", maybe},
             {"months", Kind::number, "months", maybe},
             {"not_sold", Kind::alone, "not_sold", maybe},
             {"type", Kind::number, "type", maybe},
             {"weekdays", Kind::number, "weekdays", maybe},
             {"dues", Kind::number, "dues", maybe},
             {"to_residents", Kind::alone, "to_residents", maybe},
             {"stays_on_card", Kind::alone, "stays_on_card", maybe},
             {"premium", Kind::number, "premium", maybe},
             {"out_of", Kind::word, "out_of", maybe},
             {"cut_premium", Kind::alone, "cut_premium", maybe},
             {"cut_top_up", Kind::alone, "cut_top_up", maybe},
             {"reward", Kind::number, "reward", maybe},
             {"reward_at_type", Kind::number, "reward_at_type", maybe},
             {"reward_at_area", Kind::number, "reward_at_area", maybe},
             {"reward_at", Kind::word, "reward_at", maybe},       // a place
             {"reward_tiers", Kind::word, "reward_tiers", maybe}, // 500:5,1000:10 (from: percent)
             {"reward_maximum", Kind::number, "reward_maximum", maybe}, // for one payment
             {"person_gets", Kind::number, "person_gets", maybe},       // in all
             {"bands", Kind::word, "bands", maybe}, // 5000:30,10000:2027-03-31,20000:never
             {"a_day", Kind::number, "a_day", maybe},
             {"times_a_month", Kind::number, "times_a_month", maybe},
             {"six_month", Kind::alone, "six_month", maybe}
         }) {
        fields.push_back(f);
    }
    return fields;
}

} // namespace

const std::vector<Verb>& verbs() {
    static const std::vector<Verb> all = {
        // --- the city
        {"program", "program NAME TERMS…   (two operators publish it; again: a new version)",
         with_terms({{"name", Kind::word}})},
        {"propose", "propose NAME by OPERATOR TERMS…",
         with_terms({{"name", Kind::word}, {"by", Kind::word, "by"}})},
        {"approve",
         "approve NAME by OPERATOR [unseen]   (unseen: another digest than the proposal's)",
         {{"name", Kind::word}, {"by", Kind::word, "by"}, {"unseen", Kind::alone, "unseen", maybe}}
        },
        {"withdraw", "withdraw NAME by OPERATOR", {{"name", Kind::word}, {"by", Kind::word, "by"}}},
        {"stop", "stop PROGRAM", {{"name", Kind::word}}},
        {"place",
         "place NAME [takes_money] [tops_up] [of PLACE]",
         {{"name", Kind::word},
          {"takes_money", Kind::alone, "takes_money", maybe},
          {"tops_up", Kind::alone, "tops_up", maybe},
          {"of", Kind::word, "of", maybe}}},
        {"close", "close PLACE", {{"name", Kind::word}}},
        {"open", "open PLACE", {{"name", Kind::word}}},
        {"resident", "resident NAME", {{"name", Kind::word}}},
        {"block", "block RESIDENT", {{"name", Kind::word}}},
        {"unblock", "unblock RESIDENT", {{"name", Kind::word}}},
        // --- time
        {"day", "day 2026-12-31   (at 09:00)", {{"date", Kind::date}}},
        {"clock", "clock 23:59:59.999", {{"time", Kind::time}}},
        {"after", "after 16 minutes", {{"number", Kind::number}, {"unit", Kind::word}}},
        {"restart", "restart   (the server)", {}},
        // --- value
        {"charge",
         "charge RESIDENT AMOUNT at PLACE [of PROGRAM] [same_key]",
         {{"who", Kind::word},
          {"amount", Kind::number},
          {"at", Kind::word, "at"},
          {"of", Kind::word, "of", maybe},
          {"same_key", Kind::alone, "same_key", maybe}}},
        {"pay",
         "pay RESIDENT PLACE AMOUNT [as LABEL] [same_key]",
         {{"who", Kind::word},
          {"place", Kind::word},
          {"amount", Kind::number},
          {"as", Kind::word, "as", maybe},
          {"same_key", Kind::alone, "same_key", maybe}}},
        {"cancel",
         "cancel last|LABEL at PLACE [because wrong_amount|wrong_person|goods_returned|other] "
         "[amount N]",
         {{"what", Kind::word},
          {"at", Kind::word, "at"},
          {"because", Kind::word, "because", maybe},
          {"amount", Kind::number, "amount", maybe}}},
        {"expire", "expire RESIDENT   (the night's run)", {{"who", Kind::word}}},
        {"grant",
         "grant RESIDENT AMOUNT [of PROGRAM]",
         {{"who", Kind::word}, {"amount", Kind::number}, {"of", Kind::word, "of", maybe}}},
        {"subtract",
         "subtract RESIDENT AMOUNT [of PROGRAM]",
         {{"who", Kind::word}, {"amount", Kind::number}, {"of", Kind::word, "of", maybe}}},
        {"send",
         "send RESIDENT RESIDENT AMOUNT [of PROGRAM]",
         {{"who", Kind::word},
          {"to", Kind::word},
          {"amount", Kind::number},
          {"of", Kind::word, "of", maybe}}},
        {"card",
         "card NAME [single_use]   (registered and activated; a resident's name from then on)",
         {{"name", Kind::word}, {"single_use", Kind::alone, "single_use", maybe}}},
        {"move", "move CARD to RESIDENT", {{"name", Kind::word}, {"to", Kind::word, "to"}}},
        {"hold",
         "hold RESIDENT AMOUNT [of PROGRAM] as LABEL   (a top-up at the card company)",
         {{"who", Kind::word},
          {"amount", Kind::number},
          {"of", Kind::word, "of", maybe},
          {"as", Kind::word, "as"}}},
        {"dues",
         "dues RESIDENT AMOUNT kind N as LABEL   (a tax, held until the clearing side answers)",
         {{"who", Kind::word},
          {"amount", Kind::number},
          {"kind", Kind::number, "kind"},
          {"as", Kind::word, "as"}}},
        {"event",
         "event NAME AMOUNT [of PROGRAM] minutes N units N   (the city gives by time stayed)",
         {{"name", Kind::word},
          {"amount", Kind::number},
          {"of", Kind::word, "of", maybe},
          {"minutes", Kind::number, "minutes"},
          {"units", Kind::number, "units"}}},
        {"enter", "enter RESIDENT EVENT", {{"who", Kind::word}, {"name", Kind::word}}},
        {"leave", "leave RESIDENT EVENT", {{"who", Kind::word}, {"name", Kind::word}}},
        {"post", "post LABEL", {{"name", Kind::word}}},
        {"void", "void LABEL", {{"name", Kind::word}}},
        {"type",
         "type PLACE N [area N]   (its kind of business, and its part of the city)",
         {{"name", Kind::word}, {"type", Kind::number}, {"area", Kind::number, "area", maybe}}},
        {"limited_first", "limited_first   (the city spends limited value first)", {}},
        // --- keys
        {"page",
         "page NAME   (a resident, or a place's staff, opens the page whose key the next command "
         "carries)",
         {{"who", Kind::word}}},
        {"retry", "retry   (the last command again, as it was)", {}},
        {"ask", "ask NAME   (what became of it? closes the key)", {{"who", Kind::word}}},
        // --- what must be true
        {"refused",
         "refused WORD [missing N] [left N] [field NAME]",
         {{"word", Kind::word},
          {"missing", Kind::number, "missing", maybe},
          {"left", Kind::number, "left", maybe},
          {"field", Kind::word, "field", maybe}}},
        {"used",
         "used PROGRAM AMOUNT [until DATE]   (one line a lot, in the order of spending)",
         {{"program", Kind::word}, {"amount", Kind::number}, {"until", Kind::date, "until", maybe}}
        },
        {"balance",
         "balance RESIDENT PROGRAM AMOUNT [until DATE]",
         {{"who", Kind::word},
          {"program", Kind::word},
          {"amount", Kind::number},
          {"until", Kind::date, "until", maybe}}},
        {"issued",
         "issued PROGRAM = AMOUNT",
         {{"program", Kind::word}, {"amount", Kind::number, "="}}},
        {"outstanding",
         "outstanding PROGRAM = AMOUNT   (in all wallets)",
         {{"program", Kind::word}, {"amount", Kind::number, "="}}},
        {"expired",
         "expired PROGRAM = AMOUNT",
         {{"program", Kind::word}, {"amount", Kind::number, "="}}},
        {"receivable",
         "receivable PLACE PROGRAM = AMOUNT",
         {{"place", Kind::word}, {"program", Kind::word}, {"amount", Kind::number, "="}}},
    };
    return all;
}

} // namespace meguri::scenarios
