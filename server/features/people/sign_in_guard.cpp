#include "features/people/sign_in_guard.hpp"

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace meguri::features {

namespace {
constexpr std::uint64_t any_address = UINT64_MAX;
constexpr std::size_t most_known = 50'000;
// A check takes about 15 ms of a worker: strangers never make anybody wait for more than a second.
constexpr int most_checking_from_one_address = 16, most_checking = 96, reserved_for_known = 64;
} // namespace

std::uint64_t SignInGuard::key(std::string_view name, std::uint64_t address) const {
    Writer text;
    text.bytes(salt_), text.bytes(name), text.u(address);
    const Hash hash = sha256(text.done());
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i)
        number = number << 8 | hash[i];
    return number;
}

bool SignInGuard::enter(std::string_view name, std::uint64_t address) {
    const int most = most_checking + (known_.contains(key(name, address)) ? reserved_for_known : 0);
    if (checking_all_ >= most) return false;
    const auto found = checking_.find(address);
    if (found != checking_.end() && found->second >= most_checking_from_one_address) return false;
    ++checking_[address], ++checking_all_;
    return true;
}

void SignInGuard::leave(std::uint64_t address) {
    --checking_all_;
    if (const auto found = checking_.find(address); --found->second == 0) checking_.erase(found);
}

int SignInGuard::begin(std::string_view name, std::uint64_t address, Instant now) {
    const std::uint64_t pair = key(name, address);
    if (!by_pair_.take(pair, now)) return by_pair_.retry_after_s();
    if (known_.contains(pair) || by_name_.take(key(name, any_address), now)) return 0;
    by_pair_.give_back(pair); // others' tries do not use up this address's own
    return by_name_.retry_after_s();
}

void SignInGuard::succeeded(std::string_view name, std::uint64_t address) {
    const std::uint64_t pair = key(name, address);
    by_pair_.give_back(pair);
    if (!known_.contains(pair)) by_name_.give_back(key(name, any_address));
    if (known_.size() >= most_known) // the older half
        std::erase_if(known_, [&](const auto& k) { return k.second + most_known / 2 < comings_; });
    known_[pair] = ++comings_;
}

} // namespace meguri::features
