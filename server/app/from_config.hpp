// What the configuration comes to: the ways to the outside world, with their secrets, and the HTTP
// server's settings. Secrets are read once, at start; a file that cannot be read is a Fault.
#pragma once

#include "app/city_server.hpp"
#include "gateway/card_payments/card_payments.hpp"
#include "gateway/sms/sms_gateway.hpp"
#include "http/server.hpp"

#include <memory>

namespace meguri::app {

// Without [sms] one that refuses every message: nobody can sign up until there is one, and the log
// says so.
Try<std::unique_ptr<gateway::SmsGateway>> make_sms(const Config& config);

struct CardSecrets {
    std::string account, messages; // "" without [card_payments]
};
Try<CardSecrets> read_card_secrets(const Config& config);
// Null without [card_payments].
std::unique_ptr<gateway::CardPayments>
make_card_payments(const Config& config, const CardSecrets& secrets);

http::ServerConfig server_config(const ServeOptions& options);

} // namespace meguri::app
