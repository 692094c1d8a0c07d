// The serving side of `bench bulk`: the real server, with somebody beside it who sees when the last
// dead lot has gone.
#pragma once

#include <filesystem>

namespace meguri::bench {

// Serves the city of `folder` until SIGTERM, two days after it was filled.
int serve_bulk(const std::filesystem::path& folder);

} // namespace meguri::bench
