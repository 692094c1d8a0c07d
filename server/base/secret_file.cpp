#include "base/secret_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace meguri {

namespace {

constexpr off_t max_size = 64 * 1024;

struct Descriptor {
    int number;
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
};

std::unexpected<Fault> refused(const std::filesystem::path& path, std::string_view why) {
    return fault(FaultCode::invalid, fmt::format("{}: {}", path.string(), why));
}

} // namespace

Try<std::string> read_secret_file(const std::filesystem::path& path) {
    // What is checked is what is read: by descriptor, never by name twice.
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.number < 0) return refused(path, std::strerror(errno));
    struct stat state{};
    if (::fstat(file.number, &state) != 0) return refused(path, std::strerror(errno));
    if (!S_ISREG(state.st_mode)) return refused(path, "expected a regular file");
    if (state.st_uid != ::geteuid() && state.st_uid != 0)
        return refused(path, "belongs to another user; expected the server's own or root");
    if (state.st_mode & (S_IRWXG | S_IRWXO))
        return refused(
            path,
            fmt::format(
                "others may use it (mode {:03o}); expected 600: chmod 600 it", state.st_mode & 0777
            )
        );
    if (state.st_size < 1 || state.st_size > max_size)
        return refused(path, "expected 1 byte to 64 KiB");
    std::string text(static_cast<std::size_t>(state.st_size), '\0');
    if (::read(file.number, text.data(), text.size()) != state.st_size)
        return refused(path, "could not be read whole");
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    if (text.empty()) return refused(path, "is empty");
    return text;
}

Try<> write_secret_file(const std::filesystem::path& path, std::string_view text) {
    const Descriptor file{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)
    };
    if (file.number < 0)
        return refused(
            path, errno == EEXIST ? "exists already; it is never replaced" : std::strerror(errno)
        );
    const std::string content = std::string(text) + "\n";
    if (::write(file.number, content.data(), content.size()) !=
            static_cast<ssize_t>(content.size()) ||
        ::fsync(file.number) != 0)
        return fault(
            FaultCode::unavailable, fmt::format("{}: {}", path.string(), std::strerror(errno))
        );
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (directory.number < 0 || ::fsync(directory.number) != 0)
        return fault(
            FaultCode::unavailable, fmt::format("{}: {}", folder.string(), std::strerror(errno))
        );
    return {};
}

} // namespace meguri
