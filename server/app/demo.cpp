#include "app/demo.hpp"

#include "access/place_code.hpp"
#include "app/city_server.hpp"
#include "app/demo_city.hpp"
#include "base/secret_file.hpp"
#include "http/json_out.hpp"

#include <cstdio>
#include <fmt/core.h>
#include <fstream>

namespace meguri::app {

namespace {

namespace fs = std::filesystem;

struct Paths {
    fs::path config, keys, sms_token, card_secret, card_messages, clearing_secret, database, json;
};
Paths paths_in(const fs::path& data) {
    return {
        data / "city.toml",
        data / "city.key",
        data / "sms.token",
        data / "card.secret",
        data / "card-messages.secret",
        data / "clearing.secret",
        data / "city.db",
        data / "demo.json"
    };
}

std::string base_url(const DemoOptions& options) {
    return fmt::format("http://localhost:{}", options.port);
}

Try<> write_text(const fs::path& path, std::string_view text) {
    std::ofstream out(path, std::ios::trunc);
    out << text;
    out.close();
    if (!out) return fault(FaultCode::unavailable, "cannot write " + path.string());
    return {};
}

Try<> write_config(const DemoOptions& options, const Paths& paths) {
    const std::string url = options.database.empty()
                                ? "sqlite://" + fs::absolute(paths.database).string()
                                : options.database;
    return write_text(
        paths.config,
        fmt::format(
            R"(# The demo city. Written anew at every start of `meguri demo`.
[city]
name = "熊谷市"
telephone = "048-000-0000"

[server]
listen = "127.0.0.1:{}"
public_url = "{}"
environment = "demo"

[database]
url = "{}"

[keys]
file = "city.key"

[sms]
url = "http://127.0.0.1:{}/sim/sms"
account = "ACdemo"
token_file = "sms.token"
sender = "+815000000000"

[card_payments]
url = "http://127.0.0.1:{}/sim/card"
secret_file = "card.secret"
webhook_secret_file = "card-messages.secret"

[public_dues]
url = "http://127.0.0.1:{}/sim/clearing"
secret_file = "clearing.secret"
organization = "11202"
taxes = ["001 市民税・県民税", "002 固定資産税・都市計画税", "003 軽自動車税（種別割）", "004 国民健康保険税"]
)",
            options.port, base_url(options), url, options.port, options.port, options.port
        )
    );
}

void write_account(http::JsonOut& out, const DemoAccount& account) {
    out.field("sign_in_name", account.sign_in_name);
    out.field("password", account.password);
    out.field("name", account.display_name);
    out.field("totp_secret", access::totp_text(account.totp));
    out.field("totp_uri", access::totp_url(account.totp, "Meguri", account.sign_in_name));
}

std::string demo_json(const DemoCity& city, const CityKeys& keys, const std::string& url) {
    const access::PlaceCodes codes(keys, url);
    http::JsonOut out;
    out.object([&] {
        out.field("url", url);
        out.object("apps", [&] {
            out.field("resident", url + "/");
            out.field("shop", url + "/shop/");
            out.field("console", url + "/console/");
        });
        out.object("simulators", [&] {
            out.field("sms_inbox", url + "/sim/sms/inbox");
            out.field("sms_faults", url + "/sim/sms/faults");
            out.field("card_payments", url + "/sim/card/payments");
            out.field("card_faults", url + "/sim/card/faults");
            out.field("clearing_payments", url + "/sim/clearing/payments");
            out.field("clearing_faults", url + "/sim/clearing/faults");
        });
        out.field("entries", city.entries);
        out.array("operators", city.operators, [&](const DemoAccount& a) {
            out.object([&] { write_account(out, a); });
        });
        out.array("places", city.places, [&](const service::PlaceTexts& place) {
            out.object([&] {
                out.field("id", place.id);
                out.field("name", place.name);
                out.field("takes_money", (place.capabilities & 1) != 0);
                out.field("tops_up", (place.capabilities & 2) != 0);
                out.field("code_url", codes.url({1, place.code}));
                out.field("code_number", place.shop_number);
                for (const DemoAccount& a : city.staff) {
                    if (a.place == place.number)
                        out.object("staff", [&] { write_account(out, a); });
                }
            });
        });
        out.array("programs", city.programs, [&](const service::ProgramTexts& program) {
            out.object([&] {
                out.field("id", program.id);
                out.field("name", program.name);
                out.field("stamp", program.stamp);
            });
        });
        out.array("residents", city.residents, [&](const DemoResident& resident) {
            out.object([&] {
                out.field("id", resident.id);
                out.field("phone", resident.phone);
            });
        });
        const std::string_view none[] = {""};
        out.array("api_clients", std::span(none, 0), [&](std::string_view name) {
            out.item(name);
        });
    });
    return std::move(out).text();
}

// The data were made for another port: addresses in demo.json follow.
Try<> follow_port(const Paths& paths, const std::string& url) {
    std::ifstream in(paths.json);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    constexpr std::string_view open = R"({"url":")";
    if (!text.starts_with(open))
        return fault(
            FaultCode::invalid,
            paths.json.string() + " is not ours; remove the folder to begin anew"
        );
    const std::string old = text.substr(open.size(), text.find('"', open.size()) - open.size());
    for (std::size_t at = 0; (at = text.find(old, at)) != std::string::npos; at += url.size())
        text.replace(at, old.size(), url);
    return write_text(paths.json, text);
}

// Also in a folder that an older version made.
Try<> make_card_secrets(const Paths& paths) {
    SystemRandom random;
    for (const fs::path& path : {paths.card_secret, paths.card_messages, paths.clearing_secret}) {
        if (fs::exists(path)) continue;
        if (auto made = write_secret_file(path, to_base32(view(random.bytes<20>()))); !made)
            return made;
    }
    return {};
}

Try<> make_city(const DemoOptions& options, const Paths& paths) {
    fmt::print(
        "めぐり: 熊谷市のような見本の街を作っています(30店、{}人、{}日)\n", options.residents,
        options.days
    );
    std::error_code ignored;
    for (const fs::path& path : {paths.keys, paths.sms_token, paths.database})
        fs::remove(path, ignored);
    for (const char* tail : {"-wal", "-shm"})
        fs::remove(paths.database.string() + tail, ignored);
    SystemRandom random;
    if (auto made = create_key_file(paths.keys, random); !made) return made;
    if (auto made = write_secret_file(paths.sms_token, to_base32(view(random.bytes<20>()))); !made)
        return made;
    const auto keys = load_key_file(paths.keys);
    if (!keys) return std::unexpected(keys.error());
    const auto config = load_config(paths.config);
    if (!config) return std::unexpected(config.error());
    const auto city = fill_demo_city(
        config->database.url, *keys, SystemClock().now(), {options.residents, options.days},
        [](int done, int of) {
            fmt::print("\r  {}日目 / {}日", done + 1, of);
            std::fflush(stdout);
        }
    );
    if (!city) return std::unexpected(city.error());
    fmt::print("\r  {}件の記帳ができました        \n", city->entries);
    return write_text(paths.json, demo_json(*city, *keys, base_url(options)));
}

void print_addresses(const DemoOptions& options, const Paths& paths) {
    const std::string url = base_url(options);
    fmt::print(
        R"(
  住民    {0}/          電話 060-9999-0000 など。番号は {0}/sim/sms/inbox に届きます
  お店    {0}/shop/     shop01 / meguri-demo-2026
  窓口    {0}/shop/     counter31 / meguri-demo-2026
  市役所  {0}/console/  suzuki / meguri-demo-2026、sato / meguri-demo-2026
  6けたの番号(認証アプリ)の鍵と、店のコードなどは {1} にあります
  止めるには Ctrl-C

)",
        url, paths.json.string()
    );
    std::fflush(stdout);
}

} // namespace

Try<> run_demo(DemoOptions options) {
    std::error_code error;
    fs::create_directories(options.data, error);
    if (error) return fault(FaultCode::unavailable, "cannot make " + options.data.string());
    fs::permissions(options.data, fs::perms::owner_all, error);
    const Paths paths = paths_in(options.data);
    if (auto written = write_config(options, paths); !written) return written;
    if (auto made = make_card_secrets(paths); !made) return made;
    const bool there = fs::exists(paths.json);
    if (auto done = there ? follow_port(paths, base_url(options)) : make_city(options, paths);
        !done)
        return done;
    if (!options.serve) return {};
    auto config = load_config(paths.config);
    if (!config) return std::unexpected(config.error());
    ServeOptions serving{*config, options.web};
    serving.access_log = options.access_log;
    serving.generous_limits = options.generous_limits;
    serving.listening = [&](std::uint16_t) { print_addresses(options, paths); };
    return serve(std::move(serving));
}

} // namespace meguri::app
