// What the demo city's directory says of its invented shops: hours, addresses, what they sell,
// where they stand. Told by number alone, so that every demo of one seed is the same.
#pragma once

#include "app/demo_names.hpp"
#include "features/guide/guide_store.hpp"

namespace meguri::app {

// `n`: the place's number among the demo's, from 0.
features::DirectoryTexts
demo_directory(const demo::Shop& shop, PlaceId place, std::size_t n, PersonId by, Instant at);

} // namespace meguri::app
