// The one configuration file (TOML). Every mistake in it is named with file, line and key and with
// what is expected, before anything starts; a key that Meguri does not know is a mistake too,
// because it is most often a misspelt one. Secrets are not in it: it names files that hold them
// (secret_file.hpp).
//
//   [city]      name, telephone, colour, accent
//   [server]    listen = "127.0.0.1:8080", public_url = "https://pay.city.example", environment =
//   "production" [database]  url = "sqlite:///var/lib/meguri/city.db" [keys]      file =
//   "/etc/meguri/keys" [sms]       url, account, token_file, sender        (left out: no SMS can be
//   sent); codes_an_hour, codes_a_day, codes_an_hour_from_one_address
//   [card_payments] url, secret_file, webhook_secret_file, page_minutes   (left out: no top-ups by
//   credit card)
//   [map]       tiles, attribution                (left out: the pages show lists only)
//   [jpqr]      provider = "99990001"             (left out: residents' codes are addresses of
//   ours) [public_dues] url, secret_file, organization, taxes   (left out: no taxes can be paid)
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meguri {

// Simulators, the clock's switches and demo sign-ins exist in `demo` and `test` only.
enum class Environment { production, test, demo };

struct Config {
    struct City {
        std::string name;               // 熊谷市
        std::string telephone;          // of the help desk, as shown
        std::string colour = "#0017c1"; // "#rrggbb": main colour of the screens
        std::string accent = "#197a4b";
    } city;
    // Where the pages' map gets its pictures from; left out: no map is shown.
    struct Map {
        std::string tiles;          // "https://tiles.example/{z}/{x}/{y}.png"
        std::string attribution;    // whose they are, as shown on the map
        std::string origin() const; // "https://tiles.example"
    };
    std::optional<Map> map;
    // 事業者識別コード, the 8 digits under which the city's service is registered with JPQR: what
    // residents show is then read by every till that knows JPQR. "": not registered.
    std::string jpqr_provider;
    struct Server {
        std::string address = "127.0.0.1"; // listen: an IP address …
        std::uint16_t port = 8080;         // … and a port, 1–65535
        std::string public_url; // origin only, no path and no slash at the end; https in production
        Environment environment = Environment::production;
        // Whose X-Forwarded-For is believed: the TLS proxy in front. Without it every client would
        // seem to be the proxy, share one rate limit, and reach /metrics.
        std::string trusted_proxy = "127.0.0.1";
        bool secure() const { return public_url.starts_with("https://"); }
    } server;
    struct Database {
        std::string url;
    } database;
    struct Keys {
        std::filesystem::path file;
    } keys;
    struct Sms {
        std::string url; // up to and without "/2010-04-01"
        std::string account;
        std::filesystem::path token_file;
        std::string sender; // what the receiver sees: a number or a short name
    };
    std::optional<Sms> sms;
    struct CardPayments {
        std::string url;                           // up to and without "/v1"
        std::filesystem::path secret_file;         // what we sign in with
        std::filesystem::path webhook_secret_file; // what the provider signs its messages with
        std::int64_t page_minutes = 60; // how long its page may be paid: so long premium is held
    };
    std::optional<CardPayments> card_payments;
    // Taxes and other dues paid through the clearing side (GEN-h).
    struct PublicDues {
        std::string url;                   // up to and without "/v1"
        std::filesystem::path secret_file; // what we sign in with
        std::string organization;          // 5 digits: this city's code on its slips
        // "011,012 市民税・県民税": the codes of three digits on the slips, and what people call
        // it. The place in the list is the number of the kind in programs' terms, 0 … 15.
        std::vector<std::string> taxes;
    };
    std::optional<PublicDues> public_dues;
    // One-time codes that may go out: against somebody who makes the city pay for SMS, or its
    // residents' telephones ring. One address may be a whole mobile carrier's. In [sms].
    struct CodeCaps {
        std::int64_t an_hour = 3'000, a_day = 20'000; // the whole city
        std::int64_t an_hour_from_one_address = 300;
    } code_caps;

    std::filesystem::path file;                 // where all this stands
    std::map<std::string, std::uint32_t> lines; // "sms.token_file": its line in there
    // What `key` names turned out to be of no use: the same fault, said as a mistake in the file is
    // (`city.toml:17: sms.token_file: sms.token: No such file or directory`), so that whoever reads
    // it knows what to mend.
    Fault because_of(std::string_view key, const Fault& why) const;
};

// Paths in the file are relative to the file's folder. `invalid` on any mistake; the detail lists
// all of them, one a line: `city.toml:7: server.listen: expected an address and a port such as
// "127.0.0.1:8080"`.
Try<Config> load_config(const std::filesystem::path& file);

// Whether a database's address carries a password: never in the configuration, and never among a
// program's arguments, where every user of the machine can read it.
bool has_password(std::string_view database_url);
// The same on text, for tests and fuzzing; `file` is only named in messages and used for relative
// paths.
Try<Config> parse_config(std::string_view text, const std::filesystem::path& file);

} // namespace meguri
