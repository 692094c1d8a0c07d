// The serving side of `bench bulk`: the real server, with the night's jobs beside it.
#pragma once

#include <filesystem>

namespace meguri::bench {

// Serves the city of `folder` until SIGTERM. The server's own expiry job begins with it, the grant
// when the board says so; rows go through the engine in slices, the next when the one before is on
// disk.
int serve_bulk(const std::filesystem::path& folder, std::size_t rows_a_slice);

} // namespace meguri::bench
