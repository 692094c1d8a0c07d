// A server process of our own: started with arguments, waited for until it answers, stopped by its
// pid, never left behind.
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace meguri::bench {

class Child {
  public:
    // Output goes to `log` (a path), or nowhere.
    explicit Child(std::vector<std::string> command, const std::string& log = "/dev/null");
    ~Child(); // stops
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    bool wait_for_port(std::uint16_t port, double seconds) const;
    void kill_hard(); // SIGKILL
    void stop();      // SIGTERM, then waits at most 15 s
    pid_t pid() const { return pid_; }

  private:
    pid_t pid_ = -1;
};

std::uint16_t free_port();
std::string own_folder(); // where this program lies: the other programs are beside it

} // namespace meguri::bench
