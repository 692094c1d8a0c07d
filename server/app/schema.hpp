// Every registry table of the city, in the order of their versions.
#pragma once

#include "store/database.hpp"

namespace meguri::app {

std::vector<store::Migration> all_migrations();

} // namespace meguri::app
