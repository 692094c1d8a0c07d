// Does a server answer? For `meguri status`; asks this machine or the city's own network only.
#pragma once

#include <string>

namespace meguri::gateway {

// GET `url`: true when 200 comes back within three seconds. Follows no redirect and uses no proxy.
bool answers_ok(const std::string& url);

} // namespace meguri::gateway
