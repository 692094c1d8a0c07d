// What memory begins with: the checkpoint's cells, or nothing. A cell of a form that this release
// does not know, or that says less than its rules need, is no fault: the journal is the truth, and
// all of it is replayed instead. The next pass of the sweep writes the cells anew.
#pragma once

#include "base/log.hpp"
#include "ledger/encoding.hpp"
#include "store/journal_store.hpp"

namespace meguri::engine {

// `source` has load_checkpoint: the journal, or a reader of the city. Gives the entry after which
// the journal is to be replayed; `state` is empty before.
template <class Source> Try<Seq> load_cells(Source& source, ledger::State& state) {
    bool whole = true;
    const auto position =
        source.load_checkpoint([&](const store::CellRow& row, Seq as_of) -> Try<> {
            whole = whole && ledger::load_cell(state, row.kind, row.id, row.value, as_of);
            return {};
        });
    if (!position || whole) return position;
    log::warning("checkpoint_of_another_form", {{"until", position->value}});
    state = {};
    return Seq{};
}

} // namespace meguri::engine
