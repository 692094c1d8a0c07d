#include "features/programs/programs_store.hpp"

namespace meguri::features::programs_store {

std::vector<store::Migration> migrations() {
    return {
        {2026112201, "proposal_texts", R"(
CREATE TABLE proposal_texts (
    proposal {integer} PRIMARY KEY,
    id {text} NOT NULL UNIQUE,
    program_id {text} NOT NULL,
    program {integer} NOT NULL,
    name {text} NOT NULL,
    stamp {text} NOT NULL,
    proposed_ms {integer} NOT NULL
){strict};)"},
        {2026112301, "dry_run", R"(
CREATE TABLE dry_run (
    proposal {integer} NOT NULL,
    digest {blob} NOT NULL,
    seen_ms {integer} NOT NULL,
    PRIMARY KEY (proposal, digest)
){strict};)"}
    };
}

Try<> insert(store::Database& db, const ProposalRow& row) {
    const auto done = db.run(
        "INSERT INTO proposal_texts (proposal, id, program_id, program, name, stamp, proposed_ms) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (proposal) DO NOTHING",
        {row.proposal.value, row.id, row.program_id, row.program.value, row.name, row.stamp,
         row.proposed_at.ms}
    );
    return done ? Try<>{} : std::unexpected(done.error());
}

Try<> set_program(store::Database& db, ProposalId proposal, ProgramId program) {
    const auto done = db.run(
        "UPDATE proposal_texts SET program = $1 WHERE proposal = $2",
        {program.value, proposal.value}
    );
    return done ? Try<>{} : std::unexpected(done.error());
}

Try<std::vector<ProposalRow>> all(store::Database& db) {
    const auto rows = db.run("SELECT proposal, id, program_id, program, name, stamp, proposed_ms "
                             "FROM proposal_texts ORDER BY proposal");
    if (!rows) return std::unexpected(rows.error());
    std::vector<ProposalRow> found;
    for (const store::Row& r : rows->rows) {
        found.push_back(
            {{r.integer(0)},
             r.text(1),
             r.text(2),
             {r.integer(3)},
             r.text(4),
             r.text(5),
             {r.integer(6)}}
        );
    }
    return found;
}

Try<> note_dry_run(store::Database& db, ProposalId proposal, const Hash& digest, Instant at) {
    return db.execute(
        "INSERT INTO dry_run (proposal, digest, seen_ms) VALUES ($1, $2, $3) "
        "ON CONFLICT (proposal, digest) DO UPDATE SET seen_ms = $3",
        {proposal.value, store::Blob{Bytes(view(digest))}, at.ms}
    );
}

Try<std::optional<Instant>>
find_dry_run(store::Database& db, ProposalId proposal, const Hash& digest) {
    const auto row = db.run(
        "SELECT seen_ms FROM dry_run WHERE proposal = $1 AND digest = $2",
        {proposal.value, store::Blob{Bytes(view(digest))}}
    );
    if (!row) return std::unexpected(row.error());
    return row->empty() ? std::nullopt : std::optional(Instant{row->one().integer(0)});
}

} // namespace meguri::features::programs_store
