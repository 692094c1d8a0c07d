// The real client against the simulator, over a real socket: what the provider's misbehaviour
// becomes.
#include "gateway/card_payments/card_messages.hpp"
#include "gateway/card_payments/stripe_payments.hpp"
#include "gateway/card_payments/stripe_signature.hpp"
#include "gateway/testing.hpp"

#include <atomic>

namespace meguri::gateway {
namespace {

using Standing = CardStanding::Kind;
using Event = CardEvent::Kind;

constexpr Instant noon{1'795'320'000'000};
constexpr std::string_view reference = "a1b2c3";

// As ManualClock, for two threads.
class SharedClock : public Clock {
  public:
    explicit SharedClock(Instant at) : ms_(at.ms) {}
    Instant now() const override { return {ms_.load()}; }
    void set(Instant at) { ms_ = at.ms; }
    void advance(std::int64_t ms) { ms_ += ms; }

  private:
    std::atomic<std::int64_t> ms_;
};

class Cards : public ::testing::Test {
  protected:
    CardOrder order(std::string name = std::string(reference)) {
        return {
            std::move(name),
            3000,
            "ふだんのチャージ & <b>",
            noon + 60 * ms_per_minute,
            "http://localhost/top-up?paid",
            "http://localhost/top-up?left"
        };
    }
    StripePayments client(std::string secret = "sk_test", std::string signing = "whsec") {
        return StripePayments({host.url(), std::move(secret), std::move(signing), 250});
    }
    CardCheckout checkout(const CardOrder& what) {
        const auto made = client().create(what);
        EXPECT_TRUE(made) << made.error().detail;
        return made.value_or(CardCheckout{});
    }
    int press(const CardCheckout& at, std::string_view action) {
        const std::string path = "/pay/" + at.session, form = "action=" + std::string(action);
        return simulator.handle({"POST", path, form}).status;
    }
    CardStanding stands(const CardCheckout& at) {
        const auto found = client().find(reference, at.session);
        EXPECT_TRUE(found) << found.error().detail;
        return found.value_or(CardStanding{});
    }
    // What the city hears, read as it reads it.
    std::vector<CardEvent> heard(std::int64_t after_ms = 0) {
        clock.advance(after_ms);
        std::vector<CardEvent> events;
        for (const auto& message : simulator.take_due()) {
            const auto event =
                client().read(message.body, simulator.signature_of(message), clock.now());
            if (event) events.push_back(*event);
        }
        return events;
    }
    std::string switched(std::string_view api, std::string_view messages) {
        const auto json = fmt::format(R"({{"api":"{}","messages":"{}"}})", api, messages);
        return simulator.handle({"POST", "/faults", json}).body;
    }

    SharedClock clock{noon};
    SeededRandom random{1};
    CardSimulator simulator{{"sk_test", "whsec", "http://localhost/sim/card"}, clock, random};
    SimulatorHost host{[this](const SimulatorHost::Asked& asked) {
        const auto said = simulator.handle(
            {asked.method, asked.path, asked.body, asked.header("Authorization"),
             asked.header("Idempotency-Key")}
        );
        return SimulatorHost::Said{
            said.status, said.body, said.delay_ms, std::string(said.content_type)
        };
    }};
};

TEST_F(Cards, are_paid_on_the_providers_page_CHG_e) {
    const auto page = checkout(order());
    EXPECT_EQ(page.url, "http://localhost/sim/card/pay/" + page.session);
    EXPECT_EQ(stands(page).kind, Standing::open);
    EXPECT_EQ(press(page, "fail"), 200);
    EXPECT_EQ(press(page, "leave"), 303);
    EXPECT_EQ(stands(page).kind, Standing::open);
    EXPECT_EQ(press(page, "pay"), 303);
    const auto paid = stands(page);
    EXPECT_EQ(paid.kind, Standing::captured);
    EXPECT_EQ(paid.yen, 3000);
    const auto events = heard();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].kind, Event::captured);
    EXPECT_EQ(events[0].reference, reference);
    EXPECT_EQ(events[0].payment, paid.payment);
    EXPECT_EQ(events[0].yen, 3000);
    EXPECT_EQ(press(page, "pay"), 400) << "taken twice";
    EXPECT_EQ(client().reference_of(paid.payment).value(), reference);
    EXPECT_EQ(client().reference_of("pi_other").value(), std::nullopt);
}

TEST_F(Cards, have_one_page_however_often_it_is_asked_for) {
    const auto first = checkout(order());
    EXPECT_EQ(checkout(order()).session, first.session);
    auto other = order();
    other.yen = 4000;
    EXPECT_EQ(client().create(other).error().code, FaultCode::invalid);
    EXPECT_NE(checkout(order("another")).session, first.session);
}

TEST_F(Cards, whose_page_was_answered_into_the_void_are_found_by_our_reference) {
    simulator.set_faults(CardSimulator::Api::late, CardSimulator::Messages::none);
    EXPECT_EQ(client().create(order()).error().code, FaultCode::outcome_unknown);
    simulator.set_faults(CardSimulator::Api::wrong, CardSimulator::Messages::none);
    EXPECT_EQ(client().create(order()).error().code, FaultCode::outcome_unknown);
    simulator.set_faults(CardSimulator::Api::down, CardSimulator::Messages::none);
    EXPECT_EQ(client().create(order()).error().code, FaultCode::unavailable);
    simulator.set_faults(CardSimulator::Api::none, CardSimulator::Messages::none);
    EXPECT_EQ(client().find(reference, "")->kind, Standing::none);
    const auto page = checkout(order()); // the one that was made the first time
    press(page, "pay");
    const auto found = client().find(reference, "");
    EXPECT_EQ(found->kind, Standing::captured);
    EXPECT_EQ(found->payment, stands(page).payment);
    StripePayments nowhere({"http://127.0.0.1:1", "sk_test", "whsec", 250});
    EXPECT_EQ(nowhere.create(order()).error().code, FaultCode::unavailable);
}

TEST_F(Cards, that_are_closed_take_no_money_any_more) {
    const auto page = checkout(order());
    EXPECT_EQ(client().close(reference, page.session)->kind, Standing::ended);
    EXPECT_EQ(client().close(reference, page.session)->kind, Standing::ended);
    EXPECT_EQ(press(page, "pay"), 400);
    EXPECT_EQ(heard()[0].kind, Event::ended);

    const auto faster = checkout(order("faster"));
    press(faster, "pay");
    EXPECT_EQ(client().close("faster", faster.session)->kind, Standing::captured);
    const auto late = checkout(order("late"));
    clock.advance(61 * ms_per_minute);
    EXPECT_EQ(stands(late).kind, Standing::ended);
}

TEST_F(Cards, are_given_back_once) {
    const auto page = checkout(order());
    press(page, "pay");
    const std::string payment = stands(page).payment;
    EXPECT_TRUE(client().refund(reference, payment));
    EXPECT_TRUE(client().refund(reference, payment));
    EXPECT_TRUE(client().refund("a day later", payment)) << "refunded already is refunded";
    EXPECT_EQ(client().refund(reference, "pi_unknown").error().code, FaultCode::invalid);
    EXPECT_NE(
        simulator.handle({"GET", "/payments"}).body.find(R"("yen":3000,"refunded":3000)"),
        std::string::npos
    );
}

TEST_F(Cards, are_not_given_back_before_the_money_has_arrived) {
    const auto page = checkout(order());
    press(page, "pay");
    const std::string payment = stands(page).payment;
    simulator.set_refunds("pending");
    EXPECT_EQ(client().refund(reference, payment).error().code, FaultCode::unavailable);
    EXPECT_EQ(client().refund(reference, payment).error().code, FaultCode::unavailable);
    EXPECT_EQ(client().refund("a day later", payment).error().code, FaultCode::unavailable);
    simulator.set_refunds("failed");
    EXPECT_EQ(client().refund(reference, payment).error().code, FaultCode::invalid);
    simulator.set_refunds("succeeded");
    EXPECT_TRUE(client().refund(reference, payment)) << "the key's first answer was `pending`";
}

TEST_F(Cards, disputed_by_their_holder_are_told_by_the_payment_alone) {
    const auto page = checkout(order());
    const auto charge_back = [&] {
        return simulator.handle({"POST", "/charge-backs", R"({"reference":"a1b2c3"})"}).status;
    };
    EXPECT_EQ(charge_back(), 404);
    press(page, "pay");
    EXPECT_EQ(charge_back(), 200);
    const auto events = heard();
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[1].kind, Event::charged_back);
    EXPECT_EQ(client().reference_of(events[1].payment).value(), reference);
    EXPECT_EQ(client().refund(reference, events[1].payment).error().code, FaultCode::invalid);
}

TEST_F(Cards, are_told_late_doubled_shuffled_forged_or_not_at_all) {
    const auto pay = [&](std::string name) { press(checkout(order(std::move(name))), "pay"); };
    EXPECT_EQ(switched("none", "late"), R"({"api":"none","messages":"late"})");
    pay("late");
    EXPECT_EQ(heard().size(), 0u);
    EXPECT_EQ(heard(2000).size(), 1u);
    switched("none", "doubled");
    pay("doubled");
    EXPECT_EQ(heard().size() + heard(1500).size(), 2u);
    switched("none", "lost");
    pay("lost");
    EXPECT_EQ(heard(ms_per_day).size(), 0u);
    clock.set(noon);
    switched("none", "forged");
    pay("forged");
    EXPECT_EQ(heard(10'000).size(), 0u);
    clock.set(noon);
    switched("none", "reordered");
    std::vector<std::string> sent, came;
    for (int n = 0; n < 20; ++n)
        pay(sent.emplace_back("r" + std::to_string(n)));
    for (const auto& event : heard(1500))
        came.push_back(event.reference);
    EXPECT_EQ(came.size(), 20u);
    EXPECT_NE(came, sent);
    EXPECT_EQ(switched("none", "x"), "");
    EXPECT_EQ(switched("x", "none"), "");
}

TEST_F(Cards, messages_that_did_not_arrive_are_sent_again) {
    press(checkout(order()), "pay");
    auto due = simulator.take_due();
    ASSERT_EQ(due.size(), 1u);
    simulator.undelivered(due[0]);
    EXPECT_EQ(heard().size(), 0u);
    EXPECT_EQ(heard(500).size(), 1u);
}

TEST_F(Cards, refuse_those_who_do_not_know_the_secret) {
    EXPECT_EQ(client("sk_other").create(order()).error().code, FaultCode::invalid);
    EXPECT_EQ(simulator.handle({"GET", "/v1/checkout/sessions/x"}).status, 401);
    EXPECT_EQ(simulator.handle({"GET", "/pay/x"}).status, 404);
    EXPECT_EQ(simulator.handle({"GET", "/nowhere"}).status, 404);
}

TEST_F(Cards, odd_answers_are_an_unknown_outcome_and_never_money) {
    const auto page = checkout(order());
    for (const char* odd :
         {"hang up", "nonsense\r\n\r\n", "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\n{}",
          "HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n{",
          "HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"}) {
        host.override_answer(odd);
        EXPECT_EQ(client().find(reference, page.session).error().code, FaultCode::outcome_unknown);
        EXPECT_EQ(client().find(reference, "").error().code, FaultCode::outcome_unknown) << odd;
        EXPECT_EQ(client().create(order()).error().code, FaultCode::outcome_unknown) << odd;
        EXPECT_EQ(client().refund(reference, "pi_1").error().code, FaultCode::outcome_unknown);
    }
    // Another currency than yen is not our money.
    const std::string dollars =
        R"({"object":"checkout.session","status":"complete","payment_status":"paid","payment_intent":"pi_1","amount_total":3000,"currency":"usd"})";
    host.override_answer(
        fmt::format("HTTP/1.1 200 X\r\nContent-Length: {}\r\n\r\n{}", dollars.size(), dollars)
    );
    EXPECT_FALSE(client().find(reference, page.session));
    host.override_answer("");
    EXPECT_EQ(client().find(reference, "../x").error().code, FaultCode::invalid);
    EXPECT_EQ(client().find("a' OR", "").error().code, FaultCode::invalid);
}

TEST(StripeSignature, holds_for_this_body_secret_and_five_minutes) {
    // Worked out with `printf '1492774577.{}' | openssl dgst -sha256 -hmac whsec`.
    const Instant at{1'492'774'577'000};
    const std::string header = stripe_signature("{}", "whsec", at);
    EXPECT_EQ(
        header, "t=1492774577,v1=9e4711d7c8a6df6f6635a71dd3df8fbb6138d4f2807a487e8fed2e4a67af1fa8"
    );
    EXPECT_TRUE(stripe_signed("{}", header, "whsec", at));
    EXPECT_TRUE(stripe_signed("{}", header, "whsec", at + signature_tolerance_ms));
    EXPECT_FALSE(stripe_signed("{}", header, "whsec", at + (signature_tolerance_ms + 1)));
    EXPECT_FALSE(stripe_signed("{}", header, "whsec", at + -(signature_tolerance_ms + 1)));
    EXPECT_FALSE(stripe_signed("{ }", header, "whsec", at));
    EXPECT_FALSE(stripe_signed("{}", header, "other", at));
    EXPECT_FALSE(stripe_signed("{}", stripe_signature("{}", "", at), "", at));
    // Several signatures while the secret is being changed, and fields that we do not know.
    const std::string v1 = header.substr(header.find("v1="));
    EXPECT_TRUE(stripe_signed("{}", "v0=x,v1=00," + v1 + ",t=1492774577", "whsec", at));
    EXPECT_FALSE(stripe_signed("{}", "t=1492774578," + v1, "whsec", at));
    for (const char* odd : {"", "t=", "v1=", "t=1,v1=", ",,,", "t=99999999999999999999,v1=00"})
        EXPECT_FALSE(stripe_signed("{}", odd, "whsec", at)) << odd;
}

TEST_F(Cards, messages_that_are_no_events_are_not_believed) {
    const auto read = [&](std::string body) {
        return client().read(body, stripe_signature(body, "whsec", noon), noon);
    };
    for (const char* odd : {"", "{}", "[]", "{", R"({"object":"charge"})"})
        EXPECT_EQ(read(odd).error().code, FaultCode::invalid) << odd;
    for (const char* other :
         {R"({"object":"event","type":"ping"})",
          R"({"object":"event","type":"checkout.session.completed","data":{"object":{}}})",
          R"({"object":"event","type":"checkout.session.completed","data":{"object":{"object":"checkout.session","client_reference_id":"x","status":"complete","payment_status":"unpaid"}}})"
         })
        EXPECT_EQ(read(other)->kind, Event::other) << other;
}

} // namespace
} // namespace meguri::gateway
