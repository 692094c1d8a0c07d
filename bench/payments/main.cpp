// scripts/bench payments: durable payments over HTTP beside two yardsticks, in one run on one
// machine, turn about.
//
//   yardstick   same HTTP, session check and JSON; zeroed log, one fdatasync a group (the limit)
//   sqlite      meguri serve, all rules, 64 connections
//   postgres    the same on PostgreSQL 15
//   pgbench     TPC-B, 32 clients, prepared (the ordinary way: one transaction a payment)
//
// Then the tail at a fixed 5,000 payments/s, open loop. Prints a table; writes
// bench/results/payments.json.
#include "base/log.hpp"
#include "http/json_out.hpp"
#include "store/contract/postgres_cluster.hpp"
#include "support/bench_city.hpp"
#include "support/child.hpp"
#include "support/loader.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/core.h>
#include <fstream>
#include <map>
#include <memory>
#include <unistd.h>

namespace {

using namespace meguri;
using namespace meguri::bench;
namespace fs = std::filesystem;

struct Settings {
    int turns = 5;
    double seconds = 4;
    int connections = 64;
    int wallets = 20'000;
    bool without_postgres = false; // a closer look at SQLite alone: prints, but records nothing
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

// One server of ours with its city, kept up for the whole run.
struct Side {
    std::string name;
    BenchCity city;
    std::uint16_t port = 0;
    std::unique_ptr<Child> server;
    std::vector<double> per_second, p50, p99, paced_p50, paced_p99;
};

[[noreturn]] void give_up(const std::string& why) {
    fmt::print(stderr, "bench: {}\n", why);
    std::exit(1);
}

Side start_side(
    const std::string& name, const fs::path& folder, const std::string& database_url,
    const Settings& settings
) {
    Side side{name, {}, free_port(), nullptr, {}, {}, {}, {}, {}};
    auto city = make_bench_city(folder, database_url, side.port, {settings.wallets, 100});
    if (!city) give_up(name + ": " + city.error().detail);
    side.city = std::move(*city);
    side.server = std::make_unique<Child>(
        std::vector<std::string>{
            own_folder() + "/meguri", "serve", "--config", side.city.config.string(),
            "--generous-limits", "--no-access-log"
        },
        (folder / "server.log").string()
    );
    if (!side.server->wait_for_port(side.port, 30))
        give_up(name + " does not answer; see " + (folder / "server.log").string());
    return side;
}

Side start_yardstick(const fs::path& folder, const BenchCity& city) {
    Side side{"yardstick", city, free_port(), nullptr, {}, {}, {}, {}, {}};
    fs::create_directories(folder);
    std::ofstream tokens(folder / "tokens");
    for (const std::string& token : city.tokens)
        tokens << token << '\n';
    tokens.close();
    side.server = std::make_unique<Child>(std::vector<std::string>{
        own_folder() + "/meguri-yardstick", std::to_string(side.port), folder.string(),
        (folder / "tokens").string()
    });
    if (!side.server->wait_for_port(side.port, 60)) give_up("the yardstick does not answer");
    return side;
}

// What one side has left in the page cache must not be written while the next one is measured: on
// one disk an fsync waits for everybody's pages.
void settle_disk() { ::sync(); }

void measure(Side& side, const Settings& settings, Random& random) {
    const auto requests =
        payment_requests(side.city, static_cast<std::size_t>(120'000 * settings.seconds), random);
    settle_disk();
    const Outcome got = run_load({side.port, settings.connections, settings.seconds, 0}, requests);
    if (got.refused > 0 || got.broken > 0)
        give_up(
            fmt::format("{}: {} refused, {} connections lost", side.name, got.refused, got.broken)
        );
    side.per_second.push_back(got.per_second());
    side.p50.push_back(got.latency_ms(0.5));
    side.p99.push_back(got.latency_ms(0.99));
    fmt::print(
        "  {:<10} {:>8.0f}/s   p50 {:>6.2f} ms   p99 {:>6.2f} ms\n", side.name, got.per_second(),
        got.latency_ms(0.5), got.latency_ms(0.99)
    );
    std::fflush(stdout);
}

void measure_paced(Side& side, const Settings& settings, Random& random) {
    constexpr double rate = 5'000;
    const auto requests = payment_requests(
        side.city, static_cast<std::size_t>(rate * settings.seconds * 1.1), random
    );
    settle_disk();
    const Outcome got = run_load({side.port, 256, settings.seconds, rate}, requests);
    if (got.refused > 0 || got.broken > 0)
        give_up(
            fmt::format("{}: {} refused, {} connections lost", side.name, got.refused, got.broken)
        );
    side.paced_p50.push_back(got.latency_ms(0.5));
    side.paced_p99.push_back(got.latency_ms(0.99));
    fmt::print(
        "  {:<10} at 5,000/s    p50 {:>6.2f} ms   p99 {:>6.2f} ms   p99.9 {:>6.2f} ms\n", side.name,
        got.latency_ms(0.5), got.latency_ms(0.99), got.latency_ms(0.999)
    );
    std::fflush(stdout);
}

// TPC-B as the ordinary yardstick; the answer's "tps = 1234.5".
double run_pgbench(const std::string& url, double seconds) {
    settle_disk();
    const std::string command = fmt::format(
        "/usr/lib/postgresql/15/bin/pgbench -M prepared -c 32 -j 2 -T {} '{}' 2>/dev/null",
        static_cast<int>(seconds) + 2, url
    );
    FILE* pipe = ::popen(command.c_str(), "r");
    char line[512];
    double tps = 0;
    while (pipe && std::fgets(line, sizeof line, pipe))
        std::sscanf(line, "tps = %lf", &tps);
    if (pipe) ::pclose(pipe);
    if (tps <= 0) give_up("pgbench gave no figure");
    fmt::print("  {:<10} {:>8.0f}/s\n", "pgbench", tps);
    return tps;
}

void write_results(
    const std::map<std::string, double>& figures, const std::map<std::string, double>& ratios,
    const std::string& path
) {
    const auto write = [](std::ofstream& out, const std::map<std::string, double>& values) {
        bool first = true;
        for (const auto& [name, value] : values) {
            out << fmt::format("{}\n    \"{}\": {:.3f}", first ? "" : ",", name, value);
            first = false;
        }
    };
    std::ofstream out(path);
    out << fmt::format(
        "{{\n  \"name\": \"payments\",\n  \"at\": \"{}\",\n  \"figures\": {{",
        jst_iso(SystemClock().now())
    );
    write(out, figures);
    out << "\n  },\n  \"ratios\": {";
    write(out, ratios);
    out << "\n  }\n}\n";
}

void print_side(const Side& side, double yardstick, double pgbench) {
    fmt::print(
        "{:<10} | {:>9.0f} | {:>7.2f} | {:>7.2f} | {:>9.2f} | {:>9.2f} | {:>9.2f}\n", side.name,
        median(side.per_second), median(side.p50), median(side.p99), median(side.paced_p99),
        median(side.per_second) / yardstick, median(side.per_second) / pgbench
    );
}

Settings settings_from(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "quick")
            settings.turns = 1, settings.seconds = 2, settings.wallets = 5'000;
        else if (word == "sqlite")
            settings.without_postgres = true;
        else
            give_up("quick: one short turn; sqlite: without PostgreSQL, recording nothing");
    }
    return settings;
}

// TPC-B as the ordinary way to write a payment, in a database of its own of the same cluster.
std::string pgbench_database(store::PostgresCluster& cluster) {
    auto url = cluster.create_database();
    if (!url) give_up(url.error().detail);
    const std::string fill =
        fmt::format("/usr/lib/postgresql/15/bin/pgbench -q -i -s 50 '{}' >/dev/null 2>&1", *url);
    if (std::system(fill.c_str()) != 0) give_up("pgbench -i failed");
    return *url;
}

void print_medians(const std::vector<Side>& sides, double yardstick, double pgbench) {
    fmt::print(
        "\n{:<10} | {:>9} | {:>7} | {:>7} | {:>9} | {:>9} | {:>9}\n", "medians", "per s", "p50 ms",
        "p99 ms", "p99@5000", "/yardst.", "/pgbench"
    );
    for (const Side& side : sides)
        print_side(side, yardstick, pgbench);
    fmt::print("{:<10} | {:>9.0f}\n", "pgbench", pgbench);
}

void record(const std::vector<Side>& sides, double pgbench) {
    const Side &yardstick = sides[0], &sqlite = sides[1], &postgres = sides[2];
    std::map<std::string, double> figures{{"pgbench_tpcb_per_s", pgbench}};
    for (const Side& side : sides) {
        figures[side.name + "_per_s"] = median(side.per_second);
        figures[side.name + "_p50_ms"] = median(side.p50);
        figures[side.name + "_p99_ms"] = median(side.p99);
        figures[side.name + "_p99_ms_at_5000"] = median(side.paced_p99);
        figures[side.name + "_p50_ms_at_5000"] = median(side.paced_p50);
    }
    const std::map<std::string, double> ratios{
        {"sqlite_vs_synced_log", median(sqlite.per_second) / median(yardstick.per_second)},
        {"sqlite_vs_pgbench_tpcb", median(sqlite.per_second) / pgbench},
        {"postgres_vs_pgbench_tpcb", median(postgres.per_second) / pgbench},
        {"p99_ms_at_5000", median(sqlite.paced_p99)}
    };
    fs::create_directories("bench/results");
    write_results(figures, ratios, "bench/results/payments.json");
    for (const auto& [name, value] : ratios)
        fmt::print("{} {:.2f}\n", name, value);
}

} // namespace

int main(int argc, char** argv) {
    const Settings settings = settings_from(argc, argv);
    log::configure(log::Form::plain, log::Level::warning);
    const fs::path root = fs::path("var/bench") / "payments";
    fs::remove_all(root);
    fs::create_directories(root);
    SystemRandom random;

    fmt::print("filling cities of {} wallets ...\n", settings.wallets);
    std::vector<Side> sides(1);
    sides.push_back(start_side("sqlite", root / "sqlite", "", settings));
    sides[0] = start_yardstick(root / "yardstick", sides[1].city);
    std::unique_ptr<store::PostgresCluster> cluster;
    std::string pgbench_url;
    if (!settings.without_postgres) {
        auto started = store::PostgresCluster::start(
            {true, {"shared_buffers=1GB", "max_wal_size=8GB", "max_connections=64"}}
        );
        if (!started) give_up(started.error().detail);
        cluster = std::move(*started);
        auto city_url = cluster->create_database();
        if (!city_url) give_up(city_url.error().detail);
        sides.push_back(start_side("postgres", root / "postgres", *city_url, settings));
        pgbench_url = pgbench_database(*cluster);
    }

    std::vector<double> pgbench;
    for (int turn = 1; turn <= settings.turns; ++turn) {
        fmt::print("turn {} of {}\n", turn, settings.turns);
        for (Side& side : sides)
            measure(side, settings, random);
        if (cluster) pgbench.push_back(run_pgbench(pgbench_url, settings.seconds));
        for (Side& side : sides)
            measure_paced(side, settings, random);
    }
    print_medians(sides, median(sides[0].per_second), median(pgbench));
    if (cluster) record(sides, median(pgbench));
    return 0;
}
