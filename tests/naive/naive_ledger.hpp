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
    bool granted = false;
    std::int64_t amount = 0;
    std::int64_t since = 0; // number of the entry that opened it
};

struct Taken { // value of one lot that a payment used, a cancel returned or the night took away
    std::int64_t program = 0;
    Date expires_on;
    bool granted = false;
    std::int64_t amount = 0;
    friend auto operator<=>(const Taken&, const Taken&) = default;
};

struct Answer {
    Refusal word = Refusal::none;
    std::int64_t seq = 0;  // number in the journal; 0 when nothing was recorded
    bool repeated = false; // an earlier answer, given again
    std::vector<Taken> taken;
    std::int64_t missing = 0;
    std::int64_t left = -1;                                        // of the limit that refused
    std::string field;                                             // terms_contradictory
    std::int64_t wallet = 0, place = 0, program = 0, proposal = 0; // made or changed by it
    Hash digest{};                                                 // of a new proposal
};

class Ledger {
  public:
    Answer run(const ledger::Command& command, Instant now);

    std::vector<LotRow> lots(std::int64_t wallet) const; // those that hold something, in no order
    std::int64_t issued(std::int64_t program) const;
    std::int64_t in_wallets(std::int64_t program) const;
    std::int64_t expired(std::int64_t program) const;
    std::int64_t receivable(std::int64_t place, std::int64_t program) const;
    std::int64_t topped_up(std::int64_t wallet, std::int64_t program) const;
    std::int64_t entries() const { return last_; }
    std::vector<std::int64_t> history(std::int64_t wallet
    ) const; // numbers of the entries on its chain, newest first
    std::int64_t taken_at(std::int64_t place, Date day) const; // payments less cancels of that day

  private:
    struct WalletRow {
        bool blocked = false;
    };
    struct PlaceRow {
        bool closed = false, takes_money = false, tops_up = false;
        std::int64_t organization = 0;
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
    };
    struct TopUpRow {
        std::int64_t wallet, place, program, amount;
    };
    struct PaymentRow {
        std::int64_t seq, wallet, place, amount;
        Date day;
        std::vector<Taken> taken;
        bool cancelled = false;
    };
    struct ExpiredRow {
        std::int64_t wallet, program, amount;
    };
    struct KeyRow {
        ledger::Actor actor;
        ByteArray<16> id;
        std::string content;
        bool closed;
        Answer answer;
    };
    struct OnChain {
        std::int64_t wallet, seq;
    };

    Answer rules(const ledger::Body& body, std::int64_t person, std::int64_t seq);
    Answer open_wallet(const ledger::OpenWallet&);
    Answer wallet_status(const ledger::SetWalletStatus&);
    Answer register_place(const ledger::RegisterPlace&);
    Answer place_status(const ledger::SetPlaceStatus&);
    Answer propose(const ledger::Propose&, std::int64_t person);
    Answer approve(const ledger::Approve&, std::int64_t person);
    Answer withdraw(const ledger::Withdraw&);
    Answer stop_program(const ledger::StopProgram&);
    Answer top_up(const ledger::TopUp&, std::int64_t seq);
    Answer pay(const ledger::Payment&, std::int64_t seq);
    Answer cancel(const ledger::Cancel&, std::int64_t seq);
    Answer expire(const ledger::Expire&);

    void put(std::int64_t wallet, const Taken& value, std::int64_t seq);
    void take(std::int64_t wallet, const Taken& value);
    std::string wrong_field(const ledger::ProgramTerms& terms, std::int64_t program) const;

    Instant now_{}, last_stamp_{};
    Date today_{};
    std::int64_t last_ = 0, organizations_ = 0;
    std::vector<WalletRow> wallets_;
    std::vector<PlaceRow> places_;
    std::vector<ProgramRow> programs_;
    std::vector<ProposalRow> proposals_;
    std::vector<LotRow> lots_;
    std::vector<TopUpRow> top_ups_;
    std::vector<PaymentRow> payments_;
    std::vector<ExpiredRow> expired_;
    std::vector<KeyRow> keys_;
    std::vector<OnChain> chains_;
};

} // namespace meguri::naive
