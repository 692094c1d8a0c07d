// What anybody may know of the city: name, telephone, today's seal, the server's time.
#pragma once

#include "base/config.hpp"
#include "http/router.hpp"
#include "service/city_look.hpp"

namespace meguri::app {

void add_info_routes(
    http::Router& router, const Config& config, const service::CityLook& look,
    const MovableClock& clock
);

// きょうの印: one kanji for the whole city, another each day. It unmasks yesterday's screenshots;
// it is never the proof.
std::string day_seal(const Config::City& city, Date day);

} // namespace meguri::app
