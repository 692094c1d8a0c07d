// `meguri`: the command line. Each command is a few lines here and a file of its own beside it.
#include "app/city_server.hpp"
#include "app/clock_command.hpp"
#include "app/demo.hpp"
#include "app/init.hpp"
#include "app/status.hpp"
#include "app/trace.hpp"
#include "audit/verify.hpp"
#include "base/city_keys.hpp"
#include "base/log.hpp"
#include "base/signature.hpp"
#include "base/time.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/core.h>
#include <fstream>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

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

// A city's configuration, for the command that `run` is.
int with_config(const std::string& file, const std::function<int(const Config&)>& run) {
    const auto config = load_config(file);
    return config ? run(*config) : fail(config.error());
}

// Everybody on this machine reads arguments.
Try<> refuse_password(const std::string& url) {
    if (!has_password(url)) return {};
    return fault(
        FaultCode::invalid, "no password in --database: everybody on this machine reads arguments; "
                            "name a file with passfile=…"
    );
}

// The key that the city signs its heads with, from its key file; without that the table's is
// believed.
std::string own_head_key(const Config& config) {
    const auto keys = load_key_file(config.keys.file);
    if (!keys) return {};
    return Bytes(view(SigningKey(keys->book_head_key(1)).public_key()));
}

int run_verify(const std::string& url, const audit::Known& known, const Config* config = nullptr) {
    const auto report = audit::verify(url, known);
    if (!report)
        return fail(config ? config->because_of("database.url", report.error()) : report.error());
    for (const audit::Difference& d : report->differences)
        fmt::print("{}{}\n", d.seq ? fmt::format("entry {}: ", d.seq) : "", d.what);
    const audit::Figures& f = report->figures;
    fmt::print("{} entries, {} legs, {} groups, head {}\n", f.entries, f.legs, f.groups, f.head);
    fmt::print("{} looks at personal data\n", f.looks);
    fmt::print("{} published heads\n", f.heads);
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

// What both commands that serve take.
struct Serving {
    std::string web;
    bool quiet = false, generous = false;

    void add_to(CLI::App& command) {
        command.add_option("--web", web, "folder of the built web apps");
        command.add_flag("--no-access-log", quiet, "do not log each request");
        command.add_flag(
            "--generous-limits", generous,
            "no limit per address or person: tests and benchmarks only"
        );
    }
    std::filesystem::path folder() const {
        return web.empty() ? find_web() : std::filesystem::path(web);
    }
};

// The commands: each adds itself to the command line with its options, which live as long as this.
// What was chosen is then in `run`.
struct Commands {
    CLI::App cli{"Meguri: a city's digital money"};
    std::function<int()> run;

    std::string config_file = "city.toml", database, key_file, kept_heads;
    bool as_json = false, json_log = false, fill_only = false;
    std::int64_t ahead_minutes = 0, traced = 0;
    app::ClockOrder order;
    app::DemoOptions demo;
    Serving serving;

    CLI::App& add(const char* name, const char* what, std::function<int()> does) {
        CLI::App& command = *cli.add_subcommand(name, what);
        command.final_callback([this, does = std::move(does)] { run = does; });
        return command;
    }
    int configured(const std::function<int(const Config&)>& does) {
        return with_config(config_file, does);
    }
    void takes_config(CLI::App& command, bool must_exist = false) {
        CLI::Option* file = command.add_option("--config", config_file, "the city's configuration");
        if (must_exist) file->check(CLI::ExistingFile);
    }

    void add_init() {
        const char* what = "prepare a city; prints two one-time operator invitations";
        takes_config(add("init", what, [this] { return configured(run_init); }), true);
    }

    void add_serve() {
        CLI::App& command = add("serve", "serve the city until SIGTERM", [this] {
            return configured([this](const Config& config) { return serve(config); });
        });
        takes_config(command, true);
        serving.add_to(command);
        command.add_flag("--json-log", json_log, "log lines as JSON");
        command
            .add_option(
                "--clock-ahead", ahead_minutes,
                "minutes that the clock stands before the machine's: tests only"
            )
            ->check(CLI::Range(0, 5'000'000));
    }
    int serve(const Config& config) const {
        if (config.server.environment == Environment::production) {
            if (serving.generous)
                return fail({FaultCode::invalid, "--generous-limits is not for production"});
            if (ahead_minutes > 0)
                return fail({FaultCode::invalid, "--clock-ahead is not for production"});
        }
        app::ServeOptions options{config, serving.folder()};
        options.clock_offset_ms = ahead_minutes * ms_per_minute;
        options.access_log = !serving.quiet;
        options.generous_limits = serving.generous;
        const auto done = app::serve(std::move(options));
        return done ? 0 : fail(done.error());
    }

    void add_verify() {
        const char* what = "recompute everything from the journal; exit 1 on any difference";
        CLI::App& command = add("verify", what, [this] { return verify(); });
        takes_config(command);
        command.add_option("--database", database, "a database instead, e.g. a restored copy");
        command.add_option("--heads", kept_heads, "published heads that somebody kept, as text")
            ->check(CLI::ExistingFile);
    }
    int verify() {
        if (auto safe = refuse_password(database); !safe) return fail(safe.error());
        audit::Known known;
        if (!kept_heads.empty()) {
            std::ifstream file(kept_heads);
            known.heads.assign(std::istreambuf_iterator<char>(file), {});
        }
        if (!database.empty()) return run_verify(database, known);
        return configured([&known](const Config& c) {
            known.public_key = own_head_key(c);
            return run_verify(c.database.url, known, &c);
        });
    }

    void add_trace() {
        const char* what =
            "where an entry's value came from, and where it went, to the bank's file";
        CLI::App& command = add("trace", what, [this] {
            return configured([this](const Config& config) { return trace(config); });
        });
        takes_config(command);
        command.add_option("entry", traced, "its number, as on a receipt")
            ->required()
            ->check(CLI::PositiveNumber);
    }
    int trace(const Config& config) const {
        const bool seen = ::isatty(STDERR_FILENO);
        const auto told = app::trace(config, traced, [seen](std::int64_t entries) {
            if (seen) fmt::print(stderr, "\r{} entries read ", entries);
        });
        if (seen) fmt::print(stderr, "\r");
        if (!told) return fail(told.error());
        fmt::print("{}", *told);
        return 0;
    }

    void add_status() {
        const char* what =
            "version, journal, checkpoint and server at a glance; exit 0 when ready, 1 when not";
        CLI::App& command = add("status", what, [this] {
            return configured([this](const Config& config) { return status(config); });
        });
        takes_config(command);
        command.add_flag("--json", as_json, "one JSON object, for machines");
    }
    int status(const Config& config) const {
        const auto status = app::read_status(config, MEGURI_VERSION, MEGURI_COMMIT);
        fmt::print("{}", as_json ? app::status_json(status) : app::status_text(status));
        return status.ready() ? 0 : 1;
    }

    void add_clock() {
        const char* what = "what time it is in a demo or test environment whose server runs";
        CLI::App& command = add("clock", what, [this] {
            return configured([this](const Config& config) { return clock(config); });
        });
        takes_config(command);
        command.require_subcommand(0, 1);
        auto* set = command.add_subcommand("set", "set it: never before the newest entry");
        set->add_option("to", order.to, "2027-01-31 or 2027-01-31T23:59, Japan's time")->required();
        auto* advance = command.add_subcommand("advance", "move it forward");
        advance->add_option("by", order.by, "90s, 15m, 3h or 30d")->required();
        for (auto* each : {set, advance})
            each->add_flag("--stand", order.stands, "it stands still there");
    }
    int clock(const Config& config) const {
        const auto clock = app::order_clock(config, order);
        if (!clock) return fail(clock.error());
        fmt::print("{}\n", *clock);
        return 0;
    }

    void add_keys() {
        CLI::App& command = add("keys", "make the city's key file", [this] {
            SystemRandom random;
            const auto made = create_key_file(key_file, random);
            return made ? 0 : fail(made.error());
        });
        command.add_option("file", key_file, "the file to make")->required();
    }

    void add_demo() {
        CLI::App& command =
            add("demo", "fill and serve a demo city", [this] { return play_demo(); });
        serving.add_to(command);
        command.add_option("--data", demo.data, "where the demo city lives");
        command.add_option("--port", demo.port, "port on localhost");
        command.add_option(
            "--database", demo.database, "postgresql://… instead of SQLite in the data folder"
        );
        command.add_option("--residents", demo.residents, "how many people")
            ->check(CLI::Range(1, 10'000));
        command.add_option("--days", demo.days, "how many days of history")
            ->check(CLI::Range(0, 365));
        command.add_flag("--fill-only", fill_only, "make the city and leave");
    }
    int play_demo() {
        if (auto safe = refuse_password(demo.database); !safe) return fail(safe.error());
        demo.web = serving.folder();
        demo.serve = !fill_only;
        demo.generous_limits = serving.generous;
        demo.access_log = !serving.quiet;
        const auto done = app::run_demo(demo);
        return done ? 0 : fail(done.error());
    }
};

} // namespace

int main(int argc, char** argv) {
    ::umask(0077); // what a city writes (database, keys, demo.json) is its owner's alone
    Commands commands;
    commands.cli.require_subcommand(1);
    commands.cli.set_version_flag("--version", MEGURI_VERSION);
    commands.add_init();
    commands.add_serve();
    commands.add_verify();
    commands.add_trace();
    commands.add_status();
    commands.add_clock();
    commands.add_keys();
    commands.add_demo();
    CLI11_PARSE(commands.cli, argc, argv);
    log::configure(commands.json_log ? log::Form::json : log::Form::plain, log::Level::info);
    return commands.run();
}
