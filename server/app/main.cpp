// `meguri`: the command line. Each command is a few lines here and a file of its own beside it.
#include "app/city_server.hpp"
#include "app/clock_command.hpp"
#include "app/demo.hpp"
#include "app/init.hpp"
#include "app/status.hpp"
#include "audit/verify.hpp"
#include "base/city_keys.hpp"
#include "base/log.hpp"
#include "base/time.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/core.h>
#include <sys/stat.h>

namespace {

using namespace meguri;

int fail(const Fault& fault) {
    fmt::print(stderr, "meguri: {}\n", fault.detail);
    return 1;
}

// Apps are built beside the program's source tree, or installed under share/.
std::filesystem::path find_web() {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    for (const auto& candidate :
         {self.parent_path() / "../../../web/dist", self.parent_path() / "../share/meguri/web"}) {
        if (std::filesystem::exists(candidate / "resident/index.html"))
            return std::filesystem::weakly_canonical(candidate);
    }
    return {};
}

int run_verify(const std::string& url, const Config* config = nullptr) {
    const auto report = audit::verify(url);
    if (!report)
        return fail(config ? config->because_of("database.url", report.error()) : report.error());
    for (const audit::Difference& d : report->differences)
        fmt::print("{}{}\n", d.seq ? fmt::format("entry {}: ", d.seq) : "", d.what);
    const audit::Figures& f = report->figures;
    fmt::print("{} entries, {} legs, {} groups, head {}\n", f.entries, f.legs, f.groups, f.head);
    fmt::print("{} looks at personal data\n", f.looks);
    for (const auto& [program, s] : f.programs) {
        fmt::print(
            "program {}: issued {} = in wallets {} + on hold {} + receivable {} + public dues {} + "
            "expired {} + refunded {} + settled {}\n",
            program, s.issued, s.in_wallets, s.on_hold, s.receivable, s.public_dues, s.expired,
            s.refunded, s.settled
        );
    }
    fmt::print("{} differences\n", report->difference_count);
    return report->clean() ? 0 : 1;
}

int run_status(const Config& config, bool as_json) {
    const auto status = app::read_status(config, MEGURI_VERSION, MEGURI_COMMIT);
    fmt::print("{}", as_json ? app::status_json(status) : app::status_text(status));
    return status.ready() ? 0 : 1;
}

int run_clock(const Config& config, const app::ClockOrder& order) {
    const auto clock = app::order_clock(config, order);
    if (!clock) return fail(clock.error());
    fmt::print("{}\n", *clock);
    return 0;
}

int run_init(const Config& config) {
    const auto links = app::init_city(config);
    if (!links) return fail(links.error());
    const bool second_only = links->size() == 1;
    fmt::print(
        "{}\n",
        second_only
            ? "The second operator opens this link within seven days. It works once."
            : "Two operators open one of these links each, within seven days. Each works once."
    );
    for (const std::string& link : *links)
        fmt::print("{}\n", link);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    ::umask(0077); // what a city writes (database, keys, demo.json) is its owner's alone
    CLI::App cli("Meguri: a city's digital money");
    cli.require_subcommand(1);
    cli.set_version_flag("--version", MEGURI_VERSION);
    std::string config_file = "city.toml", database, key_file;
    app::DemoOptions demo;
    std::string web;
    bool json_log = false, generous = false, quiet = false;
    std::int64_t ahead_minutes = 0;

    auto* init =
        cli.add_subcommand("init", "prepare a city; prints two one-time operator invitations");
    auto* serve = cli.add_subcommand("serve", "serve the city until SIGTERM");
    auto* verify = cli.add_subcommand(
        "verify", "recompute everything from the journal; exit 1 on any difference"
    );
    auto* status = cli.add_subcommand(
        "status",
        "version, journal, checkpoint and server at a glance; exit 0 when ready, 1 when not"
    );
    auto* clock = cli.add_subcommand(
        "clock", "what time it is in a demo or test environment whose server runs"
    );
    app::ClockOrder order;
    clock->add_option("--config", config_file, "the city's configuration");
    clock->require_subcommand(0, 1);
    auto* set_clock = clock->add_subcommand("set", "set it: never before the newest entry");
    set_clock->add_option("to", order.to, "2027-01-31 or 2027-01-31T23:59, Japan's time")
        ->required();
    auto* advance = clock->add_subcommand("advance", "move it forward");
    advance->add_option("by", order.by, "90s, 15m, 3h or 30d")->required();
    for (auto* command : {set_clock, advance})
        command->add_flag("--stand", order.stands, "it stands still there");
    auto* keys = cli.add_subcommand("keys", "make the city's key file");
    auto* play = cli.add_subcommand("demo", "fill and serve a demo city");
    for (auto* command : {init, serve})
        command->add_option("--config", config_file, "the city's configuration")
            ->check(CLI::ExistingFile);
    for (auto* command : {serve, play}) {
        command->add_option("--web", web, "folder of the built web apps");
        command->add_flag("--no-access-log", quiet, "do not log each request");
        command->add_flag(
            "--generous-limits", generous,
            "no limit per address or person: tests and benchmarks only"
        );
    }
    serve->add_flag("--json-log", json_log, "log lines as JSON");
    serve
        ->add_option(
            "--clock-ahead", ahead_minutes,
            "minutes that the clock stands before the machine's: tests only"
        )
        ->check(CLI::Range(0, 5'000'000));
    verify->add_option("--config", config_file, "the city's configuration");
    verify->add_option("--database", database, "a database instead, e.g. a restored copy");
    bool as_json = false;
    status->add_option("--config", config_file, "the city's configuration");
    status->add_flag("--json", as_json, "one JSON object, for machines");
    keys->add_option("file", key_file, "the file to make")->required();
    play->add_option("--data", demo.data, "where the demo city lives");
    play->add_option("--port", demo.port, "port on localhost");
    play->add_option(
        "--database", demo.database, "postgresql://… instead of SQLite in the data folder"
    );
    play->add_option("--residents", demo.residents, "how many people")
        ->check(CLI::Range(1, 10'000));
    play->add_option("--days", demo.days, "how many days of history")->check(CLI::Range(0, 365));
    bool fill_only = false;
    play->add_flag("--fill-only", fill_only, "make the city and leave");
    CLI11_PARSE(cli, argc, argv);

    log::configure(json_log ? log::Form::json : log::Form::plain, log::Level::info);
    if (*keys) {
        SystemRandom random;
        const auto made = create_key_file(key_file, random);
        return made ? 0 : fail(made.error());
    }
    for (const std::string& url : {database, demo.database}) {
        if (has_password(url))
            return fail(
                {FaultCode::invalid, "no password in --database: everybody on this machine "
                                     "reads arguments; name a file with passfile=…"}
            );
    }
    if (*verify && !database.empty()) return run_verify(database);
    if (*play) {
        demo.web = web.empty() ? find_web() : std::filesystem::path(web);
        demo.serve = !fill_only;
        demo.generous_limits = generous;
        demo.access_log = !quiet;
        const auto done = app::run_demo(demo);
        return done ? 0 : fail(done.error());
    }
    auto config = load_config(config_file);
    if (!config) return fail(config.error());
    if (*verify) return run_verify(config->database.url, &*config);
    if (*status) return run_status(*config, as_json);
    if (*init) return run_init(*config);
    if (*clock) return run_clock(*config, order);
    if (generous && config->server.environment == Environment::production)
        return fail({FaultCode::invalid, "--generous-limits is not for production"});
    if (ahead_minutes > 0 && config->server.environment == Environment::production)
        return fail({FaultCode::invalid, "--clock-ahead is not for production"});
    app::ServeOptions options{*config, web.empty() ? find_web() : std::filesystem::path(web)};
    options.clock_offset_ms = ahead_minutes * ms_per_minute;
    options.access_log = !quiet;
    options.generous_limits = generous;
    const auto done = app::serve(std::move(options));
    return done ? 0 : fail(done.error());
}
