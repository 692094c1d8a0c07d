// Stories from the command line, without a test program:
//
//   meguri-scenarios [FOLDER]               on the pure rules and on the naive ledger
//   meguri-scenarios --json FILE [FOLDER]   what they say as JSON, for runners in other languages
//   meguri-scenarios --verbs                what a line of a story may say
#include "scenarios/runner.hpp"
#include "scenarios/verbs.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>

using namespace meguri::scenarios;

namespace {
int write_json(const std::vector<Scenario>& scenarios, const std::string& file) {
    if (file == "-") {
        std::cout << to_json(scenarios);
        return 0;
    }
    std::ofstream out(file);
    out << to_json(scenarios);
    return out.good() ? 0 : 1;
}
} // namespace

int main(int count, char** words) {
    std::vector<std::string> arguments(words + 1, words + count);
    if (!arguments.empty() && arguments[0] == "--verbs") {
        for (const Verb& verb : verbs())
            std::cout << verb.usage << "\n";
        return 0;
    }
    std::string json;
    if (arguments.size() >= 2 && arguments[0] == "--json") {
        json = arguments[1];
        arguments.erase(arguments.begin(), arguments.begin() + 2);
    }
    std::vector<Scenario> scenarios;
    std::vector<std::string> problems;
    for (Parsed& p :
         parse_folder(arguments.empty() ? MEGURI_SOURCE_DIR "/tests/scenarios" : arguments[0])) {
        problems.insert(problems.end(), p.mistakes.begin(), p.mistakes.end());
        scenarios.push_back(std::move(p.scenario));
    }
    if (!json.empty() && problems.empty()) return write_json(scenarios, json);
    for (const Scenario& s : scenarios) {
        for (const auto& backend : {pure_backend(), naive_backend()}) {
            for (auto& what : run(s, *backend))
                problems.push_back(std::move(what));
        }
    }
    for (const std::string& what : problems)
        std::fprintf(stderr, "%s\n", what.c_str());
    std::printf("%zu scenarios, %zu problems\n", scenarios.size(), problems.size());
    return problems.empty() ? 0 : 1;
}
