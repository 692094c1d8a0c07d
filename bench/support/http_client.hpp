// One blocking HTTP exchange on a connection of its own or kept: for tests that must know exactly
// what was sent.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace meguri::bench {

struct Reply {
    int status = 0; // 0: no whole answer came
    std::string body;
};

class HttpClient {
  public:
    explicit HttpClient(std::uint16_t port, double timeout_s = 5);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    bool connected() const { return fd_ >= 0; }
    Reply send(std::string_view request); // a whole request; after a failure the connection is gone

  private:
    int fd_ = -1;
};

// Value of a string field of a flat JSON text, "" when there is none: enough for ids of our own
// answers.
std::string json_text(const std::string& json, std::string_view field);

} // namespace meguri::bench
