// scripts/crash N: kills the real server with SIGKILL in the middle of payments, N times on each
// store, and asks the books what became of every payment.
//
// A client process of its own sends payments over 16 connections and writes down, before it sends,
// what it sends, and after each answer, what it was told. After a kill the server is started again
// on the same data and every payment without an answer is sent again with its key, twice. On
// PostgreSQL every fifth round kills the database instead of the server.
//
//   lost            acknowledged, but not in the journal
//   doubled         one key, two payments; or a repeat that was answered with another entry
//   wrong balances  wallets that differ from what the client's notes add up to, and differences
//   that `verify` finds
#include "audit/verify.hpp"
#include "base/log.hpp"
#include "store/contract/postgres_cluster.hpp"
#include "store/database.hpp"
#include "support/bench_city.hpp"
#include "support/child.hpp"
#include "support/http_client.hpp"

#include <cstdio>
#include <cstdlib>
#include <fmt/core.h>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace meguri;
using namespace meguri::bench;
namespace fs = std::filesystem;

struct Totals {
    std::int64_t kills = 0, acknowledged = 0, open = 0, lost = 0, doubled = 0, wrong = 0;
};

struct Sent {
    PaymentRequest payment;
    std::string entry; // id that the client was told; "" = no answer
};

[[noreturn]] void give_up(const std::string& why) {
    fmt::print(stderr, "crash: {}\n", why);
    std::_Exit(1);
}

// The client process: payments on one connection after another until the server is gone. Its notes
// are lines "S key wallet amount" and "A key entry".
[[noreturn]] void run_client(
    const BenchCity& city, const CityKeys& keys, std::uint16_t port, const fs::path& notes,
    std::uint64_t seed
) {
    std::vector<std::thread> threads;
    for (std::uint64_t n = 0; n < 16; ++n) {
        threads.emplace_back([&, n] {
            std::ofstream out(notes.string() + "." + std::to_string(n));
            SeededRandom seeds(seed * 100 + n);
            SystemRandom random; // keys must never repeat
            HttpClient client(port);
            while (client.connected()) {
                const PaymentRequest p = payment_request(city, keys, random);
                out << "S " << p.key << ' ' << p.wallet.value << ' ' << p.amount << ' '
                    << to_hex(p.text) << std::endl;
                const Reply reply = client.send(p.text);
                if (reply.status == 201)
                    out << "A " << p.key << ' ' << json_text(reply.body, "id") << std::endl;
                else if (reply.status != 0)
                    std::this_thread::sleep_for(std::chrono::milliseconds(20));
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    std::_Exit(0);
}

void read_notes(const fs::path& notes, std::map<std::string, Sent>& sent) {
    for (int n = 0; n < 16; ++n) {
        std::ifstream in(notes.string() + "." + std::to_string(n));
        for (std::string line; std::getline(in, line);) {
            std::istringstream words(line);
            std::string kind, key;
            words >> kind >> key;
            if (kind == "S") {
                Sent s;
                std::string hex;
                words >> s.payment.wallet.value >> s.payment.amount >> hex;
                s.payment.key = key;
                s.payment.text = from_hex(hex).value_or("");
                sent[key] = s;
            } else {
                words >> sent[key].entry;
            }
        }
    }
}

class City {
  public:
    City(std::string name, const fs::path& folder, store::PostgresCluster* cluster)
        : name_(std::move(name)), folder_(folder), cluster_(cluster), port_(free_port()) {
        std::string url;
        if (cluster_) {
            auto made = cluster_->create_database();
            if (!made) give_up(made.error().detail);
            url = *made;
        }
        auto city = make_bench_city(folder_, url, port_, {200, 5});
        if (!city) give_up(city.error().detail);
        city_ = std::move(*city);
        url_ = url.empty() ? "sqlite://" + fs::absolute(folder_ / "city.db").string() : url;
        keys_ = std::make_unique<CityKeys>(*load_key_file(folder_ / "city.key"));
    }

    void round(int n, std::uint64_t seed, Totals& totals) {
        if (!server_) start();
        SeededRandom random(seed + static_cast<std::uint64_t>(n));
        const fs::path notes = folder_ / ("notes" + std::to_string(n));
        const pid_t client = ::fork();
        if (client == 0)
            run_client(city_, *keys_, port_, notes, seed + static_cast<std::uint64_t>(n));
        std::this_thread::sleep_for(std::chrono::milliseconds(30 + random.below(400)));
        if (cluster_ && n % 5 == 4) {
            cluster_->kill_hard();
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            server_->kill_hard(
            ); // so that the client ends; whether it would recover by itself is tested elsewhere
            if (auto up = cluster_->restart(); !up) give_up(up.error().detail);
        } else {
            server_->kill_hard();
        }
        server_.reset();
        ::waitpid(client, nullptr, 0);
        totals.kills += 1;
        start();
        settle(notes, totals);
    }

    // Every key against the books, every wallet against the notes.
    void audit(Totals& totals) {
        server_.reset();
        auto db = store::open_database(url_, store::OpenAs::read_only);
        if (!db) give_up(db.error().detail);
        std::map<std::int64_t, std::int64_t> paid;
        for (const auto& [key, s] : sent_) {
            if (s.entry.empty()) continue;
            const auto rows = (*db)->run(
                "SELECT COUNT(*) FROM journal_entry WHERE seq = $1 AND kind = 21 AND refusal = 0 "
                "AND wallet = $2 AND amount = $3",
                {std::int64_t{std::atoll(s.entry.c_str())}, s.payment.wallet.value, s.payment.amount
                }
            );
            if (!rows || rows->one().integer(0) != 1) totals.lost += 1;
            paid[s.payment.wallet.value] += s.payment.amount;
        }
        const auto keys =
            (*db)->run("SELECT COUNT(*) FROM (SELECT key_id FROM journal_entry WHERE key_id IS NOT "
                       "NULL GROUP BY actor_kind, actor, key_id HAVING COUNT(*) > 1) twice");
        if (!keys) give_up(keys.error().detail);
        totals.doubled += keys->one().integer(0);
        const auto wallets =
            (*db)->run("SELECT wallet, CAST(SUM(amount) AS BIGINT) FROM journal_entry WHERE kind = "
                       "21 AND refusal = 0 GROUP BY wallet");
        if (!wallets) give_up(wallets.error().detail);
        for (const store::Row& r : wallets->rows)
            totals.wrong += r.integer(1) != paid[r.integer(0)];
        db->reset();
        const auto report = audit::verify(url_);
        if (!report) give_up(report.error().detail);
        for (const auto& d : report->differences)
            fmt::print("{}: entry {}: {}\n", name_, d.seq, d.what);
        totals.wrong += report->difference_count;
    }

  private:
    void start() {
        server_ = std::make_unique<Child>(
            std::vector<std::string>{
                own_folder() + "/meguri", "serve", "--config", city_.config.string(),
                "--generous-limits", "--no-access-log"
            },
            (folder_ / "server.log").string()
        );
        if (!server_->wait_for_port(port_, 30))
            give_up(name_ + " does not come back; see " + (folder_ / "server.log").string());
    }

    // What was left open is sent again, twice; some of what was acknowledged too. The same key must
    // give the same entry.
    void settle(const fs::path& notes, Totals& totals) {
        std::map<std::string, Sent> round;
        read_notes(notes, round);
        HttpClient client(port_);
        int repeats = 0;
        for (auto& [key, s] : round) {
            const bool open = s.entry.empty();
            if (open)
                totals.open += 1;
            else
                totals.acknowledged += 1;
            if (!open && ++repeats > 20) continue;
            for (int again = 0; again < 2; ++again) {
                const Reply reply = client.send(s.payment.text);
                const std::string id = reply.status == 201 ? json_text(reply.body, "id") : "";
                if (id.empty())
                    give_up(fmt::format(
                        "{}: a repeated payment was answered {} {}", name_, reply.status, reply.body
                    ));
                if (!s.entry.empty() && s.entry != id) totals.doubled += 1;
                s.entry = id;
            }
        }
        sent_.merge(round);
    }

    std::string name_, url_;
    fs::path folder_;
    store::PostgresCluster* cluster_;
    std::uint16_t port_;
    BenchCity city_;
    std::unique_ptr<CityKeys> keys_;
    std::unique_ptr<Child> server_;
    std::map<std::string, Sent> sent_;
};

} // namespace

int main(int argc, char** argv) {
    const int kills = argc > 1 ? std::atoi(argv[1]) : 10;
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20261122;
    if (kills < 1) give_up("how many kills?");
    log::configure(log::Form::plain, log::Level::error);
    const fs::path root = fs::path("var/crash");
    fs::remove_all(root);
    fs::create_directories(root);
    auto cluster = store::PostgresCluster::start();
    if (!cluster) give_up(cluster.error().detail);
    Totals totals;
    for (const std::string name : {"sqlite", "postgres"}) {
        City city(name, root / name, name == "postgres" ? cluster->get() : nullptr);
        for (int n = 0; n < kills; ++n)
            city.round(n, seed, totals);
        city.audit(totals);
        fmt::print(
            "{}: {} kills, {} acknowledged, {} open at a kill (totals so far)\n", name,
            totals.kills, totals.acknowledged, totals.open
        );
        std::fflush(stdout);
    }
    fmt::print(
        "lost {}, doubled {}, wrong balances {}\n", totals.lost, totals.doubled, totals.wrong
    );
    return totals.lost + totals.doubled + totals.wrong == 0 ? 0 : 1;
}
