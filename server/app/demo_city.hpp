// Fills an empty database with the demo city: people, places, programs and two weeks of payments,
// all through the engine and the stores that the server itself uses.
#pragma once

#include "access/permissions.hpp"
#include "access/totp.hpp"
#include "base/city_keys.hpp"
#include "base/result.hpp"
#include "service/directory.hpp"

#include <functional>
#include <string>
#include <vector>

namespace meguri::app {

struct DemoAccount {
    std::string sign_in_name, password, display_name;
    access::TotpSecret totp{};
    PlaceId place; // of staff
};
struct DemoResident {
    std::string phone; // E.164
    std::string id;    // public
    WalletId wallet;
    PersonId person;
};
struct DemoCity {
    std::vector<DemoAccount> operators, staff;
    std::vector<DemoResident> residents;
    std::vector<service::PlaceTexts> places;
    std::vector<service::ProgramTexts> programs;
    std::int64_t entries = 0;
};

struct DemoSize {
    int residents = 500;
    int days = 14;
    std::uint64_t seed = 2026;
};

// `progress(done, of)` is called now and then.
Try<DemoCity> fill_demo_city(
    const std::string& database_url, const CityKeys& keys, Instant now, DemoSize size,
    const std::function<void(int done, int of)>& progress
);

} // namespace meguri::app
