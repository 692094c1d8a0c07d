#include "bulk/serving.hpp"

#include "app/city_server.hpp"
#include "bulk/board.hpp"
#include "bulk/bulk_city.hpp"
#include "engine/engine.hpp"

#include <chrono>
#include <fmt/core.h>
#include <future>
#include <thread>

namespace meguri::bench {

namespace {

using Steady = std::chrono::steady_clock;
double seconds_since(Steady::time_point begin) {
    return std::chrono::duration<double>(Steady::now() - begin).count();
}

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
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    board.expiry_s = seconds_since(begin);
    board.expired = 1;
}

} // namespace

int serve_bulk(const std::filesystem::path& folder) {
    auto config = load_config(folder / "city.toml");
    MEGURI_ENSURE(config);
    Board& board = open_board(folder / "board");
    app::ServeOptions options{*config, {}};
    options.clock_offset_ms = days_later_ms;
    options.access_log = false;
    options.generous_limits = true;
    options.beside = [&](engine::Engine& engine) {
        // Has ended before the measuring side ends this process.
        std::thread([&] { wait_for_expiry(engine, board); }).detach();
    };
    const auto done = app::serve(std::move(options));
    if (!done) fmt::print(stderr, "bench: {}\n", done.error().detail);
    return done ? 0 : 1;
}

} // namespace meguri::bench
