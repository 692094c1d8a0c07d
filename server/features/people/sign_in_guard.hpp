// Guessing at passwords is slowed without shutting the person out whose name is guessed at:
//
//  - one address may be wrong about one name ten times, then once in 90 seconds. Whoever is wrong
//    shuts out only himself: the same name signs in from any other address;
//  - a name that is guessed at from many addresses is checked, after fifty wrong tries, only once
//  in
//    five seconds for addresses from which it never signed in. Where the person has signed in
//    before there is no such wait.
//
//  - checking is slow on purpose, and the workers that check also send messages; so only so many
//    checks wait at once, few of them for one address. Where the person has signed in before, there
//    is room when strangers have taken all of theirs.
//
// Kept in memory, bounded; a restart forgives, which gives an attacker ten further tries against a
// password, and against six digits that change.
#pragma once

#include "http/limits.hpp"

#include <string>

namespace meguri::features {

class SignInGuard {
  public:
    // `salt`: chance, so that nobody outside can make two names share a count.
    explicit SignInGuard(std::string salt) : salt_(std::move(salt)) {}

    // Room for one more check; give it back with `leave`. False: too many wait already.
    bool enter(std::string_view name, std::uint64_t address);
    void leave(std::uint64_t address);
    // Counts a try as wrong until `succeeded`; so tries at once count too. 0: check it; otherwise
    // the seconds to wait. `address` as by number_of_address.
    int begin(std::string_view name, std::uint64_t address, Instant now);
    // Takes the try back, and remembers that this name signs in from there.
    void succeeded(std::string_view name, std::uint64_t address);

  private:
    std::uint64_t key(std::string_view name, std::uint64_t address) const;

    std::string salt_;
    http::Buckets by_pair_{http::Rate{1.0 / 90, 10}};
    http::Buckets by_name_{http::Rate{1.0 / 5, 50}};
    std::unordered_map<std::uint64_t, std::uint64_t> known_; // pair → the order in which it came
    std::uint64_t comings_ = 0;
    std::unordered_map<std::uint64_t, int> checking_; // address → checks that wait
    int checking_all_ = 0;
};

} // namespace meguri::features
