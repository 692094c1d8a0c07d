#include "bulk/granting.hpp"

#include "access/command_key.hpp"
#include "base/secret_file.hpp"
#include "support/http_client.hpp"

#include <chrono>
#include <cstdlib>
#include <fmt/core.h>
#include <thread>

namespace meguri::bench {

namespace {

constexpr double longest_s = 60;

class OperatorClient {
  public:
    OperatorClient(const BulkCity& city, const SignedIn& who, std::uint16_t port)
        : city_(city.city), who_(who), http_(port, longest_s) {}

    std::string key() {
        const auto keys = load_key_file(city_.config.parent_path() / "city.key");
        MEGURI_ENSURE(keys);
        return access::CommandKeys(*keys).seal(
            {ledger::ActorKind::operator_, who_.person},
            SystemClock().now() + city_.clock_offset_ms, random_
        );
    }
    std::string post(const std::string& path, const std::string& body) {
        return answer(http_.send(fmt::format(
            "POST {} HTTP/1.1\r\nHost: localhost\r\nCookie: meguri={}\r\nX-Meguri: 1\r\n"
            "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
            path, who_.token, body.size(), body
        )));
    }
    std::string get(const std::string& path) {
        return answer(http_.send(fmt::format(
            "GET {} HTTP/1.1\r\nHost: localhost\r\nCookie: meguri={}\r\n\r\n", path, who_.token
        )));
    }

  private:
    static std::string answer(const Reply& reply) {
        if (reply.status == 200 || reply.status == 201) return reply.body;
        fmt::print(stderr, "bench: the grant: {} {}\n", reply.status, reply.body);
        std::exit(1);
    }

    const BenchCity& city_;
    const SignedIn& who_;
    HttpClient http_;
    SystemRandom random_;
};

} // namespace

ProposedJob propose_grant(const BulkCity& city, std::uint16_t port) {
    OperatorClient operator_(city, city.city.proposer, port);
    const Instant run_at = SystemClock().now() + (city.city.clock_offset_ms - ms_per_minute);
    const std::string draft = operator_.post(
        "/api/jobs",
        fmt::format(
            R"({{"key":"{}","name":"bench","program":"{}","run_at":"{}","late":"catch_up",)"
            R"("audience":{{"kind":"all","amount":{}}}}})",
            operator_.key(), city.gift, jst_iso(run_at), each_granted
        )
    );
    const std::string id = json_text(draft, "id");
    const std::string proposed = operator_.post(
        "/api/jobs/" + id + "/propose", fmt::format(R"({{"key":"{}"}})", operator_.key())
    );
    return {id, json_text(proposed, "digest")};
}

void approve_grant(const BulkCity& city, std::uint16_t port, const ProposedJob& job) {
    OperatorClient operator_(city, city.city.approver, port);
    operator_.post(
        "/api/jobs/" + job.id + "/approve",
        fmt::format(R"({{"key":"{}","digest":"{}"}})", operator_.key(), job.digest)
    );
    for (std::string now; json_text(now, "state") != "done";) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        now = operator_.get("/api/jobs/" + job.id);
        const std::string all = fmt::format("\"given_rows\":{},", all_wallets);
        if (json_text(now, "state") != "done" || now.find(all) != std::string::npos) continue;
        fmt::print(stderr, "bench: not everybody was given to: {}\n", now);
        std::exit(1);
    }
}

} // namespace meguri::bench
