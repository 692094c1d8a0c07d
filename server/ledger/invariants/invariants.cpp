#include "ledger/invariants/invariants.hpp"

namespace meguri::ledger::invariants {

Broken broken(const State& after, const Entry& entry) {
#define MEGURI_CHECK(name)                                                                         \
    if (Broken what = name::after(after, entry)) return #name ": " + *what;
    MEGURI_INVARIANTS(MEGURI_CHECK)
#undef MEGURI_CHECK
    return std::nullopt;
}

Broken check_all(const State& state) {
#define MEGURI_CHECK(name)                                                                         \
    if (Broken what = name::over(state)) return #name ": " + *what;
    MEGURI_INVARIANTS(MEGURI_CHECK)
#undef MEGURI_CHECK
    return std::nullopt;
}

} // namespace meguri::ledger::invariants
