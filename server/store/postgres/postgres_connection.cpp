// The connection's life: settings, losing it, what it complains of. Statements and transactions:
// postgres_database.cpp.
#include "base/ensure.hpp"
#include "store/postgres/postgres_database.hpp"
#include "store/postgres/postgres_result.hpp"

#include <fmt/format.h>
#include <poll.h>

namespace meguri::store {

namespace {

std::string first_line(const char* text) {
    std::string_view line(text ? text : "");
    return std::string(line.substr(0, line.find('\n')));
}

// Classes of SQLSTATE, by their first two characters (PostgreSQL manual, appendix A).
FaultCode code_of(std::string_view state) {
    const auto kind = state.substr(0, 2);
    if (kind == "XX") return FaultCode::corrupt;
    // Wrong data, broken constraint, not supported, syntax: repeating it would not help.
    if (kind == "22" || kind == "23" || kind == "0A" || kind == "42") return FaultCode::invalid;
    return FaultCode::unavailable;
}

// Has the server closed this idle connection meanwhile? It first says why, then the stream ends.
bool has_hung_up(PGconn* connection) {
    for (;;) {
        pollfd waiting{PQsocket(connection), POLLIN, 0};
        if (::poll(&waiting, 1, 0) <= 0) return false;
        if (!PQconsumeInput(connection)) return true;
    }
}

} // namespace

Try<std::unique_ptr<PostgresDatabase>> PostgresDatabase::open(const std::string& url, OpenAs as) {
    std::unique_ptr<PostgresDatabase> database(new PostgresDatabase(url, as));
    if (auto connected = database->connect(); !connected) return std::unexpected(connected.error());
    return database;
}

PostgresDatabase::~PostgresDatabase() = default;

Try<> PostgresDatabase::connect() {
    // What the URL says comes last and wins. A dead server is noticed in seconds, not in the
    // kernel's fifteen minutes.
    const char* const keys[] = {"connect_timeout",
                                "tcp_user_timeout",
                                "keepalives",
                                "keepalives_idle",
                                "keepalives_interval",
                                "keepalives_count",
                                "application_name",
                                "client_encoding",
                                "dbname",
                                nullptr};
    const char* const values[] = {"2", "3000",   "1",    "2",          "1",
                                  "3", "meguri", "UTF8", url_.c_str(), nullptr};
    connection_.reset(PQconnectdbParams(keys, values, 1));
    ++generation_;
    statements_.clear();
    in_transaction_ = false;
    if (PQstatus(connection_.get()) != CONNECTION_OK)
        return fault(
            FaultCode::unavailable, "postgres: " + first_line(PQerrorMessage(connection_.get()))
        );
    PQsetNoticeReceiver(connection_.get(), on_notice, this);
    auto configured = configure();
    if (!configured) connection_.reset();
    notices_.clear();
    return configured;
}

Try<> PostgresDatabase::configure() {
    constexpr int oldest = 150000;
    if (PQserverVersion(connection_.get()) < oldest)
        return fault(FaultCode::invalid, "postgres: expected version 15 or later");
    if (as_ == OpenAs::read_only) {
        if (auto set = command("SET default_transaction_read_only = on"); !set) return set;
        return command("SET default_transaction_isolation = 'repeatable read'"
        ); // one transaction, one picture
    }
    // A process that hangs in a transaction must not hold the city's rows.
    if (auto set = command("SET idle_in_transaction_session_timeout = '2s'"); !set) return set;
    if (auto set = command("SET default_transaction_isolation = 'read committed'"); !set)
        return set;
    const auto durability = setting("synchronous_commit");
    if (!durability) return std::unexpected(durability.error());
    if (*durability != "on" && *durability != "remote_apply")
        return fault(
            FaultCode::invalid,
            fmt::format(
                "postgres: synchronous_commit is {}: a commit could be lost; set it to on",
                *durability
            )
        );
    return {};
}

Try<> PostgresDatabase::ensure_connected() {
    MEGURI_ENSURE(!in_transaction_);
    if (connection_ && PQstatus(connection_.get()) == CONNECTION_OK &&
        !has_hung_up(connection_.get()))
        return {};
    return connect();
}

void PostgresDatabase::on_notice(void* self, const PGresult* notice) {
    const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char* message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    static_cast<PostgresDatabase*>(self)->notices_ +=
        fmt::format("{}: {}\n", severity ? severity : "", message ? message : "");
}

std::string PostgresDatabase::take_notices() {
    std::string taken;
    taken.swap(notices_);
    return taken;
}

std::unexpected<Fault>
PostgresDatabase::error(std::string_view doing, const PGresult* result, FaultCode when_lost) {
    if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) {
        const std::string why = connection_ ? first_line(PQerrorMessage(connection_.get())) : "";
        return fault(when_lost, fmt::format("postgres: {}: connection lost: {}", doing, why));
    }
    const char* message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    const char* constraint = result ? PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME) : nullptr;
    return fault(
        code_of(sqlstate(result)),
        fmt::format(
            "postgres: {}: {} {} {}", doing, sqlstate(result),
            message ? message : first_line(PQerrorMessage(connection_.get())).c_str(),
            constraint ? constraint : ""
        )
    );
}

Try<> PostgresDatabase::command(const char* sql) {
    const Result result(PQexec(connection_.get(), sql));
    if (!succeeded(result.get())) return error(sql, result.get());
    return {};
}

Try<std::string> PostgresDatabase::setting(const char* name) {
    const Result result(PQexec(connection_.get(), fmt::format("SHOW {}", name).c_str()));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK || PQntuples(result.get()) != 1)
        return error(name, result.get());
    return std::string(PQgetvalue(result.get(), 0, 0));
}

} // namespace meguri::store
