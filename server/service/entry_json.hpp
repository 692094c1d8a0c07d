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

// How much of a payment has been taken back, and by which entry last; none when it stands.
struct Cancelled {
    Seq by;
    ledger::Amount amount;
};
Cancelled cancelled_of(const ledger::Wallet* wallet, Seq payment); // null: it stands

class EntryJson {
  public:
    explicit EntryJson(const Directory& directory) : directory_(directory) {}

    // `viewer`: whose lots and amount are shown; an entry may be about many wallets.
    void write(
        http::JsonOut& out, const ledger::Entry& entry, Side side, const Cancelled& cancelled = {},
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
    void write_handout(http::JsonOut& out, const ledger::Entry& entry) const;
    template <class Lot> void lot(http::JsonOut& out, const Lot& lot) const;
    const Directory& directory_;
};

std::string_view kind_word(ledger::EntryKind kind
);                                            // "payment": the contract's word, also used in events
std::string_view way_word(std::uint32_t way); // one bit of ledger::Ways

} // namespace meguri::service
