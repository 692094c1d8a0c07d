// A form and an answer from anywhere: no crash, and what is accepted lies in the inbox.
#include "gateway/sms/sms_simulator.hpp"
#include "base/ensure.hpp"

using namespace meguri;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static ManualClock clock{Instant{1795320000000}};
    static SeededRandom random(1);
    gateway::SmsSimulator simulator("AC1", "secret", clock, random);
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto sent = simulator.handle(
        "POST", "/2010-04-01/Accounts/AC1/Messages.json", input, "Basic QUMxOnNlY3JldA=="
    );
    MEGURI_ENSURE((sent.status == 201) == (simulator.inbox().size() == 1));
    simulator.handle("GET", std::string("/inbox?") + std::string(input), "", "");
    simulator.handle("POST", "/faults", input, "");
    simulator.handle("POST", input, input, input);
    return 0;
}
