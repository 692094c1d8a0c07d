#include "audit/checks.hpp"
#include "audit/compare_cells.hpp"

#include <fmt/core.h>

namespace meguri::audit {

using namespace cell;

void CheckpointCheck::check_up_to(std::int64_t seq, const Books& books, Report& report) {
    for (; at_ < cells_.size() && cells_[at_].as_of <= seq; ++at_) {
        if (cells_[at_].as_of == seq)
            compare(cells_[at_], books, report);
        else
            report.add(
                cells_[at_].as_of,
                fmt::format(
                    "checkpoint of {} is as of an entry that does not exist", name(cells_[at_])
                )
            );
    }
}

// A restart loads these rows and replays what follows the position: whatever changed before it must
// be in them.
void CheckpointCheck::finish(std::int64_t last_seq, const Books& books, Report& report) {
    for (; at_ < cells_.size(); ++at_) {
        report.add(
            cells_[at_].as_of,
            fmt::format("checkpoint of {} is as of an entry that does not exist", name(cells_[at_]))
        );
    }
    if (!position_) return;
    if (*position_ < 0 || *position_ > last_seq)
        report.add(*position_, "the checkpoint's position is no entry");
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> as_of;
    for (const CellRow& cell : cells_)
        as_of[{cell.kind, cell.id}] = cell.as_of;
    const auto covered = [&](std::int64_t kind, std::int64_t id, const Holder& holder) {
        const auto stored = as_of.find({kind, id});
        const std::int64_t known = stored == as_of.end() ? 0 : stored->second;
        if (!holder.exists || holder.changed_before_replay <= known) return;
        report.add(
            holder.changed_before_replay,
            fmt::format(
                "a restart would lose this change of {}: replay begins after {}, its "
                "checkpoint is as of {}",
                name({kind, id, {}, 0}), *position_, known
            )
        );
    };
    const auto all_covered = [&](std::int64_t kind, const auto& holders) {
        for (const auto& [id, holder] : holders)
            covered(kind, id, holder);
    };
    all_covered(program_cell, books.programs);
    all_covered(wallet_cell, books.wallets);
    all_covered(place_cell, books.places);
    all_covered(proposal_cell, books.proposals);
    all_covered(organization_cell, books.organizations);
    all_covered(card_cell, books.cards);
    all_covered(handout_cell, books.handouts);
    all_covered(job_cell, books.jobs);
    all_covered(hold_cell, books.holds);
    covered(city_cell, 1, books.city);
    all_covered(sources_cell, books.shards);
}

} // namespace meguri::audit
