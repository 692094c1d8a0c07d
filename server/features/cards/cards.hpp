// Cards (GEN-a, GEN-b, CHG-g): printed instruments that open a wallet without an app. The city
// makes and re-issues them, shops and counters take them, a resident's app links, blocks and
// empties them.
//
// A card is never the wallet: whatever happens to the card, the wallet keeps its value and history.
// Whoever holds a card can use it, as with cash; so its code is nowhere kept (only, sealed, what a
// batch's codes follow from), a code that is unknown, foreign or altered has one answer
// (card_unknown), and blocking needs no code.
#pragma once

#include "access/card_code.hpp"
#include "access/command_key.hpp"
#include "features/cards/cards_store.hpp"
#include "features/cards/pins_store.hpp"
#include "http/fields.hpp"
#include "http/rounds.hpp"
#include "http/router.hpp"
#include "http/turns.hpp"
#include "service/people_names.hpp"
#include "service/wallet_view.hpp"
#include "vault/vault.hpp"

#include <boost/asio/thread_pool.hpp>

namespace meguri::features {

class Cards {
  public:
    struct Parts { // all must outlive it
        engine::Engine& engine;
        store::Registry& registry;
        const service::Directory& directory;
        const service::PeopleNames& names;
        const access::CommandKeys& keys;
        const access::CardCodes& codes;
        const service::printed_cards::BatchKeys& batch_keys;
        const vault::Vault& vault;
        Random& random;
        const CityKeys& city_keys;
        boost::asio::thread_pool& pin_workers;  // of payments: nothing else stands before them
        boost::asio::thread_pool& slow_workers; // PINs that are chosen
    };
    explicit Cards(Parts parts)
        : p_(parts), json_(parts.directory), pin_key_(parts.city_keys.key(KeyUse::card_pin)) {}
    void add_routes(http::Router& router);

    // Makes what is left of large batches, until `stop`; spawn it on the io thread.
    http::Async<void> run();
    void stop() { rounds_.stop(); }

  private:
    using Reply = http::Async<http::Response>;
    // cards to be printed: batch_routes.cpp
    Reply list_batches(http::Request& request);
    Reply create_batch(http::Request& request);
    Reply approve_batch(http::Request& request);
    http::Async<Try<>> keep_part(cards_store::Part part, ByteArray<16> batch_key);
    http::Response show_made(const cards_store::Batch& batch, const ByteArray<16>& batch_key) const;
    http::Async<Try<>>
    make_part(cards_store::Batch batch, ByteArray<16> batch_key, std::int64_t position);
    http::Async<Try<>> go_on(cards_store::Batch batch);
    void write_batch(http::JsonOut& out, const cards_store::Batch& batch, PersonId caller) const;
    // the city's office: office_routes.cpp
    struct Activation {
        bool may_try = false;
        std::optional<service::printed_cards::Made> made;
    };
    using MaybeRefused = http::Async<std::optional<http::Response>>; // nothing: go on
    MaybeRefused refuse_unapproved(CardId card);
    // Staff only: their place is open and may do one of these (ledger::Capabilities).
    MaybeRefused refuse_closed_place(const http::Request& request, std::uint32_t capabilities);
    // A command under this key has its answer already, which is given again whatever changed since.
    http::Async<std::optional<bool>> answered(const http::Request& request, ledger::Key key);
    MaybeRefused refuse_activation(CardId card, std::string typed, cards_store::TriedWith with);
    bool is_under_film(const Activation& seen, const std::string& typed) const;
    static cards_store::TriedWith tried_with(const std::string& code);
    http::Async<std::optional<http::Response>> give_first_value(CardId card, Instant at);
    Reply find(http::Request& request);
    Reply activate(http::Request& request);
    Reply set_status(http::Request& request);
    Reply reissue(http::Request& request);
    Reply grant(http::Request& request);
    // shops and counters: counter_routes.cpp
    Reply open(http::Request& request);
    Reply history(http::Request& request);
    http::Async<std::optional<http::Response>>
    note_history(http::Request& request, std::string number);
    Reply block(http::Request& request);
    Reply pay(http::Request& request);
    Reply top_up(http::Request& request);
    // PINs, where the city asks for them: pin_routes.cpp
    Reply card_policy(http::Request& request);
    Reply set_card_policy(http::Request& request);
    Reply choose_pin(http::Request& request);
    struct Asking { // for what a PIN may be needed
        ledger::Key key;
        CardId card;
        std::int64_t yen = 0; // 0: points
        std::optional<std::string> pin;
    };
    MaybeRefused refuse_without_pin(const http::Request& request, Asking asking);
    MaybeRefused refuse_wrong_pin(
        CardId card, pins_store::Pin kept, std::string typed, boost::asio::thread_pool& workers
    );
    struct Proof { // that this is the holder
        std::optional<std::string> activation, current_pin;
        cards_store::TriedWith with;
    };
    MaybeRefused refuse_chooser(
        http::Request& request, cards_store::CardRow row, std::optional<pins_store::Pin> kept,
        Proof proof
    );
    MaybeRefused refuse_first_pin(CardId card, Proof proof);
    struct PinState {
        pins_store::Policy policy;
        std::optional<pins_store::Pin> kept;
    };
    http::Async<Try<PinState>> pin_state(CardId card);
    static void write_pin(http::JsonOut& out, const PinState& state);
    std::string pin_secret(CardId card, std::string_view pin) const;
    // a resident's app: own_card_routes.cpp
    Reply list_own(http::Request& request);
    Reply link(http::Request& request);
    Reply block_own(http::Request& request);
    Reply unlink_own(http::Request& request);
    Reply move(http::Request& request);

    // A card as the ledger has it now.
    struct Seen {
        CardId card;
        ledger::CardKind kind = ledger::CardKind::rechargeable;
        ledger::CardStatus status = ledger::CardStatus::registered;
        WalletId wallet;                           // none until it is handed out
        std::optional<service::SeenWallet> inside; // shown while this card opens the wallet
    };
    static std::optional<Seen> see(const ledger::State& state, CardId card, Date today);

    // Names, so that no text is made inside a co_await expression (g++ 12 destroys it twice).
    const std::string code_field = "code", card_field = "card";

    using Row = std::expected<cards_store::CardRow, http::Response>;
    http::Async<Row> row_of_code(std::string scanned, std::string field);
    http::Async<Row> row_of_number(std::string number); // in the path: else not_found
    http::Async<Row> row_of_either(std::string scanned, std::string field); // code or number
    http::Async<std::expected<Seen, http::Response>> seen(CardId card, Instant at);

    std::expected<ledger::Key, http::Response>
    key(const http::Request& request, const std::string& token) const;
    // Sends a command about a card and answers with the card as it is then.
    Reply
    change(http::Request& request, ledger::Key key, ledger::Body body, cards_store::CardRow shown);
    Reply show(cards_store::CardRow row, Instant at);
    void write(http::JsonOut& out, const std::string& number, const Seen& seen, Date today) const;

    Parts p_;
    service::EntryJson json_;
    SecretKey pin_key_;
    http::Turns<CardId> pin_turns_;
    http::Rounds rounds_;
};

} // namespace meguri::features
