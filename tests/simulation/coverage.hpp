// What the simulation has really seen: every kind of entry done, every refusal that the ledger can
// give. A row of zeros means that nobody would notice if that rule were broken, so it fails the
// run.
#pragma once

#include "naive/naive_ledger.hpp"

#include <map>
#include <string>
#include <vector>

namespace meguri::simulation {

class Coverage {
  public:
    void count(const ledger::Body& asked, Refusal answered) { ++seen_[{asked.index(), answered}]; }
    void add(const Coverage& other) {
        for (const auto& [what, n] : other.seen_)
            seen_[what] += n;
    }
    // One line a kind: "payment   done 812   insufficient_balance 77 …".
    std::string table() const;
    // Kinds never done and refusals never given.
    std::vector<std::string> missing() const;

  private:
    std::map<std::pair<std::size_t, Refusal>, std::uint64_t> seen_;
};

} // namespace meguri::simulation
