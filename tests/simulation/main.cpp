// meguri-sim SEED [DAYS] [COMMANDS] [DATABASE]: simulated days of a city (20 days of 2,000
// commands) on SQLite in a temporary folder, or in an empty database that stays. Ends with 0 when
// nothing differed and every rule was reached; a try shorter than that need not reach every rule,
// and says so. Last line: `lost N, doubled N, wrong balances N`.
#include "base/log.hpp"
#include "simulation/city.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/core.h>
#include <unistd.h>

using namespace meguri;

namespace {

// Some rules are reached rarely: three days are too few for most seeds.
constexpr std::int64_t default_days = 20, default_commands = 2000;

// In memory where there is such a folder: this is about rules and order; what a power cut does is
// tested elsewhere.
std::string temporary_folder() {
    const bool memory = std::filesystem::exists("/dev/shm");
    std::string name =
        (memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path()) /
        "meguri-sim-XXXXXX";
    return ::mkdtemp(name.data()) ? name : "";
}

int simulate(std::uint64_t seed, int days, int commands, const std::string& url) {
    simulation::City city(seed, url);
    for (int day = 0; day < days && city.problems().empty(); ++day)
        city.day(commands);
    city.audit();

    auto problems = city.problems();
    const auto unreached = city.coverage().missing();
    const bool enough = std::int64_t{days} * commands >= default_days * default_commands;
    for (const std::string& what : unreached) {
        if (enough) problems.push_back("coverage: " + what);
    }
    fmt::print(
        "{}seed {}: {} days, {} commands, {} restarts, {} failed commits\n",
        city.coverage().table(), seed, days, city.commands(), city.restarts(), city.faults()
    );
    const simulation::Verdict& v = city.verdict();
    const bool good = problems.empty() && v.good();
    for (const std::string& what : problems)
        fmt::print("{}\n", what);
    if (!enough) fmt::print("a short try: {} rules were not reached\n", unreached.size());
    if (!good) fmt::print("run again: scripts/sim {} {} {}\n", seed, days, commands);
    fmt::print("lost {}, doubled {}, wrong balances {}\n", v.lost, v.doubled, v.wrong_balances);
    return good ? 0 : 1;
}

std::int64_t number(const char* word) {
    char* end = nullptr;
    const std::int64_t n = std::strtoll(word, &end, 10);
    return end != word && *end == 0 && n >= 0 ? n : -1;
}

} // namespace

int main(int count, char** words) {
    const std::int64_t seed = count > 1 ? number(words[1]) : -1;
    const std::int64_t days = count > 2 ? number(words[2]) : default_days,
                       commands = count > 3 ? number(words[3]) : default_commands;
    if (seed < 0 || days < 1 || days > 100'000 || commands < 1 || commands > 10'000'000 ||
        count > 5) {
        fmt::print(stderr, "usage: meguri-sim SEED [DAYS] [COMMANDS A DAY] [DATABASE]\n");
        return 2;
    }
    // Commits fail because they are told to, hundreds of times; how often is said at the end.
    log::configure(log::Form::plain, log::Level::error, "commit_failed");
    const std::string folder = temporary_folder();
    if (folder.empty()) return 2;
    int result = 1;
    try { // a city that cannot even start again is a finding, too
        result = simulate(
            static_cast<std::uint64_t>(seed), static_cast<int>(days), static_cast<int>(commands),
            count > 4 ? words[4] : "sqlite://" + folder + "/city.db"
        );
    } catch (const std::exception& stopped) {
        fmt::print("{}\nrun again: scripts/sim {} {} {}\n", stopped.what(), seed, days, commands);
        fmt::print("lost 1, doubled 0, wrong balances 1\n");
    }
    std::filesystem::remove_all(folder);
    return result;
}
