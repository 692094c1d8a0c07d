#include "http/limits.hpp"

#include <algorithm>
#include <cmath>

namespace meguri::http {

bool Buckets::take(std::uint64_t client, Instant now) {
    if (rate_.per_second <= 0) return true;
    if (buckets_.size() >= most_) forget_full(now);
    Bucket* bucket = &shared_;
    if (const auto found = buckets_.find(client); found != buckets_.end())
        bucket = &found->second;
    else if (buckets_.size() < most_)
        bucket = &buckets_.emplace(client, Bucket{rate_.burst, now}).first->second;
    const double seconds =
        static_cast<double>(std::max<std::int64_t>(now - bucket->at, 0)) / ms_per_second;
    bucket->tokens = std::min(rate_.burst, bucket->tokens + seconds * rate_.per_second);
    bucket->at = now;
    if (bucket->tokens < 1) return false;
    bucket->tokens -= 1;
    return true;
}

void Buckets::give_back(std::uint64_t client) {
    if (const auto found = buckets_.find(client); found != buckets_.end())
        found->second.tokens = std::min(rate_.burst, found->second.tokens + 1);
}

int Buckets::retry_after_s() const {
    return rate_.per_second > 0 ? std::max(1, static_cast<int>(std::ceil(1 / rate_.per_second)))
                                : 1;
}

// At most once a second: it looks at every bucket.
void Buckets::forget_full(Instant now) {
    if (now - swept_ < ms_per_second && now >= swept_) return;
    swept_ = now;
    std::erase_if(buckets_, [&](const auto& each) {
        const double seconds = static_cast<double>(now - each.second.at) / ms_per_second;
        return each.second.tokens + seconds * rate_.per_second >= rate_.burst;
    });
}

namespace {
std::array<Buckets, 3> buckets_of(const std::array<Rate, 3>& rates, std::size_t most) {
    return {Buckets(rates[0], most), Buckets(rates[1], most), Buckets(rates[2], most)};
}
} // namespace

Admission::Admission(const Limits& limits)
    : most_(limits.under_way), by_address_(buckets_of(limits.per_address, limits.buckets)),
      by_session_(buckets_of(limits.per_session, limits.buckets)),
      anonymous_(limits.anonymous, limits.buckets) {}

bool Admission::admit_address(OperationClass kind, std::uint64_t address, Instant now) {
    return by_address_[index(kind)].take(address, now);
}

bool Admission::admit_session(OperationClass kind, std::int64_t session, Instant now) {
    return by_session_[index(kind)].take(static_cast<std::uint64_t>(session), now);
}

int Admission::retry_after_s(OperationClass kind) const {
    return by_session_[index(kind)].retry_after_s();
}

bool Admission::begin(OperationClass kind) {
    if (under_way_[index(kind)] >= most_[index(kind)]) return false;
    ++under_way_[index(kind)];
    return true;
}

} // namespace meguri::http
