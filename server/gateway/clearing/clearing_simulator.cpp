#include "gateway/clearing/clearing_simulator.hpp"

#include "base/hash.hpp"
#include "gateway/clearing/clearing_words.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace meguri::gateway {

namespace {

using boost::json::object;
using boost::json::serialize;
using Kind = DuesStanding::Kind;

constexpr std::int64_t late_answer_ms = 12'000;
constexpr std::int64_t most_yen = 99'999'999'999;
constexpr std::string_view payments = "/v1/payments/";

constexpr std::pair<std::string_view, ClearingSimulator::Api> api_words[] = {
    {"none", ClearingSimulator::Api::none},
    {"late", ClearingSimulator::Api::late},
    {"down", ClearingSimulator::Api::down},
    {"wrong", ClearingSimulator::Api::wrong},
};
constexpr std::pair<std::string_view, ClearingSimulator::Results> result_words[] = {
    {"at_once", ClearingSimulator::Results::at_once},
    {"later", ClearingSimulator::Results::later},
    {"already_paid", ClearingSimulator::Results::already_paid},
};

std::optional<object> parse(std::string_view json) {
    boost::system::error_code error;
    auto value = boost::json::parse(json, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

std::string text_in(const object& from, std::string_view name) {
    const auto* value = from.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : "";
}

bool digits(std::string_view text, std::size_t length) {
    return text.size() == length &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Nothing: not named as slips are. The amount may be left out: 0.
std::optional<Slip> slip_in(const object& from) {
    Slip slip;
    slip.number = text_in(from, "number");
    slip.confirmation = text_in(from, "confirmation");
    slip.division = text_in(from, "division");
    if (const auto* amount = from.if_contains("amount")) {
        const auto* yen = amount->if_int64();
        if (!yen || *yen < 1 || *yen > most_yen) return std::nullopt;
        slip.yen = *yen;
    }
    const bool good =
        digits(slip.number, 20) && digits(slip.confirmation, 6) && digits(slip.division, 3);
    return good ? std::optional(slip) : std::nullopt;
}

} // namespace

ClearingSimulator::Answer ClearingSimulator::handle(const Asked& asked) {
    const std::lock_guard guard(mutex_);
    const bool post = asked.method == "POST";
    if (asked.path.starts_with("/v1/")) return api(asked);
    if (asked.path == "/slips") return post ? add_slip(asked.body) : Answer{405};
    if (asked.path == "/payments") return post ? Answer{405} : list();
    if (asked.path == "/faults") return post ? change_faults(asked.body) : Answer{405};
    return {404};
}

ClearingSimulator::Answer ClearingSimulator::api(const Asked& asked) {
    if (!equal_secret(asked.authorization, "Bearer " + secret_)) return {401};
    if (api_ == Api::down) return {503};
    const bool post = asked.method == "POST";
    Answer answer{404};
    if (post && asked.path == "/v1/slips") answer = slip(asked.body);
    if (post && asked.path == "/v1/payments") answer = pay(asked.body, asked.idempotency_key);
    if (!post && asked.path.starts_with(payments))
        answer = find(asked.path.substr(payments.size()));
    if (api_ == Api::wrong && answer.status == 200)
        return {200, "<html><body>It works!</body></html>", 0, "text/html; charset=utf-8"};
    if (api_ == Api::late) answer.delay_ms = late_answer_ms;
    return answer;
}

// What is known of the slip; one that is not is taken to be real when it comes with its amount.
SlipRefused ClearingSimulator::judge(const Slip& slip) {
    const auto known = slips_.find(slip.number);
    if (known == slips_.end()) {
        if (slip.yen == 0) return SlipRefused::unknown;
        slips_[slip.number] = {slip.confirmation, slip.division, slip.yen};
        return SlipRefused::none;
    }
    const Known& it = known->second;
    if (it.confirmation != slip.confirmation || it.division != slip.division)
        return SlipRefused::unknown;
    if (it.state != SlipRefused::none) return it.state;
    return slip.yen != 0 && slip.yen != it.yen ? SlipRefused::amount_differs : SlipRefused::none;
}

ClearingSimulator::Answer ClearingSimulator::slip(std::string_view json) {
    const auto asked = parse(json);
    const auto slip = asked ? slip_in(*asked) : std::nullopt;
    if (!slip) return {400};
    const SlipRefused state = judge(*slip);
    object out{{"state", word_of(state, slip_words)}};
    if (const auto known = slips_.find(slip->number);
        known != slips_.end() && state != SlipRefused::unknown)
        out["amount"] = known->second.yen;
    return {200, serialize(out)};
}

ClearingSimulator::Answer ClearingSimulator::pay(std::string_view json, std::string_view key) {
    const auto asked = parse(json);
    const auto slip = asked ? slip_in(*asked) : std::nullopt;
    const std::string reference = asked ? text_in(*asked, "reference") : "";
    if (!slip || slip->yen == 0 || reference.empty() || reference.size() > 40 || key != reference)
        return {400};
    if (const auto before = payments_.find(reference); before != payments_.end()) {
        if (before->second.sent != json) return {400}; // the same key for something else
        return {200, json_of(reference, before->second)};
    }
    Payment& made = payments_[reference];
    made = {slip->number, std::string(json), slip->yen, {}};
    const SlipRefused no = judge(*slip);
    made.standing.kind = no == SlipRefused::none ? Kind::pending : Kind::refused;
    made.standing.refused = no;
    decide(made);
    return {200, json_of(reference, made)};
}

// A pending payment, as the switch stands. Paid: the slip cannot be paid again by anybody.
void ClearingSimulator::decide(Payment& payment) {
    if (payment.standing.kind != Kind::pending || results_ == Results::later) return;
    SlipRefused& slip = slips_[payment.number].state;
    if (results_ == Results::already_paid || slip != SlipRefused::none) {
        payment.standing.kind = Kind::refused;
        payment.standing.refused = SlipRefused::already_paid;
    } else {
        payment.standing.kind = Kind::paid;
        payment.standing.receipt = fmt::format("R{:08}", ++receipts_);
        payment.standing.at = clock_.now();
        slip = SlipRefused::already_paid;
    }
}

ClearingSimulator::Answer ClearingSimulator::find(std::string_view reference) const {
    const auto known = payments_.find(reference);
    if (known == payments_.end()) return {404};
    return {200, json_of(known->first, known->second)};
}

std::string ClearingSimulator::json_of(const std::string& reference, const Payment& payment) const {
    const DuesStanding& standing = payment.standing;
    object out{
        {"reference", reference},
        {"amount", payment.yen},
        {"state", word_of(standing.kind, standing_words)},
    };
    if (standing.kind == Kind::refused) out["reason"] = word_of(standing.refused, slip_words);
    if (standing.kind == Kind::paid) {
        out["receipt"] = standing.receipt;
        out["at"] = jst_iso(standing.at);
    }
    return serialize(out);
}

ClearingSimulator::Answer ClearingSimulator::add_slip(std::string_view json) {
    const auto asked = parse(json);
    const auto slip = asked ? slip_in(*asked) : std::nullopt;
    if (!slip || slip->yen == 0 || asked->size() != 5) return {400};
    const SlipRefused state =
        value_of(text_in(*asked, "state"), slip_words).value_or(SlipRefused::unknown);
    if (state > SlipRefused::expired) return {400};
    slips_[slip->number] = {slip->confirmation, slip->division, slip->yen, state};
    return {200, serialize(*asked)};
}

ClearingSimulator::Answer ClearingSimulator::list() const {
    boost::json::array all;
    for (const auto& [reference, payment] : payments_) {
        object one = *parse(json_of(reference, payment));
        one["number"] = payment.number;
        all.push_back(std::move(one));
    }
    return {200, serialize(object{{"payments", std::move(all)}})};
}

ClearingSimulator::Answer ClearingSimulator::change_faults(std::string_view json) {
    const auto asked = parse(json);
    if (!asked || asked->size() != 2) return {400};
    const auto api = value_of(text_in(*asked, "api"), api_words);
    const auto results = value_of(text_in(*asked, "results"), result_words);
    if (!api || !results) return {400};
    apply_faults(*api, *results);
    return {200, serialize(*asked)};
}

void ClearingSimulator::apply_faults(Api api, Results results) {
    api_ = api;
    results_ = results;
    for (auto& [reference, payment] : payments_)
        decide(payment);
}

void ClearingSimulator::set_faults(Api api, Results results) {
    const std::lock_guard guard(mutex_);
    apply_faults(api, results);
}

} // namespace meguri::gateway
