#include "bulk/serving.hpp"

#include "app/city_server.hpp"
#include "bulk/board.hpp"
#include "bulk/bulk_city.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <fmt/core.h>
#include <thread>

namespace meguri::bench {

namespace {

using Steady = std::chrono::steady_clock;
double seconds_since(Steady::time_point begin) {
    return std::chrono::duration<double>(Steady::now() - begin).count();
}
void pause_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

template <class See> auto look(engine::Engine& engine, See see) {
    std::promise<std::invoke_result_t<See&, const ledger::State&>> promise;
    auto seen = promise.get_future();
    std::optional<std::invoke_result_t<See&, const ledger::State&>> found;
    engine.read(
        [&](const ledger::State& state) { found = see(state); },
        [&](bool served) { MEGURI_ENSURE(served), promise.set_value(*found); }
    );
    return seen.get();
}

std::int64_t in_wallets(engine::Engine& engine, ProgramId program) {
    return look(engine, [=](const ledger::State& state) {
        return state.programs.find(program)->total(ledger::AccountKind::lot).value;
    });
}

void wait_for_expiry(engine::Engine& engine, Board& board) {
    const auto begin = Steady::now();
    for (const ProgramId program : dying_programs) {
        while (in_wallets(engine, program) > 0)
            pause_ms(5);
    }
    board.expiry_s = seconds_since(begin);
    board.expired = 1;
}

void grant(engine::Engine& engine, Board& board, std::size_t rows_a_slice) {
    auto begin = Steady::now();
    auto slices = slices_of(granting_job, each_granted, rows_a_slice);
    board.freeze_s = seconds_since(begin);
    while (!board.go)
        pause_ms(1);
    begin = Steady::now();
    // Two under way: while one is being written the next one is already in the queue.
    std::deque<std::pair<Steady::time_point, std::future<engine::Answer>>> under_way;
    const auto wait_for_one = [&] {
        MEGURI_ENSURE(under_way.front().second.get().done());
        board.longest_slice_ms =
            std::max(board.longest_slice_ms, 1000 * seconds_since(under_way.front().first));
        under_way.pop_front();
    };
    for (ledger::GrantRows& slice : slices) {
        if (under_way.size() == 2) wait_for_one();
        auto promise = std::make_shared<std::promise<engine::Answer>>();
        under_way.emplace_back(Steady::now(), promise->get_future());
        engine.submit({{}, std::nullopt, std::move(slice)}, [promise](engine::Answer a) {
            promise->set_value(std::move(a));
        });
    }
    while (!under_way.empty())
        wait_for_one();
    board.grant_s = seconds_since(begin);
    MEGURI_ENSURE(in_wallets(engine, granted_program) == each_granted.value * all_wallets);
    board.granted = 1;
}

} // namespace

int serve_bulk(const std::filesystem::path& folder, std::size_t rows_a_slice) {
    auto config = load_config(folder / "city.toml");
    MEGURI_ENSURE(config);
    Board& board = open_board(folder / "board");
    app::ServeOptions options{*config, {}};
    options.clock_offset_ms = days_later_ms;
    options.access_log = false;
    options.generous_limits = true;
    options.beside = [&](engine::Engine& engine) {
        std::thread([&] {
            wait_for_expiry(engine, board);
            grant(engine, board, rows_a_slice);
        }).detach(); // has ended before the measuring side ends this process
    };
    const auto done = app::serve(std::move(options));
    if (!done) fmt::print(stderr, "bench: {}\n", done.error().detail);
    return done ? 0 : 1;
}

} // namespace meguri::bench
