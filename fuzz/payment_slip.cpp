// Whatever is scanned as a payment slip: a problem, or a slip that keeps the format's promises.
#include "base/ensure.hpp"
#include "gateway/clearing/slip.hpp"

#include <fmt/format.h>

using namespace meguri;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string code(reinterpret_cast<const char*>(data), size);
    // Mended, so that inputs come past the checksum.
    if (code.size() == 255)
        code.replace(250, 5, fmt::format("{:05}", gateway::slip_checksum(code.substr(0, 250))));
    const auto slip = gateway::read_slip(code);
    if (!slip) return 0;
    MEGURI_ENSURE(code.size() == 255);
    MEGURI_ENSURE(slip->number.size() == 20 && slip->confirmation.size() == 6);
    MEGURI_ENSURE(slip->division.size() == 3 && slip->organization.size() == 5);
    MEGURI_ENSURE(slip->yen > 0 && slip->yen <= 99'999'999'999);
    MEGURI_ENSURE(slip->due && slip->due <= slip->last);
    MEGURI_ENSURE(code.find(fmt::format("5411{:011}", slip->yen)) != std::string::npos);
    return 0;
}
