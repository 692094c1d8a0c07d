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
