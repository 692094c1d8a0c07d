#include "audit/canonical.hpp"

#include <chrono>

namespace meguri::audit {

// --- numbers
// --------------------------------------------------------------------------------------------------------

Encoder& Encoder::number(std::uint64_t n) {
    do {
        const std::uint64_t low = n % 128;
        n /= 128;
        out_.push_back(static_cast<char>(n > 0 ? low + 128 : low));
    } while (n > 0);
    return *this;
}

Encoder& Encoder::signed_number(std::int64_t n) {
    // 0, -1, 1, -2 … become 0, 1, 2, 3 …
    return n >= 0 ? number(2 * static_cast<std::uint64_t>(n))
                  : number(2 * ~static_cast<std::uint64_t>(n) + 1);
}

Encoder& Encoder::raw(std::string_view bytes) {
    out_.append(bytes);
    return *this;
}

Encoder& Encoder::string(std::string_view bytes) { return number(bytes.size()).raw(bytes); }

std::uint64_t Decoder::number() {
    std::uint64_t n = 0;
    for (int group = 0; ok_ && group < 10; ++group) {
        if (at_ == in_.size()) break;
        const auto byte = static_cast<std::uint8_t>(in_[at_++]);
        if (group == 9 && byte > 1) break; // more than 64 bits
        n += static_cast<std::uint64_t>(byte % 128) << (7 * group);
        if (byte >= 128) continue;
        if (byte == 0 && group > 0) break; // not the shortest form
        return n;
    }
    ok_ = false;
    return 0;
}

std::int64_t Decoder::signed_number() {
    const std::uint64_t n = number();
    return n % 2 == 0 ? static_cast<std::int64_t>(n / 2) : static_cast<std::int64_t>(~(n / 2));
}

std::string_view Decoder::raw(std::uint64_t size) {
    ok_ = ok_ && size <= in_.size() - at_;
    if (!ok_) return {};
    const auto part = in_.substr(at_, size);
    at_ += size;
    return part;
}

// --- days
// -------------------------------------------------------------------------------------------------------------

std::int64_t day_of_number(std::int64_t days) {
    if (days == 0) return 0;
    constexpr std::int64_t farthest =
        10'000'000; // some 27,000 years: what the calendar of the library can name
    if (days > farthest || days < -farthest) return -1;
    const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{days}}};
    return static_cast<int>(day.year()) * std::int64_t{10000} +
           static_cast<unsigned>(day.month()) * 100 + static_cast<unsigned>(day.day());
}

std::int64_t japanese_day(std::int64_t at_ms) {
    const std::chrono::sys_time<std::chrono::milliseconds> at{
        std::chrono::milliseconds{at_ms} + std::chrono::hours{9}
    };
    return day_of_number(std::chrono::floor<std::chrono::days>(at).time_since_epoch().count());
}

std::optional<std::int64_t> day_number(std::int64_t n) {
    if (n == 0) return 0;
    if (n < 0 || n > 327671231) return std::nullopt;
    const std::chrono::year_month_day day{
        std::chrono::year{static_cast<int>(n / 10000)},
        std::chrono::month{static_cast<unsigned>(n / 100 % 100)},
        std::chrono::day{static_cast<unsigned>(n % 100)}
    };
    if (!day.ok()) return std::nullopt;
    return std::chrono::sys_days{day}.time_since_epoch().count();
}

// --- effects
// ----------------------------------------------------------------------------------------------------------

std::int64_t Terms::expires_on(std::int64_t business_date) const {
    if (expiry == 0) return 0;
    if (expiry == 2) return expiry_date;
    return day_of_number(day_number(business_date).value_or(0) + expiry_days);
}

Terms read_terms(Decoder& in) {
    const std::size_t from = in.at();
    Terms t;
    t.unit = in.number(), t.origin = in.number();
    for (std::int64_t* n : {&t.minimum, &t.step, &t.maximum, &t.person_maximum, &t.budget})
        *n = in.signed_number();
    t.issue_from = day_of_number(in.signed_number()),
    t.issue_to = day_of_number(in.signed_number());
    t.expiry = in.number(), t.expiry_days = in.signed_number(),
    t.expiry_date = day_of_number(in.signed_number());
    t.bytes = in.since(from);
    return t;
}

namespace {

bool read_fact(Decoder& in, Fact& f) {
    f.tag = in.number();
    switch (f.tag) {
    case fact::wallet_opened:
        f.wallet = in.signed_number(), f.person = in.signed_number();
        return true;
    case fact::wallet_status: f.wallet = in.signed_number(), f.number = in.number(); return true;
    case fact::organization_registered: f.organization = in.signed_number(); return true;
    case fact::place_registered:
        f.place = in.signed_number(), f.organization = in.signed_number(), f.number = in.number();
        return true;
    case fact::place_status: f.place = in.signed_number(), f.number = in.number(); return true;
    case fact::proposed:
        f.proposal = in.signed_number(), f.person = in.signed_number(),
        f.program = in.signed_number(), f.number = in.number();
        f.terms = read_terms(in), f.texts = in.raw(32), f.digest = in.raw(32);
        return true;
    case fact::proposal_closed:
        f.proposal = in.signed_number(), f.number = in.number(), f.person = in.signed_number();
        return true;
    case fact::program_published:
        f.program = in.signed_number(), f.number = in.number(), f.terms = read_terms(in);
        return true;
    case fact::program_stopped: f.program = in.signed_number(); return true;
    case fact::payment_cancelled:
        f.wallet = in.signed_number(), f.payment = in.signed_number(),
        f.amount = in.signed_number();
        return true;
    default: return false;
    }
}

void read_shares(Decoder& in, std::vector<Share>& shares, bool with_reason) {
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        Share s{};
        s.program = in.signed_number(), s.expires_on = day_of_number(in.signed_number());
        s.rights = static_cast<std::int64_t>(in.number()), s.amount = in.signed_number();
        if (with_reason) in.number();
        shares.push_back(s);
    }
}

} // namespace

std::optional<Effects> decode_effects(std::string_view bytes) {
    Effects effects;
    if (bytes.empty()) return effects;
    Decoder in(bytes);
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        if (!read_fact(in, effects.facts.emplace_back())) return std::nullopt;
    }
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        Count c{};
        c.counter = in.number(), c.wallet = in.signed_number(), c.program = in.signed_number(),
        c.by = in.signed_number();
        effects.counts.push_back(c);
    }
    if (!in.finished()) return std::nullopt;
    return effects;
}

std::optional<Why> decode_explanation(std::string_view bytes) {
    Why why;
    if (bytes.empty()) return why;
    Decoder in(bytes);
    read_shares(in, why.used, false);
    read_shares(in, why.unused, true);
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n)
        in.number(), in.signed_number(), in.signed_number();
    in.signed_number(); // missing
    in.string();        // field
    if (!in.finished()) return std::nullopt;
    return why;
}

// --- the form that is hashed
// ------------------------------------------------------------------------------------------

namespace {
std::uint64_t word(std::int64_t n) { return static_cast<std::uint64_t>(n); }
} // namespace

std::optional<Bytes> canonical_form(const EntryRow& e) {
    const auto date = day_number(e.business_date);
    if (!date) return std::nullopt;
    Encoder out;
    out.number(word(e.format)).signed_number(e.seq).signed_number(e.at_ms).signed_number(*date);
    out.number(word(e.kind))
        .number(word(e.refusal))
        .number(word(e.actor_kind))
        .signed_number(e.actor);
    out.number(e.key_id ? 1 : 0);
    if (e.key_id)
        out.raw(*e.key_id)
            .signed_number(e.key_issued_at_ms.value_or(0))
            .raw(e.content.value_or(Bytes()));
    out.signed_number(e.wallet)
        .signed_number(e.place)
        .signed_number(e.amount)
        .signed_number(e.names)
        .number(word(e.reason));
    out.number(e.legs.size());
    for (const LegRow& leg : e.legs) {
        const auto expires_on = day_number(leg.expires_on);
        if (!expires_on) return std::nullopt;
        out.number(word(leg.kind))
            .signed_number(leg.holder)
            .signed_number(leg.program)
            .signed_number(*expires_on);
        out.number(word(leg.rights)).signed_number(leg.amount).signed_number(leg.prev);
    }
    out.string(e.effects).string(e.explanation);
    return out.bytes();
}

} // namespace meguri::audit
