#include "features/public_dues/dues.hpp"

#include <algorithm>

namespace meguri::features {

DuesStep next_step(const Dues& it) {
    if (it.state != Dues::State::held) return DuesStep::none;
    switch (it.decided) {
    case Dues::Decided::no: return it.accepted ? DuesStep::ask : DuesStep::submit;
    case Dues::Decided::paid: return DuesStep::post;
    case Dues::Decided::refused: return DuesStep::void_hold;
    }
    return DuesStep::none;
}

Instant look_again(const Dues& it, Instant now) {
    if (next_step(it) == DuesStep::none) return {};
    const std::int64_t doubled = std::min<std::int64_t>(it.attempts, 12);
    return now + std::min(ms_per_second << doubled, 10 * ms_per_minute);
}

} // namespace meguri::features
