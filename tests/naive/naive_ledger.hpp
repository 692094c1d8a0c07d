// The second ledger: the rules written once more, slowly and obviously, as plain rows that are
// searched from end to end. The oracle of property tests, simulation and fuzzing: whatever the real
// ledger answers must be what this one answers, down to the word of the refusal and the order in
// which lots are spent.
//
// It shares nothing with the real rules but base/ and the types of commands and answers. Never make
// it fast or clever; never mend a difference by copying from the real code, but by reading the
// requirement.
#pragma once

#include "ledger/command.hpp"

#include <string>
#include <vector>

namespace meguri::naive {

struct LotRow {
    std::int64_t wallet = 0, program = 0;
    Date expires_on;
    std::uint32_t rights = 0; // as the lot's: 1 granted, 8 to residents, 16 stays on its card, dues
    std::int64_t amount = 0;
    std::int64_t since = 0; // number of the entry that opened it
};

struct Taken { // value of one lot that a payment used, a cancel returned or the night took away
    std::int64_t program = 0;
    Date expires_on;
    std::uint32_t rights = 0;
    std::int64_t amount = 0;
    friend auto operator<=>(const Taken&, const Taken&) = default;
};

struct Answer {
    Refusal word = Refusal::none;
    std::int64_t seq = 0;  // number in the journal; 0 when nothing was recorded
    bool repeated = false; // an earlier answer, given again
    std::vector<Taken> taken;
    std::int64_t amount = 0; // moved, when done
    std::int64_t made = 0;   // first card, handout, hold or job that came of it
    std::int64_t missing = 0;
    std::int64_t left = -1;                                        // of the limit that refused
    std::string field;                                             // terms_contradictory
    std::int64_t wallet = 0, place = 0, program = 0, proposal = 0; // made or changed by it
    Hash digest{};                                                 // of a new proposal
    std::vector<std::int64_t> touched; // wallets whose history it is in, where they are many
};

class Ledger {
  public:
    Answer run(const ledger::Command& command, Instant now);

    std::vector<LotRow> lots(std::int64_t wallet) const; // those that hold something, in no order
    // What stands on all accounts of a kind in a program (issued is what issue lacks).
    std::int64_t total(ledger::AccountKind kind, std::int64_t program) const;
    std::int64_t issued(std::int64_t program) const;
    std::int64_t in_wallets(std::int64_t program) const;
    std::int64_t expired(std::int64_t program) const;
    std::int64_t receivable(std::int64_t place, std::int64_t program) const;
    std::int64_t budget(std::int64_t organization, std::int64_t program) const;
    // Of the yen book: on the accounts of one organization; what all settled value came to.
    std::int64_t in_yen(ledger::AccountKind kind, std::int64_t organization) const;
    std::int64_t redeemed(std::int64_t program) const;
    std::int64_t topped_up(std::int64_t wallet, std::int64_t program) const;
    // What of it a card has handed on to an app.
    std::int64_t handed_on(std::int64_t wallet, std::int64_t program) const;
    std::int64_t entries() const { return last_; }
    std::vector<std::int64_t> history(std::int64_t wallet
    ) const; // numbers of the entries on its chain, newest first
    std::int64_t taken_at(std::int64_t place, Date day) const; // payments less cancels of that day

  private:
    struct WalletRow {
        bool blocked = false;
        std::uint64_t marks = 0;
        std::int64_t owner = 0, card = 0, moved_to = 0, household = 0;
    };
    struct PlaceRow {
        bool closed = false;
        std::uint32_t can = 0;
        std::int64_t organization = 0;
        std::int32_t type = 0, area = 0;
    };
    struct ProgramRow {
        std::int64_t version = 0;
        bool stopped = false;
        ledger::ProgramTerms terms;
    };
    struct ProposalRow {
        std::int64_t by = 0, program = 0, based_on = 0;
        ledger::ProgramTerms terms;
        Hash digest{};
        enum { open, approved, withdrawn } state = open;
        bool job = false;
        Date until{}; // a run of settlement
        std::int64_t rows = 0, total = 0;
        Hash audience{};
    };
    // Value on an account other than a wallet's lot: one row for each movement.
    struct BookRow {
        ledger::AccountKind kind;
        std::int64_t holder, program, amount;
        Date day;       // when it was booked
        Date settles{}; // takes away what was owed up to this day
    };
    // One act that limits count, with the limits that stood in the terms when it was done. Given
    // back: the same once more, with less than nothing.
    struct ActRow {
        ledger::Counted what;
        std::int64_t program, wallet, amount, times;
        Date day;
        std::vector<ledger::LimitRule> rules;
        bool carried = false;   // came along from a card: counts for the person alone
        bool handed_on = false; // of a card's: has come along to an app
    };
    struct PaymentRow {
        std::int64_t seq, wallet, place, amount;
        Date day;
        std::vector<Taken> taken, earned;
        std::vector<ActRow> acts;
        std::int64_t cancelled = 0, mandate = 0;
        Date mandate_day{};
    };
    struct TopUpRow { // also one that was held and then posted
        std::int64_t seq, wallet, place, amount;
        Date day;
        Taken bought, premium;
        std::vector<ActRow> acts;
        bool cancelled = false;
    };
    struct TakenBack { // part of a payment that was taken back
        std::int64_t place, amount;
        Date day;
    };
    struct CardRow {
        ledger::CardKind kind;
        ledger::CardStatus status = ledger::CardStatus::registered;
        std::int64_t wallet = 0;
    };
    struct MandateRow {
        std::int64_t number;
        ledger::GiveMandate terms;
        bool revoked = false;
    };
    struct MandateUse {
        std::int64_t wallet, number, amount;
        Date day;
    };
    struct HoldRow {
        bool dues = false, closed = false;
        std::int64_t wallet = 0, program = 0, amount = 0, bonus = 0, bonus_in = 0;
        std::vector<Taken> lots;
        std::vector<ActRow> acts;
    };
    struct HandoutRow {
        ledger::HandoutTerms terms;
        bool closed = false;
    };
    struct ClaimRow {
        std::int64_t handout, wallet;
        Date day;
        bool carried = false, handed_on = false; // as an act's
    };
    struct StayRow {
        std::int64_t wallet, handout;
        Instant since{};
        std::int32_t minutes = 0;
    };
    struct JobRow {
        std::int64_t program = 0, rows = 0, done = 0, left = 0;
        Hash expected{};
        bool ended = false;
        Date until{}; // a run of settlement
    };
    struct PayOutRow {
        std::int64_t seq, organization, amount;
        bool gone = false; // returned, or too long ago to be
    };
    struct KeyRow {
        ledger::Actor actor;
        ByteArray<16> id;
        std::string content;
        bool closed;
        Answer answer;
    };
    struct SourceRow {
        ByteArray<16> ref;
        std::string content;
        Answer answer;
    };
    struct OnChain {
        std::int64_t wallet, seq;
    };

    Answer rules(const ledger::Command& command, std::int64_t seq);
    Answer city_rules(const ledger::Body& body, std::int64_t person);
    Answer giving_rules(const ledger::Body& body, std::int64_t seq);
    Answer open_wallet(const ledger::OpenWallet&);
    Answer wallet_status(const ledger::SetWalletStatus&);
    Answer household(const ledger::SetHousehold&);
    Answer wallet_marks(const ledger::SetWalletMarks&);
    Answer register_place(const ledger::RegisterPlace&);
    Answer place_status(const ledger::SetPlaceStatus&);
    Answer place_traits(const ledger::SetPlaceTraits&);
    Answer policy(const ledger::SetPolicy&);
    Answer propose(const ledger::Propose&, std::int64_t person);
    Answer propose_job(const ledger::ProposeJob&, std::int64_t person);
    Answer approve(const ledger::Approve&, std::int64_t person);
    Answer withdraw(const ledger::Withdraw&);
    Answer stop_program(const ledger::StopProgram&);
    Answer top_up(const ledger::TopUp&, std::int64_t seq);
    Answer pay(const ledger::Payment&, std::int64_t person, std::int64_t seq);
    Answer cancel(const ledger::Cancel&, ledger::ActorKind by, std::int64_t seq);
    Answer cancel_payment(PaymentRow& payment, std::int64_t amount, std::int64_t seq);
    Answer cancel_top_up(TopUpRow& top_up, bool charged_back, std::int64_t seq);
    Answer expire(const ledger::Expire&);
    Answer grant(const ledger::Grant&, std::int64_t seq);
    Answer adjust(const ledger::Adjust&, std::int64_t seq);
    Answer transfer(const ledger::Transfer&, std::int64_t seq);
    Answer register_cards(const ledger::RegisterCards&);
    Answer activate_card(const ledger::ActivateCard&);
    Answer card_status(const ledger::SetCardStatus&);
    Answer reissue_card(const ledger::ReissueCard&);
    Answer move_card(const ledger::MoveCard&, std::int64_t seq);
    Answer give_mandate(const ledger::GiveMandate&);
    Answer revoke_mandate(const ledger::RevokeMandate&);
    Answer hold_top_up(const ledger::HoldTopUp&);
    Answer hold_dues(const ledger::HoldDues&);
    Answer settle_hold(std::int64_t hold, bool post, std::int64_t seq);
    Answer give_budget(const ledger::GiveBudget&);
    Answer open_handout(const ledger::OpenHandout&);
    Answer close_handout(const ledger::CloseHandout&);
    Answer claim(const ledger::Claim&, std::int64_t seq);
    Answer check_in(const ledger::CheckIn&);
    Answer check_out(const ledger::CheckOut&, std::int64_t seq);
    Answer correct_stay(const ledger::CorrectStay&, std::int64_t seq);
    void bring_stays(std::int64_t from, std::int64_t to);
    Answer stayed(StayRow& stay, std::int32_t minutes, std::int64_t seq);
    Answer grant_rows(const ledger::GrantRows&, std::int64_t seq);
    Answer end_job(const ledger::EndJob&);
    Answer settling_rules(const ledger::Body& body, std::int64_t person, std::int64_t seq);
    Answer close_day(const ledger::CloseDay&);
    Answer propose_settlement(const ledger::ProposeSettlement&, std::int64_t person);
    Answer settle(const ledger::Settle&);
    bool settle_value(const ledger::SettlementRow& settled, Date until);
    bool keep_fee(const ledger::SettlementRow& fee);
    std::int64_t owed(std::int64_t place, std::int64_t program, Date until) const;
    Answer pay_out(const ledger::PayOut&, std::int64_t seq);
    Answer return_pay_out(const ledger::ReturnPayOut&);

    // --- asked by many of them
    Refusal wallet_can(std::int64_t wallet) const;
    Refusal card_can(std::int64_t card) const;
    Refusal program_gives(std::int64_t program) const;
    bool live_together(std::int64_t one, std::int64_t other) const;
    bool eligible(std::int64_t program, std::int64_t wallet) const;
    std::int64_t follow(std::int64_t wallet) const; // where a card's value is now
    std::int64_t
    used(const ledger::LimitRule& rule, std::int64_t program, std::int64_t wallet) const;
    // The most that the limits leave; a limit without an end leaves more than anybody has.
    std::int64_t room(ledger::Counted what, std::int64_t program, std::int64_t wallet) const;
    std::int64_t budget_room(std::int64_t program) const;
    std::int64_t room_to_give(std::int64_t program, std::int64_t wallet) const;
    // Refuses what does not fit, with what is left.
    Answer fits(
        ledger::Counted what, std::int64_t program, std::int64_t wallet, std::int64_t amount
    ) const;
    Answer fits_budget(std::int64_t program, std::int64_t amount) const;
    ActRow
    act(ledger::Counted what, std::int64_t program, std::int64_t wallet, std::int64_t amount);
    void undo(
        const std::vector<ActRow>& acts, ledger::Counted what, std::int64_t program,
        std::int64_t amount, bool whole, std::int64_t wallet
    );
    Taken new_lot(std::int64_t program, std::int64_t amount, std::int64_t topped_up = 0) const;
    Answer give(
        ledger::AccountKind from, std::int64_t holder, std::int64_t program, std::int64_t wallet,
        std::int64_t amount, std::int64_t seq
    );
    void
    book(ledger::AccountKind kind, std::int64_t holder, std::int64_t program, std::int64_t amount);
    std::vector<LotRow> in_order(std::int64_t wallet) const;
    // Takes `amount` of one program, in the order of spending; what is missing says how much is not
    // there.
    Answer
    take_of(std::int64_t wallet, std::int64_t program, std::int64_t amount, bool to_resident) const;
    Refusal handout_open(std::int64_t handout, std::uint32_t way, std::int64_t place) const;
    Answer times_left(std::int64_t handout, std::int64_t wallet) const;
    Answer
    give_out(std::int64_t handout, std::int64_t wallet, std::int64_t amount, std::int64_t seq);
    struct Sale {
        Answer refused;
        std::int64_t amount = 0, premium = 0;
    };
    std::int64_t left_for_all(std::int64_t into) const;
    std::int64_t
    most_for_sale(std::int64_t program, std::int64_t premium, std::int64_t wallet) const;
    Sale sale(std::int64_t wallet, std::int64_t program, std::int64_t amount, bool may_cut) const;
    std::int64_t balance(std::int64_t wallet, const Taken& lot) const;

    void put(std::int64_t wallet, const Taken& value, std::int64_t seq);
    void take(std::int64_t wallet, const Taken& value);
    std::string wrong_field(const ledger::ProgramTerms& terms, std::int64_t program) const;
    std::string wrong_expiry(
        const ledger::ProgramTerms& terms, const ledger::Expiry& expires, const std::string& field
    ) const;
    std::string wrong_bonus(const ledger::ProgramTerms& terms) const;
    static std::string wrong_reach(const ledger::ProgramTerms& terms);
    std::string wrong_here(const ledger::ProgramTerms& terms, std::int64_t program) const;
    bool wrong_premium(const ledger::ProgramTerms& terms, std::int64_t program) const;
    bool somewhere(const ledger::Where& where, std::uint32_t can) const;
    bool gives_at_once(std::int64_t program, std::int64_t amount) const; // by budget and limits

    Instant now_{}, last_stamp_{};
    Date today_{};
    std::int64_t last_ = 0, organizations_ = 0, households_ = 0;
    bool limited_first_ = false;
    Date closed_{};
    std::vector<WalletRow> wallets_;
    std::vector<PlaceRow> places_;
    std::vector<ProgramRow> programs_;
    std::vector<ProposalRow> proposals_;
    std::vector<LotRow> lots_;
    std::vector<BookRow> books_;
    std::vector<ActRow> acts_;
    std::vector<TopUpRow> top_ups_;
    std::vector<PaymentRow> payments_;
    std::vector<TakenBack> taken_back_;
    std::vector<CardRow> cards_;
    std::vector<std::vector<MandateRow>> mandates_; // by wallet
    std::vector<MandateUse> mandate_uses_;
    std::vector<HoldRow> holds_;
    std::vector<HandoutRow> handouts_;
    std::vector<ClaimRow> claims_;
    std::vector<StayRow> stays_;
    std::vector<JobRow> jobs_;
    std::vector<PayOutRow> pay_outs_;
    std::vector<KeyRow> keys_;
    std::vector<SourceRow> sources_;
    std::vector<OnChain> chains_;
};

} // namespace meguri::naive
