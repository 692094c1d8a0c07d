// What the configuration comes to: keys, database, the ways to the outside world with their
// secrets, and the HTTP server's settings. Secrets are read once, at start. A file or a database
// that is of no use is a Fault which names the configuration's line and key
// (Config::because_of): who starts a city knows that file, and not what is in this tree.
#pragma once

#include "app/city_server.hpp"
#include "base/city_keys.hpp"
#include "gateway/card_payments/card_payments.hpp"
#include "gateway/clearing/clearing.hpp"
#include "gateway/sms/sms_gateway.hpp"
#include "http/server.hpp"
#include "store/city.hpp"

#include <memory>

namespace meguri::app {

Try<CityKeys> read_keys(const Config& config);
Try<std::unique_ptr<store::Database>>
open_database(const Config& config, store::OpenAs as = store::OpenAs::own);
Try<store::City> open_city(const Config& config);

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

Try<std::string> read_clearing_secret(const Config& config); // "" without [public_dues]
// Null without [public_dues].
std::unique_ptr<gateway::Clearing> make_clearing(const Config& config, const std::string& secret);

// Where registry rows are read and written; the engine has been started.
Try<std::unique_ptr<store::Registry>> make_registry(
    engine::Engine& engine, std::shared_ptr<store::Database> database, const Config& config
);

http::ServerConfig server_config(const ServeOptions& options);

} // namespace meguri::app
