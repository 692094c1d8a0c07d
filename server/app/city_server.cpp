#include "app/city_server.hpp"

#include "app/city_features.hpp"
#include "app/clock_check.hpp"
#include "app/expiry_job.hpp"
#include "app/from_config.hpp"
#include "app/head_job.hpp"
#include "app/info_routes.hpp"
#include "app/job_runner.hpp"
#include "app/live_pages.hpp"
#include "app/schema.hpp"
#include "app/simulators.hpp"
#include "app/test_clock.hpp"
#include "app/test_clock_store.hpp"
#include "app/views_job.hpp"
#include "base/log.hpp"
#include "base/secret_file.hpp"
#include "engine/engine.hpp"
#include "features/people/sign_in_names_store.hpp"
#include "gateway/card_payments/card_messages.hpp"
#include "http/server.hpp"
#include "http/system_operations.hpp"
#include "store/city.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

namespace meguri::app {

namespace asio = boost::asio;

// Members in the order of construction; each is handed exactly what it uses.
class CityServer {
  public:
    CityServer(
        ServeOptions options, CityKeys keys, store::City city,
        std::unique_ptr<gateway::SmsGateway> sms, http::StaticFiles files, std::string sms_token,
        CardSecrets card_secrets, const std::string& clearing_secret
    )
        : options_(std::move(options)), clock_({options_.clock_offset_ms, {}}), city_keys_(keys),
          files_(std::move(files)), sms_(std::move(sms)),
          sms_simulator_(
              options_.config.sms ? options_.config.sms->account : "", sms_token, clock_, random_
          ),
          card_simulator_(
              {card_secrets.account, card_secrets.messages, config().server.public_url + "/sim/card"
              },
              clock_, random_
          ),
          card_payments_(make_card_payments(options_.config, card_secrets)),
          clearing_simulator_(clearing_secret, clock_),
          clearing_(make_clearing(options_.config, clearing_secret)), database_(city.registry),
          engine_(
              std::move(city.journal), clock_, steady_, random_,
              [this](auto replies, auto committed) {
                  deliver(std::move(replies), std::move(committed));
              }
          ) {}

    Try<> run();

  private:
    const Config& config() const { return options_.config; }
    Try<> prepare();
    Try<> restore_clock();
    void add_routes();
    void
    deliver(std::vector<engine::Engine::Reply> replies, std::vector<engine::EntryPtr> committed);
    http::Async<void> watch();
    void stop();

    ServeOptions options_;
    MovableClock clock_;
    SystemSteadyClock steady_;
    SystemRandom random_;
    CityKeys city_keys_;
    asio::io_context io_{1};
    asio::thread_pool workers_{2};
    asio::thread_pool pin_workers_{2};   // somebody stands at a till
    asio::thread_pool slow_workers_{2};  // seconds each: photos, dry runs, long lists
    asio::thread_pool card_workers_{4};  // the card provider may hang without holding up anybody
    asio::thread_pool dues_workers_{4};  // and so may the clearing side
    asio::thread_pool print_workers_{2}; // a hundred thousand cards take them a minute
    http::StaticFiles files_;
    std::unique_ptr<gateway::SmsGateway> sms_;
    gateway::SmsSimulator sms_simulator_;
    gateway::CardSimulator card_simulator_;
    std::unique_ptr<gateway::CardPayments> card_payments_; // null: none in the configuration
    std::unique_ptr<gateway::CardMessages> card_messages_; // of the simulator
    gateway::ClearingSimulator clearing_simulator_;
    std::unique_ptr<gateway::Clearing> clearing_; // null: none in the configuration
    http::EventHub events_;
    http::Metrics metrics_;
    http::Router router_;
    std::shared_ptr<store::Database> database_;
    engine::Engine engine_;
    std::unique_ptr<store::Registry> registry_;

    vault::Vault vault_{city_keys_, random_};
    std::optional<CityFeatures> features_;
    SystemClock machine_clock_;
    std::optional<ClockCheck> clock_check_;
    std::optional<ExpiryJob> expiry_;
    std::optional<JobRunner> job_runner_;
    std::optional<HeadJob> head_job_;
    std::optional<ViewsJob> views_job_;
    std::unique_ptr<http::Server> server_;
    bool stopping_ = false;
    Try<> ended_;
};

Try<> CityServer::prepare() {
    if (auto migrated = store::migrate(*database_, all_migrations()); !migrated) return migrated;
    if (auto checked = vault_.check(*database_); !checked) return checked;
    if (auto sealed = features::sign_in_names::seal_old_ones(*database_, vault_, clock_.now());
        !sealed)
        return sealed;
    if (auto set = restore_clock(); !set) return set;
    if (auto started = engine_.start(); !started) return started;
    auto registry = make_registry(engine_, database_, config());
    if (!registry) return std::unexpected(registry.error());
    registry_ = std::move(*registry);
    return {};
}

Try<> CityServer::restore_clock() {
    if (config().server.environment == Environment::production) return {};
    const auto setting = read_test_clock(*database_);
    if (!setting) return std::unexpected(setting.error());
    if (*setting) clock_.set(**setting);
    return {};
}

void CityServer::add_routes() {
    features_.emplace(CityFeatures::Parts{
        io_, engine_, *registry_, vault_, city_keys_, config(), clock_, random_, events_, workers_,
        pin_workers_, slow_workers_, card_workers_, dues_workers_, print_workers_, *sms_,
        card_payments_.get(), clearing_.get(), [this] { job_runner_->look_again(); }
    });
    clock_check_.emplace(*registry_, machine_clock_);
    expiry_.emplace(engine_, *clock_check_);
    job_runner_.emplace(JobRunner::Parts{engine_, *registry_, *clock_check_});
    head_job_.emplace(HeadJob::Parts{engine_, *registry_, *clock_check_, city_keys_});
    views_job_.emplace(*registry_);
    features_->add_routes(router_);
    add_info_routes(router_, config(), features_->look(), clock_);
    http::SystemFacts facts{
        MEGURI_VERSION, MEGURI_COMMIT, [this] { return engine_.ready() && !stopping_; },
        [this] { return engine_.ready_in_s(); }
    };
    http::add_system_routes(router_, events_, metrics_, std::move(facts));
    const bool simulators = config().server.environment != Environment::production;
    if (simulators) {
        add_simulator_routes(router_, sms_simulator_, card_simulator_, clearing_simulator_);
        const auto moved = [this] {
            expiry_->look_again(), job_runner_->look_again(), head_job_->look_again();
        };
        add_test_clock_routes(router_, {clock_, engine_, *registry_, moved});
    }
    for (const std::string_view missing : router_.missing(simulators))
        log::error("operation_without_handler", {{"operation", missing}});
    MEGURI_ENSURE(router_.missing(simulators).empty());
    metrics_.add_source([this](std::string& out) {
        const engine::Stats s = engine_.stats();
        out += "meguri_groups_total " + std::to_string(s.groups) + "\nmeguri_entries_total " +
               std::to_string(s.entries) + "\nmeguri_refusals_total " + std::to_string(s.refusals) +
               "\nmeguri_commit_microseconds_total " + std::to_string(s.commit_us) +
               "\nmeguri_commands_queued " + std::to_string(engine_.queued()) + "\n";
    });
}

// On the core thread: one hop to the io thread for the whole group.
void CityServer::deliver(
    std::vector<engine::Engine::Reply> replies, std::vector<engine::EntryPtr> committed
) {
    asio::post(
        io_,
        [this, replies = std::move(replies), committed = std::move(committed)]() mutable {
            for (auto& reply : replies)
                reply();
            for (const auto& entry : committed)
                tell_pages(events_, *entry);
        }
    );
}

// Ends the process when another one leads: this one must not answer any more.
http::Async<void> CityServer::watch() {
    asio::steady_timer timer(io_);
    while (!stopping_) {
        timer.expires_after(std::chrono::milliseconds(200));
        co_await timer.async_wait(http::use_async);
        if (engine_.fenced()) {
            ended_ = fault(FaultCode::fenced, "another process leads this city now");
            stop();
        }
    }
}

void CityServer::stop() {
    if (std::exchange(stopping_, true)) return;
    log::info("draining");
    features_->stop();
    if (card_messages_) card_messages_->stop();
    expiry_->stop();
    job_runner_->stop();
    head_job_->stop();
    views_job_->stop();
    server_->drain([this] { io_.stop(); });
}

Try<> CityServer::run() {
    if (auto ready = prepare(); !ready) return ready;
    add_routes();
    server_ = std::make_unique<http::Server>(
        io_, server_config(options_),
        http::Server::Parts{router_, features_->sessions(), events_, files_, metrics_, clock_}
    );
    asio::signal_set signals(io_, SIGTERM, SIGINT);
    asio::co_spawn(io_, features_->load(), [&](std::exception_ptr, Try<> loaded) {
        if (loaded) loaded = server_->listen();
        if (!loaded) {
            ended_ = loaded;
            return io_.stop();
        }
        log::info("serving", {{"port", server_->port()}});
        if (options_.listening) options_.listening(server_->port());
        if (options_.beside) options_.beside(engine_);
        features_->begin();
        asio::co_spawn(io_, expiry_->run(), asio::detached);
        asio::co_spawn(io_, job_runner_->run(), asio::detached);
        asio::co_spawn(io_, head_job_->run(), asio::detached);
        asio::co_spawn(io_, views_job_->run(), asio::detached);
        if (config().server.environment != Environment::production)
            card_messages_ = std::make_unique<gateway::CardMessages>(
                card_simulator_, fmt::format("http://127.0.0.1:{}", server_->port())
            );
        asio::co_spawn(io_, watch(), asio::detached);
        signals.async_wait([this](auto error, int) {
            if (!error) stop();
        });
    });
    io_.run();
    card_messages_.reset();
    engine_.stop();
    workers_.join();
    pin_workers_.join();
    slow_workers_.join();
    card_workers_.stop(); // what has not begun is gone on with by the next process
    card_workers_.join();
    dues_workers_.stop();
    dues_workers_.join();
    print_workers_.join();
    registry_.reset(); // its last pieces of work use what is made after it
    log::info("ended");
    return ended_;
}

Try<> serve(ServeOptions options) {
    const auto keys = read_keys(options.config);
    if (!keys) return std::unexpected(keys.error());
    auto sms = make_sms(options.config);
    if (!sms) return std::unexpected(sms.error());
    auto card_secrets = read_card_secrets(options.config);
    if (!card_secrets) return std::unexpected(card_secrets.error());
    const auto clearing_secret = read_clearing_secret(options.config);
    if (!clearing_secret) return std::unexpected(clearing_secret.error());
    std::string sms_token;
    if (options.config.sms)
        sms_token = read_secret_file(options.config.sms->token_file).value_or("");
    http::StaticFiles files;
    if (!options.web.empty()) {
        auto loaded = http::StaticFiles::load(options.web);
        if (!loaded) return std::unexpected(loaded.error());
        files = std::move(*loaded);
    }
    auto city = open_city(options.config);
    if (!city) return std::unexpected(city.error());
    if (options.generous_limits) { // not the caps of one number: those hold for everybody
        constexpr std::int64_t none = 1'000'000'000;
        options.config.code_caps = {none, none, none};
    }
    CityServer server(
        std::move(options), *keys, std::move(*city), std::move(*sms), std::move(files), sms_token,
        std::move(*card_secrets), *clearing_secret
    );
    return server.run();
}

} // namespace meguri::app
