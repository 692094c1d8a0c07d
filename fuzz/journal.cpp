// Bytes kept in the journal and its checkpoint: what can be read at all is written back as the same
// bytes, so that a hash means one thing only; nothing else makes the reader fall or fill the
// memory.
#include "base/ensure.hpp"
#include "ledger/encoding.hpp"

namespace {
using namespace meguri;
using namespace meguri::ledger;

void effects(std::string_view input) {
    Entry entry;
    if (decode_effects(input, entry)) MEGURI_ENSURE(encode_effects(entry) == input);
}
void explanation(std::string_view input) {
    Explanation why;
    if (decode_explanation(input, why)) MEGURI_ENSURE(encode_explanation(why) == input);
}
void cell(CellKind kind, std::string_view input) {
    const std::int64_t id = kind == CellKind::city ? 1 : 3;
    State state;
    if (!load_cell(state, kind, id, input, {1'000'000})) return;
    for_each_kind(state, [&](CellKind each, auto& cells) {
        using Cells = std::remove_cvref_t<decltype(cells)>;
        if (each != kind) return;
        const auto* loaded = cells.find(typename Cells::Id{id});
        MEGURI_ENSURE(loaded && encode_cell(*loaded) == input);
    });
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const unsigned which = data[0] % 13;
    if (which == 0) effects(input);
    if (which == 1) explanation(input);
    if (which >= 2) cell(static_cast<CellKind>(which - 1), input);
    return 0;
}
