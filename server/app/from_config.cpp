#include "app/from_config.hpp"

#include "base/secret_file.hpp"
#include "engine/engine.hpp"
#include "engine/registry.hpp"
#include "gateway/card_payments/stripe_payments.hpp"
#include "gateway/clearing/clearing_client.hpp"
#include "gateway/sms/twilio_sms.hpp"

namespace meguri::app {

namespace {
class NoSms : public gateway::SmsGateway {
  public:
    Try<std::string> send(std::string_view, std::string_view) override {
        return fault(FaultCode::unavailable, "no [sms] in the configuration");
    }
};

Try<std::string>
secret_of(const Config& config, std::string_view key, const std::filesystem::path& named) {
    auto secret = read_secret_file(named);
    if (!secret) return std::unexpected(config.because_of(key, secret.error()));
    return secret;
}
} // namespace

Try<CityKeys> read_keys(const Config& config) {
    auto keys = load_key_file(config.keys.file);
    if (!keys) return std::unexpected(config.because_of("keys.file", keys.error()));
    return keys;
}

Try<std::unique_ptr<store::Database>> open_database(const Config& config, store::OpenAs as) {
    auto database = store::open_database(config.database.url, as);
    if (!database) return std::unexpected(config.because_of("database.url", database.error()));
    return database;
}

Try<store::City> open_city(const Config& config) {
    auto city = store::open_city(config.database.url);
    if (!city) return std::unexpected(config.because_of("database.url", city.error()));
    return city;
}

Try<std::unique_ptr<gateway::SmsGateway>> make_sms(const Config& config) {
    if (!config.sms) return std::make_unique<NoSms>();
    const auto token = secret_of(config, "sms.token_file", config.sms->token_file);
    if (!token) return std::unexpected(token.error());
    return std::make_unique<gateway::TwilioSms>(
        gateway::TwilioSmsSettings{config.sms->url, config.sms->account, *token, config.sms->sender}
    );
}

Try<CardSecrets> read_card_secrets(const Config& config) {
    if (!config.card_payments) return CardSecrets{};
    const auto& cards = *config.card_payments;
    const auto account = secret_of(config, "card_payments.secret_file", cards.secret_file);
    if (!account) return std::unexpected(account.error());
    const auto messages =
        secret_of(config, "card_payments.webhook_secret_file", cards.webhook_secret_file);
    if (!messages) return std::unexpected(messages.error());
    return CardSecrets{*account, *messages};
}

std::unique_ptr<gateway::CardPayments>
make_card_payments(const Config& config, const CardSecrets& secrets) {
    if (!config.card_payments) return nullptr;
    return std::make_unique<gateway::StripePayments>(
        gateway::StripeSettings{config.card_payments->url, secrets.account, secrets.messages}
    );
}

Try<std::string> read_clearing_secret(const Config& config) {
    if (!config.public_dues) return "";
    return secret_of(config, "public_dues.secret_file", config.public_dues->secret_file);
}

std::unique_ptr<gateway::Clearing> make_clearing(const Config& config, const std::string& secret) {
    if (!config.public_dues) return nullptr;
    return std::make_unique<gateway::ClearingClient>(
        gateway::ClearingSettings{config.public_dues->url, secret}
    );
}

Try<std::unique_ptr<store::Registry>> make_registry(
    engine::Engine& engine, std::shared_ptr<store::Database> database, const Config& config
) {
    if (database->kind() == store::Database::Kind::sqlite)
        return std::make_unique<engine::CoreRegistry>(engine, std::move(database));
    std::vector<std::unique_ptr<store::Database>> pool;
    for (int i = 0; i < 4; ++i) {
        auto connection = store::open_registry(config.database.url, engine.epoch());
        if (!connection) return std::unexpected(connection.error());
        pool.push_back(std::move(*connection));
    }
    return std::make_unique<engine::PoolRegistry>(std::move(pool));
}

http::ServerConfig server_config(const ServeOptions& options) {
    http::ServerConfig config;
    config.address = options.config.server.address;
    config.port = options.config.server.port;
    config.public_url = options.config.server.public_url;
    config.trusted_proxies = {options.config.server.trusted_proxy};
    config.access_log = options.access_log;
    if (options.config.map) config.image_origin = options.config.map->origin();
    if (options.generous_limits) {
        config.limits.per_address = {http::Rate{}, http::Rate{}, http::Rate{}};
        config.limits.per_session = {http::Rate{}, http::Rate{}, http::Rate{}};
        config.limits.anonymous = {};
    }
    return config;
}

} // namespace meguri::app
