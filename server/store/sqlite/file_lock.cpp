#include "store/sqlite/file_lock.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <sys/file.h>
#include <unistd.h>

namespace meguri::store {

namespace {

std::mutex held_mutex;
std::map<std::string, std::weak_ptr<FileLock>> held; // by canonical path

std::string holder(int descriptor) {
    char text[32] = {};
    const auto size = ::pread(descriptor, text, sizeof text - 1, 0);
    return size > 0 ? fmt::format(" (process {})", std::string_view(text, std::strcspn(text, "\n")))
                    : "";
}

} // namespace

Try<std::shared_ptr<FileLock>> FileLock::take(const std::string& path) {
    std::error_code ignored;
    const std::string canonical = std::filesystem::weakly_canonical(path, ignored).string();
    const std::lock_guard guard(held_mutex);
    if (auto lock = held[canonical].lock()) return lock;
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return fault(
            FaultCode::unavailable,
            fmt::format("{}: cannot be opened: {}", path, std::strerror(errno))
        );
    std::shared_ptr<FileLock> lock(new FileLock(descriptor));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return fault(
            FaultCode::unavailable,
            fmt::format("{}: in use by another process{}", path, holder(descriptor))
        );
    // Only for people who wonder who holds it; a failure to write it changes nothing.
    const std::string pid = fmt::format("{}\n", ::getpid());
    if (::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, pid.data(), pid.size(), 0) < 0)
        errno = 0;
    held[canonical] = lock;
    return lock;
}

FileLock::~FileLock() {
    ::close(descriptor_);
} // the file stays: removing it would let two processes hold two of them

} // namespace meguri::store
