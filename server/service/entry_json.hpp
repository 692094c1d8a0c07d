// Ledger values as the contract shows them (api/schemas.yaml): Entry, Explanation, PlacePublic,
// ProgramTag. One place, so that resident, clerk, operator and auditor read the same words.
#pragma once

#include "engine/engine.hpp"
#include "http/json_out.hpp"
#include "http/problem.hpp"
#include "service/directory.hpp"

namespace meguri::service {

// Seen from a wallet a payment goes out; seen from a place it comes in.
enum class Side { wallet, place };

class EntryJson {
  public:
    explicit EntryJson(const Directory& directory) : directory_(directory) {}

    // `cancelled_by`: the entry that took this payment back, 0 when it stands. `viewer`: whose lots
    // and amount are shown; an entry may be about many wallets.
    void write(
        http::JsonOut& out, const ledger::Entry& entry, Side side, Seq cancelled_by = {},
        WalletId viewer = {}
    ) const;
    void explanation(
        http::JsonOut& out, std::string_view name, const ledger::Explanation& explanation
    ) const;
    void place(http::JsonOut& out, std::string_view name, PlaceId place)
        const; // nothing when it has no texts
    void program(http::JsonOut& out, std::string_view name, ProgramId program) const;

    // The answer to a command as HTTP: 201 with the entry, or the refusal with its explanation.
    http::Response response(const engine::Answer& answer, Side side, WalletId viewer = {}) const;
    http::Response refused(Refusal refusal, const ledger::Explanation& explanation) const;

  private:
    template <class Lot> void lot(http::JsonOut& out, const Lot& lot) const;
    const Directory& directory_;
};

std::string_view kind_word(ledger::EntryKind kind
); // "payment": the contract's word, also used in events

} // namespace meguri::service
