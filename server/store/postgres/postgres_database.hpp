// A connection to PostgreSQL 15 or later.
//
// A commit counts only when the server said COMMIT and nothing else: any notice beside it means
// that the second copy may not have it ("canceling wait for synchronous replication" is reported as
// a mere warning, with success), and any silence means that nobody knows. Both are
// `outcome_unknown`.
//
// A lost connection is never repaired under a transaction. The Fault ends it; the next transaction,
// or the next statement outside one, connects again, and `generation()` tells that it did.
#pragma once

#include "store/database.hpp"

#include <libpq-fe.h>
#include <map>
#include <optional>
#include <string>

namespace meguri::store {

class PostgresDatabase final : public Database {
  public:
    static Try<std::unique_ptr<PostgresDatabase>>
    open(const std::string& url, OpenAs as = OpenAs::own);
    ~PostgresDatabase() override;

    Kind kind() const override { return Kind::postgres; }
    Try<Rows> run(std::string_view sql, const std::vector<Value>& parameters = {}) override;
    Try<> script(std::string_view sql) override;

    Try<> begin() override;
    Try<> commit() override;
    void rollback() override;

    // For the journal's adapter, which speaks pipeline mode and arrays by itself. The adapter
    // prepares its statements anew when generation() has changed, and judges its own commit by
    // take_notices().
    PGconn* handle() { return connection_.get(); }
    int generation() const { return generation_; }
    // From now on nothing is written unless the journal's leader is still the one that took over
    // with `epoch`: each writing transaction holds the fence from just before its commit, so that
    // a take-over comes either before it, and refuses it as `fenced`, or after it.
    void fence(std::int64_t epoch) { fence_ = epoch; }
    // Makes sure of a connection; only outside a transaction.
    Try<> ensure_connected();
    // Notices since the last call, one line each; "" = none.
    std::string take_notices();
    // What a result (or, without one, the connection) complained of. Losing the connection becomes
    // `when_lost`.
    std::unexpected<Fault> error(
        std::string_view doing, const PGresult* result, FaultCode when_lost = FaultCode::unavailable
    );

  private:
    struct ConnectionDeleter {
        void operator()(PGconn* c) const { PQfinish(c); }
    };

    PostgresDatabase(std::string url, OpenAs as) : url_(std::move(url)), as_(as) {}
    Try<> connect();
    Try<> configure();
    Try<> prove_lead();
    Try<> command(const char* sql); // one statement of our own, no rows
    Try<std::string> setting(const char* name);
    Try<std::string> prepared(std::string_view sql, const std::vector<Value>& parameters);
    Try<Rows> run_alone(std::string_view sql, const std::vector<Value>& parameters);
    Try<Rows>
    run_plain(const std::string& name, std::string_view sql, const std::vector<Value>& parameters);
    Try<Rows> run_guarded(
        const std::string& name, std::string_view sql, const std::vector<Value>& parameters
    );
    static void on_notice(void* self, const PGresult* notice);

    std::string url_;
    OpenAs as_;
    std::unique_ptr<PGconn, ConnectionDeleter> connection_;
    int generation_ = 0;
    bool in_transaction_ = false;
    bool wrote_ = false; // in this transaction
    std::optional<std::int64_t> fence_;
    std::string notices_;
    std::map<std::string, std::string, std::less<>> statements_; // SQL and parameter types -> name
};

} // namespace meguri::store
