// Names and printed codes of handouts. Their terms and counts are the ledger's.
#pragma once

#include "service/directory.hpp"
#include "store/database.hpp"

namespace meguri::features::handouts_store {

std::vector<store::Migration> migrations();
// False: the handout has its texts already (a command sent again); nothing changed.
Try<bool> insert(store::Database& db, const service::HandoutTexts& handout);
// The old code stays known, as retired: a poster that still hangs somewhere is answered plainly.
Try<> replace_code(store::Database& db, HandoutId handout, std::int64_t code, Instant now);

struct Loaded {
    std::vector<service::HandoutTexts> handouts;
    std::vector<std::pair<std::int64_t, service::HandoutCodeOwner>> retired_codes;
};
Try<Loaded> all(store::Database& db);

} // namespace meguri::features::handouts_store
