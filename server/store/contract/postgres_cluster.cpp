#include "store/contract/postgres_cluster.hpp"

#include "base/ensure.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <grp.h>
#include <iterator>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace meguri::store {

namespace {

namespace fs = std::filesystem;

// Debian keeps each major version's programs in a folder of its own; the newest is taken.
std::string program(std::string_view name) {
    std::string newest;
    std::error_code none;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", none)) {
        const fs::path candidate = version.path() / "bin" / name;
        if (fs::exists(candidate, none) && candidate.string() > newest) newest = candidate;
    }
    return newest;
}

// PostgreSQL refuses to run as root; then the user that its package makes is used.
const passwd* server_user() {
    return ::geteuid() == 0 ? ::getpwnam("postgres") : ::getpwuid(::geteuid());
}

// Starts a program as that user, its output in `log`; it is told to end when this process dies.
pid_t spawn(const std::vector<std::string>& words, const std::string& log) {
    const passwd* user = server_user();
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const bool is_root = ::geteuid() == 0;
    const pid_t pid = ::fork();
    MEGURI_ENSURE(pid >= 0);
    if (pid > 0) return pid;
    // Only async-signal-safe calls from here on.
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(out, 1);
    ::dup2(out, 2);
    ::setpgid(0, 0); // Ctrl-C at the test is the test's business
    if (is_root && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 ||
                    ::setuid(user->pw_uid) != 0))
        ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // after setuid, which would clear it
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

int free_loopback_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    MEGURI_ENSURE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
    MEGURI_ENSURE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(socket);
    return ntohs(address.sin_port);
}

} // namespace

bool PostgresCluster::installed() { return !program("initdb").empty() && server_user() != nullptr; }

Try<std::unique_ptr<PostgresCluster>> PostgresCluster::start(const Options& options) {
    if (!installed()) return fault(FaultCode::unavailable, "PostgreSQL is not installed");
    std::unique_ptr<PostgresCluster> cluster(new PostgresCluster);
    cluster->options_ = options;
    if (auto made = cluster->initialize(); !made) return std::unexpected(made.error());
    if (auto up = cluster->launch(); !up) return std::unexpected(up.error());
    return cluster;
}

Try<PostgresCluster*> PostgresCluster::shared() {
    static Try<std::unique_ptr<PostgresCluster>> cluster = start();
    if (!cluster) return std::unexpected(cluster.error());
    return cluster->get();
}

Try<> PostgresCluster::initialize() {
    std::string name = (fs::temp_directory_path() / "meguri-postgres-XXXXXX").string();
    MEGURI_ENSURE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    const passwd* user = server_user();
    MEGURI_ENSURE(::chown(name.c_str(), user->pw_uid, user->pw_gid) == 0);
    const pid_t pid = spawn(
        {program("initdb"), "-D", folder_ + "/data", "-U", "meguri", "--auth=trust", "--no-sync",
         "--encoding=UTF8", "--no-locale"},
        folder_ + "/initdb.log"
    );
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (status != 0)
        return fault(
            FaultCode::unavailable, fmt::format("initdb failed, see {}/initdb.log", folder_)
        );
    return {};
}

Try<> PostgresCluster::launch() {
    port_ = port_ ? port_ : free_loopback_port();
    std::vector<std::string> words = {program("postgres"), "-D", folder_ + "/data"};
    std::vector<std::string> settings = {
        fmt::format("port={}", port_),
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=" + folder_,
        "shared_buffers=32MB",
        "max_connections=60",
        fmt::format("fsync={}", options_.fsync ? "on" : "off")
    };
    settings.insert(settings.end(), options_.settings.begin(), options_.settings.end());
    for (const std::string& setting : settings) {
        words.push_back("-c");
        words.push_back(setting);
    }
    pid_ = spawn(words, folder_ + "/server.log");
    for (int waited_ms = 0; waited_ms < 30'000; waited_ms += 20) {
        if (PQping(url("postgres").c_str()) == PQPING_OK) return {};
        if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
            pid_ = 0;
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return fault(
        FaultCode::unavailable, fmt::format("PostgreSQL did not start, see {}/server.log", folder_)
    );
}

void PostgresCluster::stop(int signal) {
    if (pid_ == 0) return;
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
}

void PostgresCluster::kill_hard() {
    // The backends would outlive the postmaster by a moment and still answer in it.
    std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", pid_));
    const std::vector<pid_t> backends{std::istream_iterator<pid_t>(children), {}};
    stop(SIGKILL);
    for (const pid_t backend : backends)
        ::kill(backend, SIGKILL);
}

Try<> PostgresCluster::restart() {
    stop(SIGQUIT);
    // After a SIGKILL the backends end by themselves, a moment later, and only then a new server
    // may start.
    Try<> up;
    for (int attempt = 0; attempt < 20; ++attempt) {
        if (up = launch(); up) return up;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return up;
}

PostgresCluster::~PostgresCluster() {
    stop(SIGQUIT);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string PostgresCluster::url(const std::string& database) const {
    return fmt::format("postgresql://meguri@127.0.0.1:{}/{}", port_, database);
}

Try<std::string> PostgresCluster::create_database() {
    const std::string name = fmt::format("city_{}", ++databases_);
    PGconn* connection = PQconnectdb(url("postgres").c_str());
    PGresult* result = PQexec(connection, ("CREATE DATABASE " + name).c_str());
    const bool created = PQresultStatus(result) == PGRES_COMMAND_OK;
    const std::string why = PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    if (!created) return fault(FaultCode::unavailable, why);
    return url(name);
}

} // namespace meguri::store
