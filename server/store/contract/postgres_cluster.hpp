// A throw-away PostgreSQL of its own for one test program: fresh data folder, free loopback port,
// unix socket, gone at exit (also when the program is killed). Durable by default: what tests
// acknowledge must survive what they do to it.
#pragma once

#include "base/result.hpp"

#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace meguri::store {

class PostgresCluster {
  public:
    struct Options {
        bool fsync = true;
        std::vector<std::string> settings; // "name=value", as after `postgres -c`
    };
    // False when PostgreSQL's programs are not installed: the only reason for which a test may
    // skip.
    static bool installed();
    // Takes about a second.
    static Try<std::unique_ptr<PostgresCluster>> start(const Options& options);
    static Try<std::unique_ptr<PostgresCluster>> start() { return start(Options{}); }
    // The one of this program, started at first use, stopped at exit.
    static Try<PostgresCluster*> shared();
    ~PostgresCluster();
    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;

    // A new empty database; returns its URL "postgresql://…".
    Try<std::string> create_database();
    std::string url(const std::string& database) const;
    int port() const { return port_; }

    void kill_hard(); // SIGKILL to the postmaster and every backend, as if the power went
    Try<> restart();  // after kill_hard, or by itself: an immediate stop and a start with recovery

  private:
    PostgresCluster() = default;
    Try<> initialize();
    Try<> launch();
    void stop(int signal);

    Options options_;
    std::string folder_;
    int port_ = 0;
    pid_t pid_ = 0;
    int databases_ = 0;
};

} // namespace meguri::store
