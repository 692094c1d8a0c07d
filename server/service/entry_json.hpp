// Ledger values as the contract shows them (api/schemas.yaml): Entry, Explanation, PlacePublic,
// ProgramTag. One place, so that resident, clerk, operator and auditor read the same words.
#pragma once

#include "engine/engine.hpp"
#include "http/json_out.hpp"
#include "http/problem.hpp"
#include "ledger/decide.hpp"
#include "service/directory.hpp"
#include "service/entry_words.hpp"

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
    // The answer to a preview: what would be used and what not, and the refusal if there is one.
    http::Response tried(const ledger::Outcome& outcome) const;
    http::Response tried(const ledger::Explanation& why, Refusal refusal) const;
    // The answer to closeKey: what the key did, or `not_done` for ever and why. What the server
    // says about itself (paused, …) is no answer of the key's: then the problem.
    http::Response closed(const engine::Answer& answer, Side side, WalletId viewer = {}) const;

  private:
    void write_handout(http::JsonOut& out, const ledger::Entry& entry) const;
    template <class Lot> void lot(http::JsonOut& out, const Lot& lot) const;
    const Directory& directory_;
};

} // namespace meguri::service
