// What the simulation has really seen: every kind of entry done, every refusal that the ledger can
// give, everything that terms can ask for. A row of zeros means that nobody would notice if that
// rule were broken, so it fails the run.
#pragma once

#include "naive/naive_ledger.hpp"
#include "simulation/terms_reached.hpp"

#include <map>
#include <string>
#include <vector>

namespace meguri::simulation {

class Coverage {
  public:
    void count(const ledger::Body& asked, Refusal answered) { ++seen_[{asked.index(), answered}]; }
    void count(Term reached) { ++terms_[reached]; }
    // One line a kind: "payment   done 812   insufficient_balance 77 …", then one a term.
    std::string table() const;
    // Kinds never done, refusals never given, terms that never mattered.
    std::vector<std::string> missing() const;

  private:
    std::map<std::pair<std::size_t, Refusal>, std::uint64_t> seen_;
    std::map<Term, std::uint64_t> terms_;
};

} // namespace meguri::simulation
