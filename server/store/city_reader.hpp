// The journal and the checkpoint read beside the running city, over a connection of one's own that
// cannot write: for forks of the state (engine/fork.hpp). It takes no lock and no lead.
#pragma once

#include "store/database.hpp"
#include "store/journal_store.hpp"

#include <functional>
#include <optional>

namespace meguri::store {

class CityReader {
  public:
    static Try<CityReader> open(const std::string& url);

    // As JournalStore::load_checkpoint. The position is read before the cells, so that cells which
    // are written meanwhile are only newer than it says: each tells up to where it goes.
    Try<Seq> load_checkpoint(const std::function<Try<>(const CellRow&, Seq as_of)>& cell);
    // As JournalStore::read_entries, up to the end of the journal as it stands when it gets there.
    Try<> read_entries(Seq after, const std::function<Try<>(ledger::Entry&&)>& entry);
    Try<std::optional<ledger::Entry>> find_entry(Seq seq);

  private:
    explicit CityReader(std::unique_ptr<Database> database) : database_(std::move(database)) {}
    Try<std::vector<ledger::Entry>> page(Seq after);

    std::unique_ptr<Database> database_;
};

} // namespace meguri::store
