#include "support/loader.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <chrono>
#include <deque>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace meguri::bench {

namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
    int fd = -1;
    std::string_view unsent;
    std::string received;
    Clock::time_point due;
    bool busy = false;
};

int connect_to(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    MEGURI_ENSURE(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

// Status of a whole answer in `text`, or 0 while it is still coming.
int whole_answer(const std::string& text) {
    const auto head = text.find("\r\n\r\n");
    if (head == std::string::npos) return 0;
    constexpr std::string_view name = "Content-Length: ";
    const auto at = text.find(name);
    std::size_t length = 0;
    if (at != std::string::npos && at < head)
        std::from_chars(text.data() + at + name.size(), text.data() + head, length);
    if (text.size() < head + 4 + length) return 0;
    return (text[9] - '0') * 100 + (text[10] - '0') * 10 + (text[11] - '0');
}

class Loader {
  public:
    Loader(const Load& load, const std::vector<std::string>& requests)
        : load_(load), requests_(requests), poll_(::epoll_create1(0)) {
        connections_.resize(static_cast<std::size_t>(load.connections));
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            connections_[i].fd = connect_to(load.port);
            epoll_event event{EPOLLIN, {.u64 = i}};
            ::epoll_ctl(poll_, EPOLL_CTL_ADD, connections_[i].fd, &event);
            idle_.push_back(i);
        }
        outcome_.latency_us.reserve(requests.size());
    }
    ~Loader() {
        for (const Connection& c : connections_)
            ::close(c.fd);
        ::close(poll_);
    }

    Outcome run() {
        begin_ = Clock::now();
        const auto end = begin_ + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(load_.seconds)
                                  );
        while (Clock::now() < end && outcome_.broken < load_.connections && !over()) {
            if (load_.per_second > 0) plan();
            start_due();
            if (next_ >= requests_.size() && idle_.size() == connections_.size()) break;
            collect(1);
        }
        outcome_.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
        const auto patience =
            Clock::now() + std::chrono::seconds(2); // answers under way, not counted
        while (idle_.size() < connections_.size() && Clock::now() < patience)
            collect(20, false);
        outcome_.ran_out = next_ >= requests_.size();
        std::sort(outcome_.latency_us.begin(), outcome_.latency_us.end());
        return std::move(outcome_);
    }

  private:
    bool over() const { return load_.over && load_.over->load() != 0; }

    // Open loop: requests become due by the clock, whether or not a connection is free.
    void plan() {
        const double elapsed = std::chrono::duration<double>(Clock::now() - begin_).count();
        for (const auto due = static_cast<std::size_t>(elapsed * load_.per_second);
             planned_ < due && planned_ < requests_.size(); ++planned_) {
            due_.push_back(
                begin_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(
                             static_cast<double>(planned_) / load_.per_second
                         ))
            );
        }
    }

    void start_due() {
        while (!idle_.empty() && next_ < requests_.size()) {
            if (load_.per_second > 0 && due_.empty()) return;
            Connection& c = connections_[idle_.front()];
            idle_.pop_front();
            c.due = Clock::now();
            if (load_.per_second > 0) {
                c.due = due_.front();
                due_.pop_front();
            }
            c.busy = true;
            c.received.clear();
            c.unsent = requests_[next_++];
            const auto sent = ::send(c.fd, c.unsent.data(), c.unsent.size(), MSG_NOSIGNAL);
            if (sent != static_cast<ssize_t>(c.unsent.size()))
                outcome_.broken += 1; // small requests always fit a fresh buffer
        }
    }

    void collect(int wait_ms, bool count = true) {
        epoll_event events[256];
        const int n = ::epoll_wait(poll_, events, 256, load_.per_second > 0 ? 0 : wait_ms);
        for (int i = 0; i < n; ++i)
            receive(events[i].data.u64, count);
    }

    void receive(std::size_t index, bool count) {
        Connection& c = connections_[index];
        char buffer[16384];
        const auto got = ::recv(c.fd, buffer, sizeof buffer, MSG_DONTWAIT);
        if (got <= 0) {
            if (got == 0) {
                outcome_.broken += 1;
                ::epoll_ctl(poll_, EPOLL_CTL_DEL, c.fd, nullptr);
            }
            return;
        }
        c.received.append(buffer, static_cast<std::size_t>(got));
        const int status = whole_answer(c.received);
        if (status == 0 || !c.busy) return;
        c.busy = false;
        idle_.push_back(index);
        if (!count) return;
        if (status != 200 && status != 201) {
            outcome_.refused += 1;
            return;
        }
        outcome_.answered += 1;
        const auto took =
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - c.due).count();
        outcome_.latency_us.push_back(
            static_cast<std::uint32_t>(std::clamp<std::int64_t>(took, 0, UINT32_MAX))
        );
    }

    const Load& load_;
    const std::vector<std::string>& requests_;
    int poll_;
    std::vector<Connection> connections_;
    std::deque<std::size_t> idle_;
    std::deque<Clock::time_point> due_;
    std::size_t next_ = 0, planned_ = 0;
    Clock::time_point begin_;
    Outcome outcome_;
};

} // namespace

double Outcome::latency_ms(double quantile) const {
    if (latency_us.empty()) return 0;
    const auto at = static_cast<std::size_t>(quantile * static_cast<double>(latency_us.size() - 1));
    return latency_us[at] / 1000.0;
}

Outcome run_load(const Load& load, const std::vector<std::string>& requests) {
    return Loader(load, requests).run();
}

} // namespace meguri::bench
