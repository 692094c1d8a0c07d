#include "store/postgres/postgres_database.hpp"

#include "base/ensure.hpp"
#include "store/postgres/postgres_result.hpp"
#include "store/postgres/postgres_values.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace meguri::store {

namespace {

constexpr std::size_t max_prepared_statements = 500;
constexpr std::string_view unique_violation = "23505";

bool begins_with(std::string_view sql, std::string_view word) {
    sql.remove_prefix(std::min(sql.find_first_not_of(" \n\t"), sql.size()));
    return sql.size() >= word.size() &&
           std::equal(word.begin(), word.end(), sql.begin(), [](char w, char c) {
               return w == (c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
           });
}

// May break a UNIQUE constraint, so it runs under a savepoint inside a transaction.
bool may_conflict(std::string_view sql) {
    return begins_with(sql, "INSERT") || begins_with(sql, "UPDATE") || begins_with(sql, "WITH");
}

} // namespace

Try<std::string>
PostgresDatabase::prepared(std::string_view sql, const std::vector<Value>& parameters) {
    std::string key = PostgresParameters::signature(parameters) + " ";
    key += sql;
    if (const auto known = statements_.find(key); known != statements_.end()) return known->second;
    // Past the limit the statement without a name is used, which is compiled again each time.
    const std::string name =
        statements_.size() < max_prepared_statements ? fmt::format("m{}", statements_.size()) : "";
    const PostgresParameters bound(parameters);
    const Result result(PQprepare(
        connection_.get(), name.c_str(), std::string(sql).c_str(), bound.count(), bound.types()
    ));
    if (!succeeded(result.get())) return error(sql, result.get());
    if (!name.empty()) statements_.emplace(std::move(key), name);
    return name;
}

Try<Rows> PostgresDatabase::run(std::string_view sql, const std::vector<Value>& parameters) {
    const bool writes = !begins_with(sql, "SELECT");
    if (!in_transaction_) {
        if (fence_ && writes) return run_alone(sql, parameters);
        if (auto connected = ensure_connected(); !connected)
            return std::unexpected(connected.error());
    }
    wrote_ = wrote_ || writes;
    auto name = prepared(sql, parameters);
    if (!name) return std::unexpected(name.error());
    return in_transaction_ && may_conflict(sql) ? run_guarded(*name, sql, parameters)
                                                : run_plain(*name, sql, parameters);
}

// A transaction of its own, so that the fence is held.
Try<Rows> PostgresDatabase::run_alone(std::string_view sql, const std::vector<Value>& parameters) {
    Try<Rows> rows;
    const auto committed = transaction([&](Database&) -> Try<> {
        rows = run(sql, parameters);
        return rows ? Try<>{} : std::unexpected(rows.error());
    });
    if (!committed) return std::unexpected(committed.error());
    return rows;
}

Try<Rows> PostgresDatabase::run_plain(
    const std::string& name, std::string_view sql, const std::vector<Value>& parameters
) {
    const PostgresParameters bound(parameters);
    notices_.clear();
    constexpr int binary = 1;
    const Result result(PQexecPrepared(
        connection_.get(), name.c_str(), bound.count(), bound.values(), bound.lengths(),
        bound.formats(), binary
    ));
    if (!in_transaction_ && sqlstate(result.get()) == unique_violation)
        return Rows{.rows = {}, .changed = 0, .conflict = true};
    // Outside a transaction a statement is its own commit: losing the answer leaves its outcome
    // open.
    const bool commits = !in_transaction_ && !begins_with(sql, "SELECT");
    if (!succeeded(result.get()))
        return error(
            sql, result.get(), commits ? FaultCode::outcome_unknown : FaultCode::unavailable
        );
    auto rows = rows_of(result.get());
    if (!in_transaction_ && rows && rows->changed > 0 &&
        notices_.find("WARNING") != std::string::npos)
        return fault(
            FaultCode::outcome_unknown, "postgres: committed with a warning: " + take_notices()
        );
    return rows;
}

// The three go out together and cost one round trip. Where the statement breaks a UNIQUE
// constraint, the transaction is taken back to the savepoint and lives on, as it does on SQLite;
// any other error leaves it broken.
Try<Rows> PostgresDatabase::run_guarded(
    const std::string& name, std::string_view sql, const std::vector<Value>& parameters
) {
    PGconn* const connection = connection_.get();
    const PostgresParameters bound(parameters);
    constexpr int binary = 1;
    const auto send = [&](const char* text) {
        return PQsendQueryParams(connection, text, 0, nullptr, nullptr, nullptr, nullptr, binary);
    };
    if (!PQenterPipelineMode(connection)) return error(sql, nullptr);
    const bool sent = send("SAVEPOINT meguri_statement") &&
                      PQsendQueryPrepared(
                          connection, name.c_str(), bound.count(), bound.values(), bound.lengths(),
                          bound.formats(), binary
                      ) &&
                      send("RELEASE SAVEPOINT meguri_statement") && PQpipelineSync(connection);
    if (!sent) return error(sql, nullptr);
    Result results[3];
    for (Result& result : results) {
        result.reset(PQgetResult(connection));
        if (!result) return error(sql, nullptr);
        const Result end(PQgetResult(connection)); // the null that ends each statement's answer
    }
    const Result sync(PQgetResult(connection));
    if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC || !PQexitPipelineMode(connection))
        return error(sql, nullptr);
    if (sqlstate(results[1].get()) == unique_violation) {
        auto back =
            command("ROLLBACK TO SAVEPOINT meguri_statement; RELEASE SAVEPOINT meguri_statement");
        if (!back) return std::unexpected(back.error());
        return Rows{.rows = {}, .changed = 0, .conflict = true};
    }
    for (const Result& result : results) {
        if (!succeeded(result.get())) return error(sql, result.get());
    }
    return rows_of(results[1].get());
}

Try<> PostgresDatabase::script(std::string_view sql) {
    if (!in_transaction_) {
        if (auto connected = ensure_connected(); !connected) return connected;
    }
    MEGURI_ENSURE(!fence_ || in_transaction_);
    wrote_ = true;
    const Result result(PQexec(connection_.get(), std::string(sql).c_str()));
    if (!succeeded(result.get()) && PQresultStatus(result.get()) != PGRES_EMPTY_QUERY)
        return error("script", result.get());
    // A changed table would break the plans of what was prepared before.
    statements_.clear();
    return command("DEALLOCATE ALL");
}

Try<> PostgresDatabase::begin() {
    if (auto connected = ensure_connected(); !connected) return connected;
    if (auto begun = command("BEGIN"); !begun) return begun;
    in_transaction_ = true;
    wrote_ = false;
    return {};
}

Try<> PostgresDatabase::prove_lead() {
    auto row = run("SELECT epoch FROM registry_fence FOR SHARE");
    if (!row) return std::unexpected(row.error());
    if (row->empty() || row->one().integer(0) != *fence_)
        return fault(FaultCode::fenced, "another process has taken over the city");
    return {};
}

Try<> PostgresDatabase::commit() {
    MEGURI_ENSURE(in_transaction_);
    if (fence_ && wrote_) {
        if (auto led = prove_lead(); !led) {
            rollback();
            return led;
        }
    }
    in_transaction_ = false;
    if (PQstatus(connection_.get()) != CONNECTION_OK) return error("commit", nullptr); // never sent
    notices_.clear();
    const Result result(PQexec(connection_.get(), "COMMIT"));
    if (!succeeded(result.get())) {
        auto failure = error("commit", result.get(), FaultCode::outcome_unknown);
        // Only these are a clear no: a deferred constraint, a serialization failure, a broken
        // transaction.
        const auto kind = sqlstate(result.get()).substr(0, 2);
        if (kind != "23" && kind != "40" && kind != "25")
            failure.error().code = FaultCode::outcome_unknown;
        return failure;
    }
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
        return fault(
            FaultCode::unavailable,
            "postgres: rolled back: a statement of this transaction had failed"
        );
    if (!notices_.empty())
        return fault(FaultCode::outcome_unknown, "postgres: commit with " + take_notices());
    return {};
}

void PostgresDatabase::rollback() {
    in_transaction_ = false;
    if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK)
        return; // the server has rolled back by itself
    // A connection that cannot roll back is in no known state; the next piece of work gets a new
    // one.
    if (PQpipelineStatus(connection_.get()) != PQ_PIPELINE_OFF || !command("ROLLBACK"))
        connection_.reset();
}

} // namespace meguri::store
