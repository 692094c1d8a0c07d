// What one client may ask for and how much may be under way at once, so that the server stays
// itself in a rush and payments go on while reads are shed. All bounded: memory does not grow with
// the number of clients.
#pragma once

#include "base/time.hpp"
#include "http/router.hpp"

#include <array>
#include <cstdint>
#include <unordered_map>

namespace meguri::http {

// `per_second` on average, `burst` at once; per_second 0 = no limit.
struct Rate {
    double per_second = 0;
    double burst = 0;
};

// Token buckets, one for each client that has asked lately. A full bucket is the same as none and
// is forgotten; when there are too many, newcomers share one.
class Buckets {
  public:
    Buckets(Rate rate, std::size_t most = 100'000) : rate_(rate), most_(most) {}

    // Takes one token of `client`; false: too many requests.
    bool take(std::uint64_t client, Instant now);
    // What was taken did not count after all.
    void give_back(std::uint64_t client);
    int retry_after_s() const; // until one token is there again
    std::size_t size() const { return buckets_.size(); }

  private:
    struct Bucket {
        double tokens;
        Instant at;
    };
    void forget_full(Instant now);

    Rate rate_;
    std::size_t most_;
    std::unordered_map<std::uint64_t, Bucket> buckets_;
    Bucket shared_{0, {}};
    Instant swept_{};
};

struct Limits {
    // By class: pay, read, bulk. One address may be a whole mobile carrier's, or an event's Wi-Fi
    // with a thousand people who pay within ten seconds; a session is one person.
    std::array<Rate, 3> per_address{Rate{2000, 10'000}, Rate{4000, 20'000}, Rate{20, 200}};
    std::array<Rate, 3> per_session{Rate{10, 60}, Rate{30, 200}, Rate{5, 30}};
    // Commands of an address without a session: signing up and in, where guessing begins.
    Rate anonymous{20, 400};
    // Under way at once. Together they are more than a core can queue only for payments.
    std::array<int, 3> under_way{4096, 1024, 16};
    int connections = 10'000;
    std::size_t buckets = 100'000;
};

class Admission {
  public:
    explicit Admission(const Limits& limits);

    bool admit_address(OperationClass kind, std::uint64_t address, Instant now);
    bool admit_anonymous(std::uint64_t address, Instant now) {
        return anonymous_.take(address, now);
    }
    bool admit_session(OperationClass kind, std::int64_t session, Instant now);
    int retry_after_s(OperationClass kind) const; // for a session

    // One operation under way; give it back when it is done.
    bool begin(OperationClass kind);
    void end(OperationClass kind) { --under_way_[index(kind)]; }
    int under_way(OperationClass kind) const { return under_way_[index(kind)]; }

  private:
    static std::size_t index(OperationClass kind) { return static_cast<std::size_t>(kind); }

    std::array<int, 3> most_;
    std::array<int, 3> under_way_{};
    std::array<Buckets, 3> by_address_;
    std::array<Buckets, 3> by_session_;
    Buckets anonymous_;
};

} // namespace meguri::http
