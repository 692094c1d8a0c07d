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
    const CityKeys keys(SecretKey{7});
    Sessions sessions({registry, events, clock, random, keys});
    const std::string chance(43, 'A');
    const std::string of_another_city = SessionTokens(CityKeys(SecretKey{8})).make(random);
    EXPECT_TRUE(SessionTokens(keys).is_ours(SessionTokens(keys).make(random)));
    const std::string made_up[] = {
        "", "x", chance, chance + std::string(22, 'A'), of_another_city, std::string(100'000, 'A'),
    };
    for (const std::string& token : made_up)
        EXPECT_EQ(http::testing::run(sessions.find(token)), nullptr) << token.substr(0, 80);
}

} // namespace
} // namespace meguri::service
