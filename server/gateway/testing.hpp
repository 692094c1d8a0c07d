// For tests of the gateways: a simulator behind a loopback port, so that the real client meets it
// over a real socket.
#pragma once

#include <arpa/inet.h>
#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>
#include <mutex>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace meguri::gateway {

// Just enough HTTP; one connection at a time.
class SimulatorHost {
  public:
    struct Asked {
        std::string method, path, head, body;
        std::string header(const std::string& name) const {
            const auto at = head.find("\r\n" + name + ": ");
            if (at == std::string::npos) return "";
            const auto from = at + name.size() + 4;
            return head.substr(from, head.find("\r\n", from) - from);
        }
    };
    struct Said {
        int status = 200;
        std::string body;
        std::int64_t delay_ms = 0; // tests wait a twentieth
        std::string content_type = "application/json";
    };
    using Handle = std::function<Said(const Asked&)>;

    explicit SimulatorHost(Handle handle) : handle_(std::move(handle)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener_, 8), 0);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~SimulatorHost() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }
    // Sent instead of the simulator's, as it is; "hang up" closes without a word, "" ends it.
    void override_answer(std::string answer) {
        std::lock_guard lock(mutex_);
        override_ = std::move(answer);
    }

  private:
    void serve() {
        for (int peer; (peer = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(peer))
            answer(peer);
    }
    void answer(int peer) {
        Asked asked;
        if (!receive(peer, asked)) return;
        std::string reply = [&] {
            std::lock_guard lock(mutex_);
            return override_;
        }();
        if (reply == "hang up") return;
        if (reply.empty()) {
            const Said said = handle_(asked);
            std::this_thread::sleep_for(std::chrono::milliseconds(said.delay_ms / 20));
            reply = fmt::format(
                "HTTP/1.1 {} X\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: "
                "close\r\n\r\n{}",
                said.status, said.content_type, said.body.size(), said.body
            );
        }
        (void)!::send(peer, reply.data(), reply.size(), MSG_NOSIGNAL);
    }
    static bool receive(int peer, Asked& asked) {
        std::string request;
        char buffer[4096];
        std::size_t head = std::string::npos, length = 0;
        while (head == std::string::npos || request.size() < head + 4 + length) {
            const auto got = ::recv(peer, buffer, sizeof buffer, 0);
            if (got <= 0) return false;
            request.append(buffer, static_cast<std::size_t>(got));
            head = request.find("\r\n\r\n");
            if (head == std::string::npos) continue;
            asked.head = request.substr(0, head + 2);
            length = std::stoul("0" + asked.header("Content-Length"));
        }
        const auto path_at = request.find(' ') + 1;
        asked.method = request.substr(0, path_at - 1);
        asked.path = request.substr(path_at, request.find(' ', path_at) - path_at);
        asked.body = request.substr(head + 4);
        return true;
    }

    Handle handle_;
    int listener_ = -1, port_ = 0;
    std::mutex mutex_;
    std::string override_; // under mutex_
    std::thread thread_;
};

} // namespace meguri::gateway
