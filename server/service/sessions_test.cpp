#include "service/sessions.hpp"

#include "http/testing.hpp"

#include <gtest/gtest.h>

namespace meguri::service {
namespace {

// Whoever asks it waits for ever.
class GoneRegistry : public store::Registry {
  public:
    void post(Work) override { ADD_FAILURE() << "the database was asked"; }
};

TEST(Sessions, a_made_up_cookie_never_comes_to_the_database_SEC_3) {
    GoneRegistry registry;
    http::EventHub events;
    const SystemClock clock;
    SeededRandom random{1};
    Sessions sessions({registry, events, clock, random, SecretKey{7}});
    const std::string chance(43, 'A');
    const std::string of_another_city =
        to_base64url(view(hmac_sha256(view(SecretKey{8}), chance)).substr(0, 16));
    const std::string made_up[] = {
        "",
        "x",
        chance,
        chance + std::string(22, 'A'),
        chance + of_another_city,
        std::string(100'000, 'A'),
    };
    for (const std::string& token : made_up)
        EXPECT_EQ(http::testing::run(sessions.find(token)), nullptr) << token.substr(0, 80);
}

} // namespace
} // namespace meguri::service
