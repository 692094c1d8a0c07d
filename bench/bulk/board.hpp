// What the measuring process and the serving process tell each other: a page of memory in a file.
#pragma once

#include "base/ensure.hpp"

#include <atomic>
#include <fcntl.h>
#include <filesystem>
#include <sys/mman.h>
#include <unistd.h>

namespace meguri::bench {

struct Board {
    std::atomic<int> expired{0}; // 1: everything dead is gone
    double expiry_s = 0;
};

inline Board& open_board(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT, 0600);
    MEGURI_ENSURE(fd >= 0 && ::ftruncate(fd, sizeof(Board)) == 0);
    void* page = ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    MEGURI_ENSURE(page != MAP_FAILED);
    ::close(fd);
    return *static_cast<Board*>(page);
}

} // namespace meguri::bench
