// A city for benchmarks: many wallets with plenty of value, some places, everybody signed in.
// Filled through the engine and the stores; the load generator then speaks HTTP to the real server.
#pragma once

#include "base/city_keys.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace meguri::bench {

struct SignedIn {
    PersonId person;
    std::string token; // session
};

struct BenchCity {
    std::filesystem::path config; // for `meguri serve --config`
    SecretKey master{};
    std::vector<std::string> tokens;  // session of each resident
    std::vector<PersonId> people;     // the same order
    std::vector<std::string> places;  // public ids
    SignedIn proposer, approver;      // operators
    std::int64_t clock_offset_ms = 0; // of the server: keys are sealed by its clock
};

struct CitySize {
    int wallets = 20'000;
    int places = 100;
    int payers = 0;                   // the first so many are signed in and have value; 0: all
    std::int64_t clock_offset_ms = 0; // how much later it is served than filled
};

// `database_url` empty: SQLite in `folder`.
Try<BenchCity> make_bench_city(
    const std::filesystem::path& folder, const std::string& database_url, std::uint16_t port,
    CitySize size
);

// One payment as it is sent: the HTTP request, and what is in it.
struct PaymentRequest {
    std::string key, text;
    WalletId wallet;
    std::int64_t amount = 0;
};
PaymentRequest payment_request(const BenchCity& city, const CityKeys& keys, Random& random);

// Whole HTTP requests, one payment each, every one with a key of its own, good for 15 minutes from
// now.
std::vector<std::string> payment_requests(const BenchCity& city, std::size_t count, Random& random);

} // namespace meguri::bench
