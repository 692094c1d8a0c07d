#include "support/http_client.hpp"

#include <arpa/inet.h>
#include <charconv>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace meguri::bench {

HttpClient::HttpClient(std::uint16_t port, double timeout_s)
    : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    timeval limit{
        static_cast<time_t>(timeout_s),
        static_cast<suseconds_t>((timeout_s - static_cast<int>(timeout_s)) * 1e6)
    };
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd_);
        fd_ = -1;
    }
}

HttpClient::~HttpClient() {
    if (fd_ >= 0) ::close(fd_);
}

Reply HttpClient::send(std::string_view request) {
    const auto give_up = [&] {
        ::close(fd_);
        fd_ = -1;
        return Reply{};
    };
    if (fd_ < 0) return {};
    if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
        return give_up();
    std::string got;
    char buffer[8192];
    for (;;) {
        const auto n = ::recv(fd_, buffer, sizeof buffer, 0);
        if (n <= 0) return give_up();
        got.append(buffer, static_cast<std::size_t>(n));
        const auto head = got.find("\r\n\r\n");
        if (head == std::string::npos) continue;
        std::size_t length = 0;
        constexpr std::string_view name = "Content-Length: ";
        if (const auto at = got.find(name); at < head)
            std::from_chars(got.data() + at + name.size(), got.data() + head, length);
        if (got.size() < head + 4 + length) continue;
        return {
            (got[9] - '0') * 100 + (got[10] - '0') * 10 + (got[11] - '0'), got.substr(head + 4)
        };
    }
}

std::string json_text(const std::string& json, std::string_view field) {
    const std::string start = "\"" + std::string(field) + "\":\"";
    const auto at = json.find(start);
    if (at == std::string::npos) return "";
    const auto from = at + start.size();
    return json.substr(from, json.find('"', from) - from);
}

} // namespace meguri::bench
