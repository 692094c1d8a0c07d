// A photo as it was sent becomes one that may be shown: decoded, turned the right way up, made
// small enough, drawn anew as JPEG. Nothing of what the camera wrote into it (place, time, names)
// is left.
#pragma once

#include "features/guide/guide_store.hpp"

namespace meguri::features {

inline constexpr std::size_t most_photo_bytes = 3 * 1024 * 1024;

// JPEG, PNG or WebP of at most 50 million pixels; nothing when it cannot be read as one. Takes up
// to a second: on a worker. Any thread.
std::optional<guide_store::Photo> redrawn(std::string_view bytes);

} // namespace meguri::features
