// The canonical byte form: what reads at all reads in one way only, so writing it again gives the
// same bytes.
#include "base/codec.hpp"
#include "base/ensure.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    meguri::Reader reader(input);
    meguri::Writer writer;
    for (unsigned kind = 0; reader.ok() && !reader.at_end(); kind = (kind + 1) % 3) {
        meguri::Writer one;
        if (kind == 0) one.u(reader.u());
        if (kind == 1) one.i(reader.i());
        if (kind == 2) one.bytes(reader.bytes());
        if (reader.ok()) writer.raw(one.done());
    }
    MEGURI_ENSURE(input.starts_with(writer.done()));
    MEGURI_ENSURE(!reader.at_end() || writer.done() == input);
    MEGURI_ENSURE(reader.ok() || (reader.u() == 0 && reader.bytes().empty()));
    return 0;
}
