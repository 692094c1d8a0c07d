// Bytes become steps (seven each), steps become commands: the real rules and the naive ledger must
// agree on every one, every invariant must hold, and the journal must replay to the same state.
#include "naive/compare.hpp"
#include "property/steps.hpp"

#include "ledger/invariants/invariants.hpp"

#include <cstdio>
#include <cstdlib>

using namespace meguri;

namespace {
void must_be_empty(const std::string& difference) {
    if (difference.empty()) return;
    std::fprintf(stderr, "%s\n", difference.c_str());
    std::abort();
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    naive::PureLedger real;
    naive::Ledger slow;
    property::Steps steps;
    const auto say = [&](const ledger::Command& command) {
        steps.sent(command);
        must_be_empty(
            naive::differs(real.run(command, steps.clock()), slow.run(command, steps.clock()))
        );
    };
    for (const ledger::Command& command : steps.opening())
        say(command);
    constexpr std::size_t bytes_a_step = 7, longest = 300;
    for (std::size_t at = 0; at + bytes_a_step <= size && at < longest * bytes_a_step;
         at += bytes_a_step) {
        const std::uint8_t* b = data + at;
        say(steps.command(
            {{b[0], b[1], b[2], b[3]}, static_cast<std::uint16_t>(b[4] << 8 | b[5]), b[6]}, real
        ));
    }
    must_be_empty(naive::differs(real.state(), slow));
    must_be_empty(real.broken());
    must_be_empty(ledger::invariants::check_all(real.state()).value_or(""));
    ledger::State again;
    for (const ledger::Entry& entry : real.journal())
        ledger::apply(again, entry);
    must_be_empty(naive::differs(again, real.state()));
    return 0;
}
