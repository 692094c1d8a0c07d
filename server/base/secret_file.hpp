// Secrets come from files that only their owner can read: never from arguments (every process can
// list those), never from the configuration itself (it is copied, mailed and backed up).
#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace meguri {

// The file's text without the line end. Refused (invalid): anything but a regular file that belongs
// to this user or to root, that nobody else may read or write, between 1 byte and 64 KiB. The
// detail names the file and what to do.
Try<std::string> read_secret_file(const std::filesystem::path& path);

// Makes a new file with permissions 0600, synced to the disk. Never replaces one: an existing file
// is `invalid`.
Try<> write_secret_file(const std::filesystem::path& path, std::string_view text);

} // namespace meguri
