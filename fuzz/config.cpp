// Whatever is in the file: a sound configuration, or mistakes each named with the file.
#include "base/config.hpp"
#include "base/ensure.hpp"

using namespace meguri;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto config = parse_config({reinterpret_cast<const char*>(data), size}, "city.toml");
    if (!config) {
        MEGURI_ENSURE(
            config.error().code == FaultCode::invalid &&
            config.error().detail.starts_with("city.toml")
        );
        return 0;
    }
    MEGURI_ENSURE(
        !config->city.name.empty() && config->server.port != 0 && !config->keys.file.empty()
    );
    MEGURI_ENSURE(
        config->server.public_url.starts_with("http") && !config->server.public_url.ends_with('/')
    );
    MEGURI_ENSURE(config->server.environment != Environment::production || config->server.secure());
    MEGURI_ENSURE(config->database.url.find("://") != std::string::npos);
    return 0;
}
