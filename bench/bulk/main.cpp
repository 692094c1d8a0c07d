// scripts/bench bulk: the night's large jobs on a city of 200,000 wallets, while residents go on
// paying over HTTP at a steady rate (open loop).
//
//   expiry   400,000 lots die at once; the server's own job takes them out
//   quiet    payments alone: what their p99 is without a job
//   freeze   an operator proposes a grant to everybody: the list of 200,000 rows is made and sealed
//   grant    another approves it; the server's own job runner gives it, slice by slice
//
// Each turn serves a fresh copy of the same city. A duration is what the operator sees: from the
// server's start or the request until the last row is on disk (and said to be). Prints a table;
// writes bench/results/bulk.json (medians).
#include "base/log.hpp"
#include "bulk/board.hpp"
#include "bulk/bulk_city.hpp"
#include "bulk/granting.hpp"
#include "bulk/serving.hpp"
#include "support/child.hpp"
#include "support/loader.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/core.h>
#include <fstream>
#include <map>
#include <thread>

namespace {

using namespace meguri;
using namespace meguri::bench;
namespace fs = std::filesystem;

constexpr double payments_per_s = 2'000;
constexpr double longest_s = 20; // a job that takes longer has failed
constexpr double quiet_s = 4;

struct Settings {
    int turns = 5;
    bool record = true;
};

[[noreturn]] void give_up(const std::string& why) {
    fmt::print(stderr, "bench: {}\n", why);
    std::exit(1);
}

using Figures = std::map<std::string, std::vector<double>>;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

std::vector<std::string> requests_for(const BenchCity& city, double seconds) {
    SystemRandom random;
    return payment_requests(
        city, static_cast<std::size_t>(payments_per_s * seconds * 1.05), random
    );
}

// Payments at the steady rate, for so long or until `over`.
Outcome
pay(std::uint16_t port, const std::vector<std::string>& requests, double seconds,
    const std::atomic<int>* over) {
    Outcome got = run_load({port, 64, seconds, payments_per_s, over}, requests);
    if (got.refused > 0 || got.broken > 0)
        give_up(fmt::format("{} payments refused, {} connections lost", got.refused, got.broken));
    return got;
}

void note(Figures& figures, const std::string& phase, const Outcome& got, double job_s) {
    figures[phase + "_payment_p50_ms"].push_back(got.latency_ms(0.5));
    figures[phase + "_payment_p99_ms"].push_back(got.latency_ms(0.99));
    figures[phase + "_payments_per_s"].push_back(got.per_second());
    fmt::print(
        "  {:<7} {:>7.2f} s   payments {:>6.0f}/s   p50 {:>7.2f} ms   p99 {:>7.2f} ms   longest "
        "{:>7.2f} ms\n",
        phase, job_s, got.per_second(), got.latency_ms(0.5), got.latency_ms(0.99), got.latency_ms(1)
    );
    std::fflush(stdout);
}

// The copy is a city of its own: its configuration names its own database.
void move_city(const fs::path& folder) {
    std::ifstream in(folder / "city.toml");
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string from = fs::absolute(folder.parent_path() / "filled").string();
    if (const auto at = text.find(from); at != std::string::npos)
        text.replace(at, from.size(), fs::absolute(folder).string());
    in.close();
    std::ofstream(folder / "city.toml") << text;
}

// Payments go on until `job` has ended; its duration in seconds.
template <class Job>
std::pair<Outcome, double> pay_during(const BenchCity& city, std::uint16_t port, Job job) {
    const auto requests = requests_for(city, longest_s);
    std::atomic<int> over{0};
    double seconds = 0;
    std::thread beside([&] {
        const auto begin = std::chrono::steady_clock::now();
        job();
        seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        over = 1;
    });
    Outcome outcome = pay(port, requests, longest_s, &over);
    if (!over) give_up("a job did not end");
    beside.join();
    return {std::move(outcome), seconds};
}

void measure_jobs(
    const BulkCity& city, std::uint16_t port, const Outcome& expiry, double expiry_s,
    Figures& figures
) {
    note(figures, "expiry", expiry, expiry_s);
    // Everybody who pays has been seen once before: what a first visit costs belongs to no job.
    const auto warming = requests_for(city.city, quiet_s);
    pay(port, warming, quiet_s, nullptr);
    const auto quiet_requests = requests_for(city.city, quiet_s);
    const Outcome quiet = pay(port, quiet_requests, quiet_s, nullptr);
    note(figures, "quiet", quiet, quiet_s);
    ProposedJob job;
    const auto [freeze, freeze_s] =
        pay_during(city.city, port, [&] { job = propose_grant(city, port); });
    note(figures, "freeze", freeze, freeze_s);
    const auto [grant, grant_s] =
        pay_during(city.city, port, [&] { approve_grant(city, port, job); });
    note(figures, "grant", grant, grant_s);
    figures["expiry_400k_s"].push_back(expiry_s);
    figures["grant_200k_s"].push_back(grant_s);
    figures["freeze_200k_s"].push_back(freeze_s);
    const auto added = [&](const Outcome& outcome) {
        return std::max(0.0, outcome.latency_ms(0.99) - quiet.latency_ms(0.99));
    };
    figures["grant_payment_p99_added_ms"].push_back(added(grant));
    figures["freeze_payment_p99_added_ms"].push_back(added(freeze));
    figures["expiry_payment_p99_added_ms"].push_back(added(expiry));
}

void run_turn(const fs::path& filled, BulkCity city, std::uint16_t port, Figures& figures) {
    const fs::path folder = filled.parent_path() / "turn";
    fs::remove_all(folder);
    fs::copy(filled, folder, fs::copy_options::recursive);
    move_city(folder);
    city.city.config = folder / "city.toml";
    Board& board = *new (&open_board(folder / "board")) Board;
    const auto requests = requests_for(city.city, longest_s); // expiry does not wait for us
    ::sync();
    const Child server(
        {own_folder() + "/meguri-bench-bulk", "serve", folder.string()},
        (folder / "server.log").string()
    );
    if (!server.wait_for_port(port, 60))
        give_up("no answer; see " + (folder / "server.log").string());
    const Outcome expiry = pay(port, requests, longest_s, &board.expired);
    if (!board.expired) give_up("expiry did not end");
    measure_jobs(city, port, expiry, board.expiry_s, figures);
}

void write(std::ofstream& out, const std::map<std::string, double>& values) {
    bool first = true;
    for (const auto& [name, value] : values) {
        out << fmt::format("{}\n    \"{}\": {:.3f}", first ? "" : ",", name, value);
        first = false;
    }
}

void record(const Figures& figures, const Settings& settings) {
    constexpr std::string_view keys[] = {
        "grant_200k_s", "grant_payment_p99_added_ms", "expiry_400k_s"
    };
    std::map<std::string, double> absolutes{{"payments_per_s", payments_per_s}}, ratios;
    for (const auto& [name, values] : figures) {
        const bool key = std::find(std::begin(keys), std::end(keys), name) != std::end(keys);
        (key ? ratios : absolutes)[name] = median(values);
    }
    for (const auto& [name, value] : absolutes)
        fmt::print("{:<32} {:>10.2f}\n", name, value);
    for (const auto& [name, value] : ratios)
        fmt::print("{} {:.2f}\n", name, value);
    if (!settings.record) return;
    fs::create_directories("bench/results");
    std::ofstream out("bench/results/bulk.json");
    out << fmt::format(
        "{{\n  \"name\": \"bulk\",\n  \"at\": \"{}\",\n  \"figures\": {{",
        jst_iso(SystemClock().now())
    );
    write(out, absolutes);
    out << "\n  },\n  \"ratios\": {";
    write(out, ratios);
    out << "\n  }\n}\n";
}

Settings settings_from(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "quick")
            settings.turns = 1, settings.record = false;
        else
            give_up("quick: one turn, recording nothing");
    }
    return settings;
}

} // namespace

int main(int argc, char** argv) {
    log::configure(log::Form::plain, log::Level::info);
    if (argc == 3 && std::string_view(argv[1]) == "serve") return serve_bulk(argv[2]);
    log::configure(log::Form::plain, log::Level::warning);
    const Settings settings = settings_from(argc, argv);
    const fs::path root = fs::path("var/bench") / "bulk";
    fs::remove_all(root);
    fs::create_directories(root);
    fmt::print("filling a city of {} wallets ...\n", all_wallets);
    std::fflush(stdout);
    const std::uint16_t port = free_port();
    const auto city = make_bulk_city(root / "filled", port);
    if (!city) give_up(city.error().detail);
    Figures figures;
    for (int turn = 1; turn <= settings.turns; ++turn) {
        fmt::print("turn {} of {}\n", turn, settings.turns);
        run_turn(root / "filled", *city, port, figures);
    }
    record(figures, settings);
    return 0;
}
