#include "engine/fork.hpp"

#include "engine/checkpoint.hpp"
#include "ledger/apply.hpp"
#include "ledger/encoding.hpp"
#include "ledger/invariants/invariants.hpp"
#include "store/city_reader.hpp"

namespace meguri::engine {

Try<ledger::State> load_fork(const std::string& url) {
    auto reader = store::CityReader::open(url);
    if (!reader) return std::unexpected(reader.error());
    ledger::State state;
    const auto position = load_cells(*reader, state);
    if (!position) return std::unexpected(position.error());
    state.last = *position;
    const auto replay = [&](ledger::Entry&& entry) -> Try<> {
        if (entry.seq.value != state.last.value + 1)
            return fault(FaultCode::corrupt, "the journal has a gap");
        ledger::apply(state, entry);
        return {};
    };
    if (auto read = reader->read_entries(state.last, replay); !read)
        return std::unexpected(read.error());
    if (auto broken = ledger::invariants::check_all(state))
        return fault(FaultCode::corrupt, *broken);
    return state;
}

} // namespace meguri::engine
