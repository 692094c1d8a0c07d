#include "base/config.hpp"

#include "base/config_reader.hpp"

#include <arpa/inet.h>
#include <charconv>
#include <fstream>

namespace meguri {

namespace {

constexpr std::size_t max_file_bytes = 256 * 1024;

bool all_of_set(std::string_view text, std::string_view set) {
    return text.find_first_not_of(set) == std::string_view::npos;
}
constexpr std::string_view digits = "0123456789";
constexpr std::string_view alphanumerics =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

auto length_between(std::size_t least, std::size_t most) {
    return [=](std::string_view s) { return length_utf8(s) >= least && length_utf8(s) <= most; };
}

bool is_telephone(std::string_view s) {
    return all_of_set(s, "0123456789-") && s.size() >= 10 && s.size() <= 15 && s.front() == '0' &&
           s.back() != '-';
}

bool is_colour(std::string_view s) {
    return s.size() == 7 && s[0] == '#' && all_of_set(s.substr(1), "0123456789abcdefABCDEF");
}

std::optional<std::uint16_t> port_of(std::string_view s) {
    std::uint16_t port = 0;
    const auto parsed = std::from_chars(s.data(), s.data() + s.size(), port);
    if (parsed.ec != std::errc{} || parsed.ptr != s.data() + s.size() || port == 0)
        return std::nullopt;
    return port;
}

bool is_address(const std::string& s) {
    unsigned char parsed[sizeof(in6_addr)];
    return ::inet_pton(AF_INET, s.c_str(), parsed) == 1 ||
           ::inet_pton(AF_INET6, s.c_str(), parsed) == 1;
}

// "127.0.0.1:8080" or "[::1]:8080"
bool split_listen(std::string_view s, std::string& address, std::uint16_t& port) {
    const auto colon = s.rfind(':');
    if (colon == std::string_view::npos) return false;
    std::string_view host = s.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        return false;
    const auto number = port_of(s.substr(colon + 1));
    if (!number || !is_address(std::string(host))) return false;
    address = host;
    port = *number;
    return true;
}

// Scheme, host and perhaps a port; `path_too` allows a path without a slash at the end.
bool is_web_url(std::string_view s, bool path_too) {
    const auto scheme = s.starts_with("https://") ? 8u : s.starts_with("http://") ? 7u : 0u;
    if (scheme == 0 || s.size() > 200) return false;
    s.remove_prefix(scheme);
    const auto slash = s.find('/');
    if (slash != std::string_view::npos) {
        const auto path = s.substr(slash);
        if (!path_too || path.ends_with('/') ||
            !all_of_set(
                path.substr(1), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/"
            ))
            return false;
        s = s.substr(0, slash);
    }
    const auto colon = s.find(':');
    if (colon != std::string_view::npos && !port_of(s.substr(colon + 1))) return false;
    const auto host = s.substr(0, colon);
    return !host.empty() && all_of_set(host, "abcdefghijklmnopqrstuvwxyz0123456789-.");
}

} // namespace

bool has_password(std::string_view url) {
    const auto authority = url.substr(std::min(url.find("://") + 3, url.size()));
    const auto user =
        authority.substr(0, std::min(authority.find_first_of("/?"), authority.size()));
    const auto at = user.rfind('@');
    const bool in_user =
        at != std::string_view::npos && user.substr(0, at).find(':') != std::string_view::npos;
    return in_user || url.find("password=") != std::string_view::npos;
}

namespace {

bool is_database_url(std::string_view s) {
    return (s.starts_with("sqlite://") && s.size() > 9) || s.starts_with("postgresql://") ||
           s.starts_with("postgres://");
}

std::filesystem::path beside(const std::filesystem::path& file, const std::string& named) {
    return named.empty() ? std::filesystem::path()
                         : file.parent_path() / named; // an absolute name stays as it is
}

void read_city(ConfigReader& in, Config& config) {
    in.begin("city", true);
    config.city.name =
        in.text("name", "the city's name, 1 to 40 characters", length_between(1, 40));
    config.city.telephone = in.text("telephone", "a number such as \"048-524-1111\"", is_telephone);
    config.city.colour =
        in.text("colour", "a colour such as \"#0017c1\"", is_colour, config.city.colour.c_str());
    config.city.accent =
        in.text("accent", "a colour such as \"#197a4b\"", is_colour, config.city.accent.c_str());
    in.end();
}

void read_server(ConfigReader& in, Config& config) {
    auto& server = config.server;
    in.begin("server", true);
    in.text(
        "listen", "an address and a port such as \"127.0.0.1:8080\"",
        [&](std::string_view s) { return split_listen(s, server.address, server.port); },
        "127.0.0.1:8080"
    );
    server.public_url = in.text(
        "public_url",
        "the address that residents see, such as \"https://pay.city.example\", without a path",
        [](std::string_view s) { return is_web_url(s, false); }
    );
    const std::string environment = in.text(
        "environment", "\"production\", \"test\" or \"demo\"",
        [](std::string_view s) { return s == "production" || s == "test" || s == "demo"; },
        "production"
    );
    server.trusted_proxy = in.text(
        "trusted_proxy", "the address of the proxy in front, such as \"127.0.0.1\"",
        [](std::string_view s) { return is_address(std::string(s)); }, "127.0.0.1"
    );
    server.environment = environment == "demo" ? Environment::demo
                         : environment == "production"
                             ? Environment::production
                             : Environment::test; // or unreadable, and refused already
    if (server.environment == Environment::production && !server.public_url.empty() &&
        !server.secure())
        in.mistake_at("public_url", "https:// in production");
    in.end();
}

void read_jpqr(ConfigReader& in, Config& config) {
    in.begin("jpqr", false);
    if (!in.present()) return;
    config.jpqr_provider = in.text(
        "provider", "the 8 digits of the registration with JPQR, such as \"99990001\"",
        [](std::string_view s) {
            return s.size() == 8 && s.find_first_not_of("0123456789") == std::string_view::npos;
        }
    );
    in.end();
}

void read_database(ConfigReader& in, Config& config, const std::filesystem::path& file) {
    in.begin("database", true);
    std::string url = in.text(
        "url", "\"sqlite:///path/city.db\" or \"postgresql://user@host/name\"", is_database_url
    );
    if (has_password(url)) in.mistake_at("url", "no password in it: name a file with passfile=…");
    constexpr std::string_view sqlite = "sqlite://";
    if (url.starts_with(sqlite))
        url = std::string(sqlite) + beside(file, url.substr(sqlite.size())).string();
    config.database.url = std::move(url);
    in.end();
}

void read_keys(ConfigReader& in, Config& config, const std::filesystem::path& file) {
    in.begin("keys", true);
    config.keys.file = beside(
        file,
        in.text(
            "file", "the path of the key file made by `meguri keys create`", length_between(1, 1000)
        )
    );
    in.end();
}

void read_sms(ConfigReader& in, Config& config, const std::filesystem::path& file) {
    in.begin("sms", false);
    if (!in.present()) return;
    Config::Sms sms;
    sms.url = in.text(
        "url", "the provider's address, without \"/2010-04-01\" and without a slash at the end",
        [](std::string_view s) { return is_web_url(s, true); }
    );
    sms.account =
        in.text("account", "the account's id, letters and digits", [](std::string_view s) {
            return !s.empty() && s.size() <= 64 && all_of_set(s, alphanumerics);
        });
    sms.token_file = beside(
        file,
        in.text(
            "token_file", "the path of a file with the account's token", length_between(1, 1000)
        )
    );
    sms.sender = in.text(
        "sender", "a number such as \"+815012345678\" or 1 to 11 letters and digits",
        [](std::string_view s) {
            const bool number = s.starts_with('+') && s.size() >= 8 && s.size() <= 16 &&
                                all_of_set(s.substr(1), digits);
            return number || (!s.empty() && s.size() <= 11 && all_of_set(s, alphanumerics));
        }
    );
    constexpr std::int64_t most = 10'000'000;
    auto& caps = config.code_caps;
    caps.an_hour = in.number("codes_an_hour", most, caps.an_hour);
    caps.a_day = in.number("codes_a_day", most, caps.a_day);
    caps.an_hour_from_one_address =
        in.number("codes_an_hour_from_one_address", most, caps.an_hour_from_one_address);
    if (config.server.environment == Environment::production && sms.url.starts_with("http://"))
        in.mistake_at("url", "https:// in production");
    in.end();
    config.sms = std::move(sms);
}

void read_card_payments(ConfigReader& in, Config& config, const std::filesystem::path& file) {
    in.begin("card_payments", false);
    if (!in.present()) return;
    Config::CardPayments cards;
    cards.url = in.text(
        "url", "the provider's address, without \"/v1\" and without a slash at the end",
        [](std::string_view s) { return is_web_url(s, true); }
    );
    cards.secret_file = beside(
        file,
        in.text(
            "secret_file", "the path of a file with the account's secret", length_between(1, 1000)
        )
    );
    cards.webhook_secret_file = beside(
        file, in.text(
                  "webhook_secret_file",
                  "the path of a file with the secret that signs the provider's messages",
                  length_between(1, 1000)
              )
    );
    cards.page_minutes = in.number("page_minutes", 35, 1435, cards.page_minutes);
    if (config.server.environment == Environment::production && cards.url.starts_with("http://"))
        in.mistake_at("url", "https:// in production");
    in.end();
    config.card_payments = std::move(cards);
}

// "011,012 市民税": codes of three digits, a space, a name.
bool is_tax(std::string_view s) {
    const auto space = s.find(' ');
    if (space == std::string_view::npos || space % 4 != 3 || s.size() - space < 2) return false;
    for (std::size_t i = 0; i < space; ++i) {
        if (i % 4 == 3 ? s[i] != ',' : (s[i] < '0' || s[i] > '9')) return false;
    }
    return s.size() <= 200;
}

// {z}, {x} and {y}, each once, behind an origin; nothing that could end a policy's word.
bool is_tile_url(std::string_view s) {
    std::string plain(s);
    for (const std::string_view part : {"{z}", "{x}", "{y}"}) {
        const auto at = plain.find(part);
        if (at == std::string::npos) return false;
        plain.replace(at, part.size(), "0");
    }
    return s.size() <= 300 && is_web_url(plain, true);
}

void read_map(ConfigReader& in, Config& config) {
    in.begin("map", false);
    if (!in.present()) return;
    Config::Map map;
    map.tiles = in.text(
        "tiles", "the pictures' address, such as \"https://tiles.example/{z}/{x}/{y}.png\"",
        is_tile_url
    );
    map.attribution = in.text(
        "attribution", "whose map it is, as shown on it, 1 to 200 characters",
        length_between(1, 200)
    );
    if (config.server.environment == Environment::production && map.tiles.starts_with("http://"))
        in.mistake_at("tiles", "https:// in production");
    in.end();
    config.map = std::move(map);
}

void read_public_dues(ConfigReader& in, Config& config, const std::filesystem::path& file) {
    in.begin("public_dues", false);
    if (!in.present()) return;
    Config::PublicDues dues;
    dues.url = in.text(
        "url", "the clearing side's address, without \"/v1\" and without a slash at the end",
        [](std::string_view s) { return is_web_url(s, true); }
    );
    dues.secret_file = beside(
        file, in.text(
                  "secret_file", "the path of a file with the clearing side's secret",
                  length_between(1, 1000)
              )
    );
    dues.organization =
        in.text("organization", "the city's code on its slips, 5 digits", [](std::string_view s) {
            return s.size() == 5 && all_of_set(s, digits);
        });
    dues.taxes = in.texts(
        "taxes", "1 to 16 texts such as \"011,012 市民税\": codes of three digits and a name", 16,
        is_tax
    );
    if (config.server.environment == Environment::production && dues.url.starts_with("http://"))
        in.mistake_at("url", "https:// in production");
    in.end();
    config.public_dues = std::move(dues);
}

} // namespace

Try<Config> parse_config(std::string_view text, const std::filesystem::path& file) {
    toml::table root;
    try { // toml++ as Debian builds it reports by exception; it ends here
        root = toml::parse(text, file.string());
    } catch (const toml::parse_error& error) {
        return fault(
            FaultCode::invalid,
            fmt::format("{}:{}: {}", file.string(), error.source().begin.line, error.description())
        );
    }
    Config config;
    ConfigReader in(root, file.string());
    read_city(in, config);
    read_server(in, config);
    read_database(in, config, file);
    read_keys(in, config, file);
    read_sms(in, config, file);
    read_card_payments(in, config, file);
    read_public_dues(in, config, file);
    read_map(in, config);
    read_jpqr(in, config);
    in.end_of_file();
    if (!in.good()) return fault(FaultCode::invalid, in.mistakes());
    config.file = file;
    config.lines = in.take_lines();
    return config;
}

std::string Config::Map::origin() const {
    return tiles.substr(0, tiles.find('/', tiles.find("://") + 3));
}

Fault Config::because_of(std::string_view key, const Fault& why) const {
    const auto line = lines.find(std::string(key));
    const std::string at = line == lines.end() ? "" : fmt::format(":{}", line->second);
    return {why.code, fmt::format("{}{}: {}: {}", file.string(), at, key, why.detail)};
}

Try<Config> load_config(const std::filesystem::path& file) {
    std::error_code ignored;
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file, ignored))
        return fault(FaultCode::invalid, file.string() + ": cannot be read");
    std::string text(max_file_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > max_file_bytes)
        return fault(FaultCode::invalid, file.string() + ": expected at most 256 KiB");
    return parse_config(text, file);
}

} // namespace meguri
