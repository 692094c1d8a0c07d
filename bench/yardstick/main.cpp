// The yardstick of `scripts/bench payments`: the same HTTP server, session check and JSON as
// Meguri, and behind them the least that makes a payment durable: a record in a zeroed, reserved
// log file, one fdatasync for all that has queued. No rules, no ledger, no keys. Arguments: port,
// folder, file with one session token a line.
#include "base/ensure.hpp"
#include "base/hash.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "http/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <unordered_map>

namespace {

using namespace meguri;

// 256 bytes a record: what a payment's rows come to.
struct Record {
    char bytes[256];
};
constexpr std::int64_t log_bytes = 512LL * 1024 * 1024;

class SyncedLog {
  public:
    SyncedLog(const std::string& path, http::asio::io_context& io)
        : io_(io), fd_(::open(path.c_str(), O_RDWR | O_CREAT, 0600)) {
        MEGURI_ENSURE(fd_ >= 0);
        const std::string zeros(1 << 20, '\0');
        for (std::int64_t at = 0; at < log_bytes; at += 1 << 20)
            MEGURI_ENSURE(::pwrite(fd_, zeros.data(), zeros.size(), at) > 0);
        MEGURI_ENSURE(::fsync(fd_) == 0);
        thread_ = std::thread([this] { run(); });
    }
    ~SyncedLog() {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        arrived_.notify_one();
        thread_.join();
    }
    void append(const Record& record, std::move_only_function<void(std::int64_t)> done) {
        {
            std::lock_guard lock(mutex_);
            records_.push_back(record);
            waiting_.push_back(std::move(done));
        }
        arrived_.notify_one();
    }

  private:
    void run() {
        std::vector<Record> group;
        std::vector<std::move_only_function<void(std::int64_t)>> waiting;
        for (;;) {
            {
                std::unique_lock lock(mutex_);
                arrived_.wait(lock, [&] { return stopping_ || !records_.empty(); });
                if (records_.empty()) return;
                group.swap(records_);
                waiting.swap(waiting_);
            }
            const auto size = static_cast<std::int64_t>(group.size() * sizeof(Record));
            if (at_ + size > log_bytes) at_ = 0;
            MEGURI_ENSURE(::pwrite(fd_, group.data(), static_cast<std::size_t>(size), at_) == size);
            MEGURI_ENSURE(::fdatasync(fd_) == 0);
            at_ += size;
            http::asio::post(io_, [this, waiting = std::move(waiting)]() mutable {
                for (auto& done : waiting)
                    done(++number_);
            });
            group.clear();
            waiting.clear();
        }
    }

    http::asio::io_context& io_;
    int fd_;
    std::int64_t at_ = 0, number_ = 0;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Record> records_;
    std::vector<std::move_only_function<void(std::int64_t)>> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

class Tokens : public http::SessionSource {
  public:
    explicit Tokens(const std::string& file) {
        std::ifstream in(file);
        for (std::string token; std::getline(in, token);) {
            auto session = std::make_shared<http::Session>();
            session->number = static_cast<std::int64_t>(sessions_.size()) + 1;
            session->caller.role = access::Role::resident;
            session->caller.person = {session->number};
            sessions_[std::string(view(sha256(token)))] = session;
        }
    }
    http::Async<http::SessionPtr> find(std::string_view token) override {
        const auto found = sessions_.find(std::string(view(sha256(token))));
        co_return found == sessions_.end() ? nullptr : found->second;
    }

  private:
    std::unordered_map<std::string, http::SessionPtr> sessions_;
};

void write_answer(
    http::JsonOut& out, std::int64_t number, std::string_view place, std::int64_t amount, Instant at
) {
    out.object([&] {
        out.field("id", std::to_string(number));
        out.field("kind", "payment");
        out.field("at", at);
        out.field("business_date", jst_date(at));
        out.field("amount", amount);
        out.field("direction", "out");
        out.object("place", [&] {
            out.field("id", place), out.field("name", "店"), out.field("reading", "みせ"),
                out.field("type", "パン"), out.field("area", "本町");
        });
        out.field("digits", "0000");
        out.field("hash", "0000000000000000000000000000000000000000000000000000000000000000");
        out.object("explanation", [&] { out.field("left", amount); });
    });
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    http::asio::io_context io(1);
    SyncedLog log(std::string(argv[2]) + "/yardstick.log", io);
    Tokens tokens(argv[3]);
    http::Router router;
    router.on(
        access::Operation::createPayment,
        [&](http::Request& request) -> http::Async<http::Response> {
            http::Fields in(request.body);
            const std::string key = in.token("key");
            const std::string place = in.id("place");
            const std::int64_t amount = in.amount("amount");
            if (auto refused = in.refused()) co_return std::move(*refused);
            Record record{};
            std::memcpy(record.bytes, key.data(), std::min(key.size(), sizeof record.bytes));
            const std::int64_t number = co_await http::callback<std::int64_t>([&](auto done) {
                log.append(record, std::move(done));
            });
            http::JsonOut out;
            write_answer(out, number, place, amount, request.at);
            co_return http::created(std::move(out));
        }
    );
    http::EventHub events;
    http::Metrics metrics;
    http::StaticFiles files;
    SystemClock clock;
    http::ServerConfig config;
    config.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    config.access_log = false;
    config.limits.per_address = {http::Rate{}, http::Rate{}, http::Rate{}};
    config.limits.per_session = {http::Rate{}, http::Rate{}, http::Rate{}};
    http::Server server(io, config, {router, tokens, events, files, metrics, clock});
    if (!server.listen()) return 1;
    http::asio::signal_set signals(io, SIGTERM, SIGINT);
    signals.async_wait([&](auto, int) { io.stop(); });
    io.run();
    return 0;
}
