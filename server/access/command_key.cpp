#include "access/command_key.hpp"

#include "base/codec.hpp"

namespace meguri::access {

namespace {

constexpr std::size_t id_size = 16, time_size = 6, mac_size = 16;
constexpr std::size_t token_length = 51; // base64url of 38 bytes

Bytes big_endian(std::int64_t n, std::size_t size) {
    Bytes out(size, '\0');
    for (std::size_t i = size; i-- > 0; n >>= 8)
        out[i] = static_cast<char>(n & 0xff);
    return out;
}

Bytes mac_of(const KeyedHash& mac, const ledger::Actor& actor, std::string_view id_and_time) {
    Writer w;
    w.bytes("command key"), w.u(static_cast<std::uint64_t>(actor.kind)), w.i(actor.person.value),
        w.raw(id_and_time);
    return Bytes(view(mac.of(w.done())).substr(0, mac_size));
}

} // namespace

std::string CommandKeys::seal(const ledger::Actor& actor, Instant now, Random& random) const {
    const Bytes body = Bytes(view(random.bytes<id_size>())) + big_endian(now.ms, time_size);
    return to_base64url(body + mac_of(mac_, actor, body));
}

std::optional<ledger::Key>
CommandKeys::open(std::string_view token, const ledger::Actor& actor) const {
    if (token.size() != token_length) return std::nullopt;
    const auto bytes = from_base64url(token);
    if (!bytes || bytes->size() != id_size + time_size + mac_size) return std::nullopt;
    const std::string_view body = std::string_view(*bytes).substr(0, id_size + time_size);
    if (!equal_secret(std::string_view(*bytes).substr(body.size()), mac_of(mac_, actor, body)))
        return std::nullopt;
    std::int64_t issued_at = 0;
    for (char c : body.substr(id_size))
        issued_at = issued_at << 8 | static_cast<std::uint8_t>(c);
    return ledger::Key{*to_array<id_size>(body.substr(0, id_size)), Instant{issued_at}};
}

} // namespace meguri::access
