// The real client against the simulator, over a real socket: what the provider's misbehaviour
// becomes.
#include "gateway/sms/sms_simulator.hpp"
#include "gateway/sms/twilio_sms.hpp"
#include "gateway/testing.hpp"

#include <gtest/gtest.h>

namespace meguri::gateway {
namespace {

class Sms : public ::testing::Test {
  protected:
    Try<std::string> send(std::string_view body = "認証番号は 123456 です & % + =") {
        return client().send("+819012345678", body);
    }
    TwilioSms client(const std::string& token = "secret") {
        return TwilioSms({host.url(), "AC1", token, "KUMAGAYA", 250});
    }
    FaultCode fails() {
        const auto answer = send();
        EXPECT_FALSE(answer);
        EXPECT_EQ(answer.error().detail.find("123456"), std::string::npos) << "the text leaks";
        EXPECT_EQ(answer.error().detail.find("9012345678"), std::string::npos)
            << "the number leaks";
        return answer.error().code;
    }

    ManualClock clock{Instant{1795320000000}};
    SeededRandom random{1};
    SmsSimulator simulator{"AC1", "secret", clock, random};
    SimulatorHost host{[this](const SimulatorHost::Asked& asked) {
        auto [status, body, delay_ms, type] =
            simulator.handle(asked.method, asked.path, asked.body, asked.header("Authorization"));
        return SimulatorHost::Said{status, body, delay_ms, type};
    }};
};

TEST_F(Sms, arrives_as_it_was_sent) {
    const auto sid = send();
    ASSERT_TRUE(sid) << sid.error().detail;
    const auto inbox = simulator.inbox("+819012345678");
    ASSERT_EQ(inbox.size(), 1u);
    EXPECT_EQ(inbox[0].body, "認証番号は 123456 です & % + =");
    EXPECT_EQ(inbox[0].from, "KUMAGAYA");
    EXPECT_EQ(inbox[0].sid, *sid);
    EXPECT_EQ(simulator.inbox("+818012345678").size(), 0u);
}

TEST_F(Sms, that_is_certainly_not_sent_is_unavailable) {
    simulator.set_fault(SmsSimulator::Fault::down);
    EXPECT_EQ(fails(), FaultCode::unavailable);
    EXPECT_TRUE(simulator.inbox().empty());
    TwilioSms nowhere({"http://127.0.0.1:1", "AC1", "secret", "KUMAGAYA", 250});
    EXPECT_EQ(nowhere.send("+819012345678", "x").error().code, FaultCode::unavailable);
    host.override_answer("HTTP/1.1 429 X\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(fails(), FaultCode::unavailable);
}

TEST_F(Sms, whose_answer_is_lost_or_odd_has_an_unknown_outcome) {
    simulator.set_fault(SmsSimulator::Fault::late);
    EXPECT_EQ(fails(), FaultCode::outcome_unknown);
    EXPECT_EQ(simulator.inbox().size(), 1u) << "it did arrive";
    simulator.set_fault(SmsSimulator::Fault::wrong);
    EXPECT_EQ(fails(), FaultCode::outcome_unknown);
    simulator.set_fault(SmsSimulator::Fault::none);
    for (const char* odd :
         {"hang up", "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 201 X\r\nContent-Length: 2\r\n\r\n{}",
          "HTTP/1.1 201 X\r\nContent-Length: 100\r\n\r\n{", "nonsense\r\n\r\n",
          "HTTP/1.1 201 X\r\nContent-Length: 10\r\n\r\n{\"sid\":\"\"}",
          "HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"}) {
        host.override_answer(odd);
        EXPECT_EQ(fails(), FaultCode::outcome_unknown) << odd;
    }
    host.override_answer("HTTP/1.1 201 X\r\n\r\n" + std::string(100'000, 'x'));
    EXPECT_EQ(fails(), FaultCode::outcome_unknown);
}

TEST_F(Sms, that_the_provider_refuses_is_invalid) {
    EXPECT_EQ(client("wrong token").send("+819012345678", "x").error().code, FaultCode::invalid);
    EXPECT_EQ(client().send("no number", "x").error().code, FaultCode::invalid);
    EXPECT_EQ(
        client().send("+819012345678", std::string(2000, 'x')).error().code, FaultCode::invalid
    );
    EXPECT_TRUE(simulator.inbox().empty());
}

TEST_F(Sms, doubled_arrives_twice_under_one_sid) {
    simulator.set_fault(SmsSimulator::Fault::doubled);
    const auto sid = send();
    ASSERT_TRUE(sid);
    ASSERT_EQ(simulator.inbox().size(), 2u);
    EXPECT_EQ(simulator.inbox()[1].sid, *sid);
}

TEST(SmsSimulator, shows_its_inbox_and_takes_faults_as_the_contract_says) {
    ManualClock clock{Instant{1795320000000}};
    SeededRandom random(1);
    SmsSimulator simulator("AC1", "secret", clock, random);
    const std::string login = "Basic QUMxOnNlY3JldA==";
    EXPECT_EQ(
        simulator
            .handle(
                "POST", "/2010-04-01/Accounts/AC1/Messages.json", "To=%2B81901&From=a&Body=b+c",
                login
            )
            .status,
        201
    );
    EXPECT_EQ(
        simulator
            .handle(
                "POST", "/2010-04-01/Accounts/AC2/Messages.json", "To=%2B81901&From=a&Body=b", login
            )
            .status,
        404
    );
    EXPECT_EQ(
        simulator
            .handle(
                "POST", "/2010-04-01/Accounts/AC1/Messages.json", "To=%2B81901&From=a&Body=%zz",
                login
            )
            .status,
        400
    );
    EXPECT_EQ(
        simulator
            .handle(
                "POST", "/2010-04-01/Accounts/AC1/Messages.json", "To=%2B81901&From=a&Body=b", ""
            )
            .status,
        401
    );
    const auto inbox = simulator.handle("GET", "/inbox?to=%2B81901", "", "").body;
    EXPECT_NE(
        inbox.find(R"("to":"+81901","from":"a","body":"b c","at":"2026-11-)"), std::string::npos
    ) << inbox;
    EXPECT_EQ(simulator.handle("GET", "/inbox?to=%2B81902", "", "").body, R"({"messages":[]})");
    EXPECT_EQ(
        simulator.handle("POST", "/faults", R"({"mode":"down"})", "").body, R"({"mode":"down"})"
    );
    for (const char* bad :
         {"", "{}", R"({"mode":"x"})", R"({"mode":1})", R"({"mode":"down","x":1})", "[]"})
        EXPECT_EQ(simulator.handle("POST", "/faults", bad, "").status, 400) << bad;
    EXPECT_EQ(simulator.handle("GET", "/faults", "", "").status, 405);
    EXPECT_EQ(simulator.handle("GET", "/nowhere", "", "").status, 404);
}

TEST(SmsSimulator, keeps_the_last_thousand) {
    ManualClock clock{Instant{0}};
    SeededRandom random(1);
    SmsSimulator simulator("AC1", "secret", clock, random);
    for (int i = 0; i < 1100; ++i)
        simulator.handle(
            "POST", "/2010-04-01/Accounts/AC1/Messages.json",
            "To=%2B1&From=a&Body=" + std::to_string(i), "Basic QUMxOnNlY3JldA=="
        );
    ASSERT_EQ(simulator.inbox().size(), 1000u);
    EXPECT_EQ(simulator.inbox()[0].body, "1099");
}

} // namespace
} // namespace meguri::gateway
