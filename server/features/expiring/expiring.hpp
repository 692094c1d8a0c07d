// What expires soon: within 1, 7 and 30 days, today included. For the resident by program, as the
// warnings are worded; for the city how much, and in how many wallets. Amounts of different
// programs are never added.
//
// The city's figures come from a walk over all wallets in short slices between payments; the result
// is kept for a minute, so that asking often costs nothing.
#pragma once

#include "http/router.hpp"
#include "service/ask.hpp"
#include "service/entry_json.hpp"

#include <map>

namespace meguri::features {

class Expiring {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        const service::Directory& directory;
    };
    explicit Expiring(Parts parts) : p_(parts), json_(parts.directory) {}
    void add_routes(http::Router& router);

    static constexpr std::array<std::int32_t, 3> within_days{1, 7, 30};
    struct Sum {
        std::array<std::int64_t, 3> amount{}, wallets{}; // by within_days
        Date first;
    };
    using Sums = std::map<ProgramId, Sum>;
    // Adds what of this wallet expires soon.
    static void add(Sums& sums, const ledger::Wallet& wallet, Date today);

  private:
    using Reply = http::Async<http::Response>;
    Reply own(http::Request& request);
    Reply city(http::Request& request);
    void write(http::JsonOut& out, ProgramId program, const Sum& sum) const;

    Parts p_;
    service::EntryJson json_;
    Sums city_; // as of `counted_at_`
    Instant counted_at_;
    bool counting_ = false;
};

} // namespace meguri::features
