// The real client against the simulator, over a real socket: what the clearing side's misbehaviour
// becomes.
#include "gateway/clearing/clearing_client.hpp"
#include "gateway/clearing/clearing_simulator.hpp"
#include "gateway/testing.hpp"

namespace meguri::gateway {
namespace {

using Kind = DuesStanding::Kind;
using Api = ClearingSimulator::Api;
using Results = ClearingSimulator::Results;
constexpr Instant noon{1'795'320'000'000};

class ClearingTest : public ::testing::Test {
  protected:
    ClearingClient client(std::string secret = "secret") {
        return ClearingClient({host.url(), std::move(secret), 250, 250});
    }
    DuesOrder order(std::int64_t yen = 12300) {
        Slip slip;
        slip.number = "12345678901234567890", slip.confirmation = "135792", slip.division = "001";
        slip.yen = yen;
        return {"a1b2c3", slip, noon};
    }
    Kind stands() {
        return ClearingClient({host.url(), "secret", 2000, 2000})
            .find("a1b2c3")
            .value_or(DuesStanding{})
            .kind;
    }

    ManualClock clock{noon};
    ClearingSimulator simulator{"secret", clock};
    SimulatorHost host{[this](const SimulatorHost::Asked& asked) {
        const std::string bearer = asked.header("Authorization");
        const std::string key = asked.header("Idempotency-Key");
        const auto said = simulator.handle({asked.method, asked.path, asked.body, bearer, key});
        return SimulatorHost::Said{
            said.status, said.body, said.delay_ms, std::string(said.content_type)
        };
    }};
};

TEST_F(ClearingTest, pays_a_slip_once_however_often_it_is_said_GEN_h) {
    const auto paid = client().pay(order());
    ASSERT_TRUE(paid) << paid.error().detail;
    EXPECT_EQ(paid->kind, Kind::paid);
    EXPECT_EQ(paid->at, noon);
    EXPECT_EQ(client().pay(order())->receipt, paid->receipt);
    EXPECT_EQ(client().find("a1b2c3")->receipt, paid->receipt);
    DuesOrder second = order();
    second.reference = "another";
    EXPECT_EQ(client().pay(second)->refused, SlipRefused::already_paid);
    EXPECT_EQ(client().ask(order().slip)->refused, SlipRefused::already_paid);
}

TEST_F(ClearingTest, a_lost_answer_is_asked_for_again_GEN_h) {
    for (const Api api : {Api::wrong, Api::late}) {
        simulator.set_faults(api, Results::at_once);
        const auto lost = client().pay(order());
        ASSERT_FALSE(lost);
        EXPECT_EQ(lost.error().code, FaultCode::outcome_unknown);
    }
    simulator.set_faults(Api::none, Results::at_once);
    EXPECT_EQ(stands(), Kind::paid);
}

TEST_F(ClearingTest, down_means_that_nothing_was_done_GEN_h) {
    simulator.set_faults(Api::down, Results::at_once);
    EXPECT_EQ(client().pay(order()).error().code, FaultCode::unavailable);
    simulator.set_faults(Api::none, Results::at_once);
    EXPECT_EQ(stands(), Kind::none);
    EXPECT_EQ(client("wrong").pay(order()).error().code, FaultCode::invalid);
}

TEST_F(ClearingTest, decides_later_one_way_or_the_other_GEN_h) {
    simulator.set_faults(Api::none, Results::later);
    EXPECT_EQ(client().pay(order())->kind, Kind::pending);
    EXPECT_EQ(stands(), Kind::pending);
    simulator.set_faults(Api::none, Results::already_paid);
    EXPECT_EQ(client().find("a1b2c3")->refused, SlipRefused::already_paid);
}

TEST_F(ClearingTest, believes_nothing_that_is_not_the_interfaces_GEN_h) {
    const auto answers = [&](std::string_view json) {
        host.override_answer(fmt::format(
            "HTTP/1.1 200 X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", json.size(), json
        ));
        return client().pay(order());
    };
    for (const std::string_view json :
         {"", "[]", "{}", R"({"reference":"a1b2c3","amount":12300,"state":"perhaps"})",
          R"({"reference":"other","amount":12300,"state":"pending"})",
          R"({"reference":"a1b2c3","amount":12301,"state":"pending"})",
          R"({"reference":"a1b2c3","amount":12300,"state":"refused"})",
          R"({"reference":"a1b2c3","amount":12300,"state":"paid","receipt":"R1"})",
          R"({"reference":"a1b2c3","amount":12300,"state":"paid","receipt":"=1+1","at":"2026-11-22T12:00:00.000+09:00"})"
         }) {
        const auto answer = answers(json);
        ASSERT_FALSE(answer) << json;
        EXPECT_EQ(answer.error().code, FaultCode::outcome_unknown) << json;
    }
    EXPECT_EQ(
        answers(R"({"reference":"a1b2c3","amount":12300,"state":"pending"})")->kind, Kind::pending
    );
}

} // namespace
} // namespace meguri::gateway
