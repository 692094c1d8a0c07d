#include "app/clock_check.hpp"
#include "store/contract/test_stores.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace meguri::app {
namespace {

struct OneConnection : store::Registry {
    explicit OneConnection(store::Database& database) : db(database) {}
    void post(Work work) override { work(db); }
    store::Database& db;
};

class ClockChecks : public store::StoreTest {
  protected:
    bool agrees(ClockCheck& check) {
        boost::asio::io_context io;
        bool said = false;
        const auto ask = [&]() -> http::Async<void> { said = co_await check.agrees(); };
        boost::asio::co_spawn(io, ask(), boost::asio::detached);
        io.run();
        return said;
    }
};
INSTANTIATE_TEST_SUITE_P(stores, ClockChecks, store::all_stores(), store::store_name);

TEST_P(ClockChecks, lets_jobs_wait_while_the_databases_machine_says_another_time_PRM_j) {
    const auto db = open();
    OneConnection registry(*db);
    const Instant now = SystemClock().now();
    ManualClock machine(now + 50 * ms_per_second);
    ClockCheck check(registry, machine);
    EXPECT_TRUE(agrees(check));
    const bool two_clocks = db->kind() == store::Database::Kind::postgres;
    for (const std::int64_t leap_ms : {ms_per_day, -ms_per_day, 90 * ms_per_second}) {
        machine.set(now + leap_ms);
        EXPECT_EQ(agrees(check), !two_clocks) << leap_ms;
        machine.set(now);
        EXPECT_TRUE(agrees(check)) << "after a leap of " << leap_ms;
    }
}

} // namespace
} // namespace meguri::app
