// What proposed terms come to, shown by the rules themselves: three small stories, decided in a
// city made for the purpose, with one resident, one place, the program and the program of its
// premium as it stands. Runs where it is called and touches nothing of the real city.
#pragma once

#include "ledger/decide.hpp"

#include <optional>

namespace meguri::features {

struct Example {
    // top_up, grant: somebody gets the value · payment: it is spent, or earns a reward · at_limit:
    // the next one meets the first limit that the terms state
    enum class Kind : std::uint8_t { top_up, grant, payment, at_limit };
    struct Part {
        ProgramId program;
        ledger::Amount amount;
        Date expires_on;
    };
    Kind kind{};
    Instant at;
    ledger::Amount amount; // asked for
    Refusal refusal = Refusal::none;
    std::vector<Part> received, spent; // by the resident
    std::vector<ledger::LimitLeft> limits;
};

// What the examples need of the real city.
struct ExampleBase {
    ProgramId number;                       // of the program: its own, or the one it would get
    std::optional<ledger::Program> program; // as it stands, when it is a new version
    std::optional<ledger::Program> bonus;   // the program that its premium is of
};
ExampleBase
example_base(const ledger::State& state, ProgramId program, const ledger::ProgramTerms& terms);

std::vector<Example>
worked_examples(const ledger::ProgramTerms& terms, const ExampleBase& base, Instant now);

} // namespace meguri::features
