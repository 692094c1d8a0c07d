// `meguri status`: is this city well? Looks from outside, as a systems person would: at the
// database, read-only, and at the address where the server should answer. Never opens the journal
// as its owner, so it cannot raise the epoch, and takes no lock that a payment waits for.
#pragma once

#include "app/status_store.hpp"
#include "base/config.hpp"

namespace meguri::app {

struct CityStatus {
    std::string version, commit; // of this program; the server's own is at /version
    std::string city;
    std::string database;                  // "sqlite" or "postgresql"
    std::string database_problem;          // empty: it could be read
    std::optional<JournalFigures> journal; // nothing: no server has started on it yet
    std::string address;                   // where the server was asked
    bool alive = false;                    // /healthz says so
    bool takes_payments = false;           // /readyz says so

    bool ready() const { return database_problem.empty() && journal && alive && takes_payments; }
};

// Where this machine asks the city's server: "http://127.0.0.1:8080".
std::string own_address(const Config::Server& server);

// Always an answer within some seconds, whatever is broken: what could not be seen is said as such.
CityStatus read_status(const Config& config, std::string_view version, std::string_view commit);

std::string status_text(const CityStatus& status); // for people, one fact a line
std::string status_json(const CityStatus& status); // for machines, one object on one line

} // namespace meguri::app
