// Ids that people's browsers see: ten random characters, so that nobody can count or guess other
// people's things.
#pragma once

#include "base/random.hpp"

namespace meguri::service {

inline std::string fresh_public_id(Random& random) {
    return to_base32(view(random.bytes<10>())).substr(0, 10);
}

} // namespace meguri::service
