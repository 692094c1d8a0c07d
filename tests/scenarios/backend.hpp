// What a scenario needs of whatever it runs on. One command at a time; ids come back in the answer.
#pragma once

#include "naive/naive_ledger.hpp"

#include <memory>

namespace meguri::scenarios {

class Backend {
  public:
    virtual ~Backend() = default;
    virtual naive::Answer execute(const ledger::Command& command, Instant clock) = 0;
    virtual std::vector<naive::LotRow> lots(WalletId wallet) = 0;
    struct Sums {
        std::int64_t issued = 0, outstanding = 0, expired = 0;
    };
    virtual Sums sums(ProgramId program) = 0;
    virtual std::int64_t receivable(PlaceId place, ProgramId program) = 0;
    virtual void restart() {}                   // where there is a process to restart
    virtual std::string broken() { return ""; } // an invariant that did not hold
};

std::unique_ptr<Backend> pure_backend();  // the real rules, nothing around them
std::unique_ptr<Backend> naive_backend(); // the slow second ledger

} // namespace meguri::scenarios
