// The outside world of demo and test cities, mounted under /sim. In production these routes do not
// exist.
#pragma once

#include "gateway/card_payments/card_simulator.hpp"
#include "gateway/clearing/clearing_simulator.hpp"
#include "gateway/sms/sms_simulator.hpp"
#include "http/router.hpp"

namespace meguri::app {

// The simulators must outlive the router.
void add_simulator_routes(
    http::Router& router, gateway::SmsSimulator& sms, gateway::CardSimulator& cards,
    gateway::ClearingSimulator& clearing
);

} // namespace meguri::app
