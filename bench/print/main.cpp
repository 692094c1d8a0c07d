// 100,000 cards, front, backs and list, on two threads, beside the same pages without their codes:
// what is left between the two is the codes' own cost.
#include "base/ensure.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "print/card_sheet.hpp"
#include "print/text.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fmt/core.h>
#include <fstream>
#include <map>
#include <sys/resource.h>
#include <thread>
#include <vector>

namespace {

using namespace meguri;
using namespace meguri::print;
namespace fs = std::filesystem;

constexpr int all_cards = 100'000, cards_a_file = 5'000, threads = 2, turns = 3;
const fs::path folder = fs::path("var/bench") / "print";
const CardLook look{"熊谷市", "048-000-0000", "#115A36"};

CardFace made_up(Random& random) {
    const auto bytes = random.bytes<25>();
    return {
        random.digits(16), "https://pay.city.example/c/" + to_base32(view(bytes)), random.digits(8)
    };
}

Sink into(std::ofstream& file) {
    return [&file](std::string_view piece) {
        file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
        return file.good();
    };
}

void with_codes(std::ofstream& pdf, std::ofstream& list, Random& random) {
    CardBacks backs(look, into(pdf));
    list << card_list_head();
    for (int n = 0; n < cards_a_file; ++n) {
        const CardFace card = made_up(random);
        backs.add(card);
        list << card_list_line(card);
    }
    MEGURI_ENSURE(backs.end().has_value());
}

void without_codes(std::ofstream& pdf, std::ofstream&, Random& random) {
    PdfFile file(card_size, into(pdf));
    const Stencil ground(card_size, [](const Canvas& canvas) { canvas.box(0, 0, 10, 10); });
    for (int n = 0; n < cards_a_file; ++n) {
        const CardFace card = made_up(random);
        file.page([&](const Canvas& canvas) {
            ground.show(canvas);
            write(canvas, 40, 13, in_fours(card.number), {.size = 4.1, .face = Face::bold});
            write(canvas, 40, 24, in_fours(card.activation), {.size = 3.8, .face = Face::bold});
        });
    }
    MEGURI_ENSURE(file.end().has_value());
}

template <class Write> double seconds_of(Write write) {
    const auto begin = std::chrono::steady_clock::now();
    std::atomic<int> next = 0;
    std::vector<std::jthread> workers;
    for (int t = 0; t < threads; ++t) {
        workers.emplace_back([&] {
            SystemRandom random;
            for (int file = next++; file < all_cards / cards_a_file; file = next++) {
                std::ofstream pdf(folder / fmt::format("{}.pdf", file), std::ios::binary);
                std::ofstream list(folder / fmt::format("{}.csv", file), std::ios::binary);
                write(pdf, list, random);
            }
        });
    }
    workers.clear();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double bytes_in_folder() {
    double sum = 0;
    for (const auto& each : fs::directory_iterator(folder))
        sum += static_cast<double>(each.file_size());
    return sum;
}

double most_memory_mb() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_maxrss) / 1024;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void record(
    const std::map<std::string, double>& figures, const std::map<std::string, double>& ratios
) {
    const auto write = [](std::ofstream& out, const std::map<std::string, double>& values) {
        bool first = true;
        for (const auto& [name, value] : values) {
            fmt::print("{:<28} {:>10.3f}\n", name, value);
            out << fmt::format("{}\n    \"{}\": {:.3f}", first ? "" : ",", name, value);
            first = false;
        }
    };
    fs::create_directories("bench/results");
    std::ofstream out("bench/results/print.json");
    out << fmt::format(
        "{{\n  \"name\": \"print\",\n  \"at\": \"{}\",\n  \"figures\": {{",
        jst_iso(SystemClock().now())
    );
    write(out, figures);
    out << "\n  },\n  \"ratios\": {";
    write(out, ratios);
    out << "\n  }\n}\n";
}

} // namespace

int main() {
    log::configure(log::Form::plain, log::Level::warning);
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::vector<double> cards, blank;
    double bytes = 0;
    for (int turn = 1; turn <= turns; ++turn) {
        fmt::print("turn {} of {}\n", turn, turns);
        std::fflush(stdout);
        blank.push_back(seconds_of(without_codes));
        cards.push_back(seconds_of(with_codes));
        bytes = bytes_in_folder();
    }
    const double took = median(cards);
    record(
        {{"cards_per_s", all_cards / took},
         {"blank_100k_s", median(blank)},
         {"bytes_a_card", bytes / all_cards},
         {"most_memory_mb", most_memory_mb()},
         {"threads", threads}},
        {{"cards_100k_s", took}, {"cards_vs_blank", took / median(blank)}}
    );
    fs::remove_all(folder);
    return 0;
}
