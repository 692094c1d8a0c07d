#include "app/status.hpp"

#include "app/from_config.hpp"
#include "gateway/probe.hpp"
#include "http/json_out.hpp"

#include <fmt/format.h>

namespace meguri::app {

namespace {

void read_database(const Config& config, CityStatus& status) {
    const auto database = open_database(config, store::OpenAs::read_only);
    if (!database) {
        status.database_problem = database.error().detail;
        return;
    }
    const auto figures = read_figures(**database);
    if (figures)
        status.journal = *figures;
    else
        status.database_problem = figures.error().detail;
}

std::string answer_word(const CityStatus& s) {
    if (!s.alive) return "does not answer";
    return s.takes_payments ? "alive, takes payments" : "alive, takes no payments (paused)";
}

} // namespace

// A server that listens on every address is asked on this machine's own.
std::string own_address(const Config::Server& server) {
    std::string host = server.address;
    if (host == "0.0.0.0") host = "127.0.0.1";
    if (host == "::") host = "::1";
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    return fmt::format("http://{}:{}", host, server.port);
}

CityStatus read_status(const Config& config, std::string_view version, std::string_view commit) {
    CityStatus status;
    status.version = version, status.commit = commit;
    status.city = config.city.name;
    status.database = config.database.url.starts_with("sqlite://") ? "sqlite" : "postgresql";
    status.address = own_address(config.server);
    status.alive = gateway::answers_ok(status.address + "/healthz");
    status.takes_payments = status.alive && gateway::answers_ok(status.address + "/readyz");
    read_database(config, status);
    return status;
}

std::string status_text(const CityStatus& s) {
    std::string out;
    const auto line = [&](std::string_view name, std::string_view value) {
        out += fmt::format("{:<12}{}\n", name, value);
    };
    line("city", s.city);
    line("version", s.commit.empty() ? s.version : fmt::format("{} ({})", s.version, s.commit));
    line("database", s.database);
    if (!s.database_problem.empty()) line("", "cannot be read: " + s.database_problem);
    if (const auto& j = s.journal) {
        line(
            "journal",
            j->last_at ? fmt::format("entry {}, {}", j->last_seq, jst_iso(*j->last_at)) : "no entry"
        );
        line("epoch", std::to_string(j->epoch));
        line("head", j->head);
        line(
            "checkpoint",
            fmt::format(
                "at entry {}; a start replays {}", j->checkpoint_seq, j->checkpoint_distance()
            )
        );
        line("waiting", fmt::format("{} effects, {} messages", j->outbox, j->messages));
    } else if (s.database_problem.empty()) {
        line("journal", "none yet: no server has started on this database");
    }
    line("server", fmt::format("{}: {}", s.address, answer_word(s)));
    line("", s.ready() ? "ready" : "NOT ready");
    return out;
}

std::string status_json(const CityStatus& s) {
    http::JsonOut out;
    out.object([&] {
        out.field("ready", s.ready());
        out.field("city", s.city);
        out.field("version", s.version);
        out.field("commit", s.commit);
        out.field("database", s.database);
        if (!s.database_problem.empty()) out.field("database_problem", s.database_problem);
        if (const auto& j = s.journal) {
            out.object("journal", [&] {
                out.field("last_seq", j->last_seq);
                if (j->last_at) out.field("last_at", *j->last_at);
                out.field("epoch", j->epoch);
                out.field("head", j->head);
                out.field("checkpoint_seq", j->checkpoint_seq);
                out.field("checkpoint_distance", j->checkpoint_distance());
            });
            out.object("waiting", [&] {
                out.field("outbox", j->outbox);
                out.field("messages", j->messages);
            });
        }
        out.object("server", [&] {
            out.field("address", s.address);
            out.field("alive", s.alive);
            out.field("takes_payments", s.takes_payments);
        });
    });
    return std::move(out).text() + "\n";
}

} // namespace meguri::app
