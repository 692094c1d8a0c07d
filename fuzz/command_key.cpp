// A sealed key opens only as the very text that we wrote.
#include "access/command_key.hpp"
#include "base/ensure.hpp"

using namespace meguri;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const access::CommandKeys keys{CityKeys(SecretKey{1})};
    static const ledger::Actor actor{ledger::ActorKind::resident, PersonId{1}};
    static SeededRandom random(1);
    static const std::string genuine = keys.seal(actor, Instant{1795320000000}, random);
    const std::string_view token(reinterpret_cast<const char*>(data), size);
    MEGURI_ENSURE(!keys.open(token, actor) || token == genuine);
    // One changed place in a genuine one: the input says which and to what.
    if (size == 2) {
        std::string changed = genuine;
        changed[data[0] % changed.size()] = static_cast<char>(data[1]);
        MEGURI_ENSURE(!keys.open(changed, actor) || changed == genuine);
    }
    return 0;
}
