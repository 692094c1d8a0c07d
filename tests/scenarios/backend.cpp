#include "scenarios/backend.hpp"

#include "naive/pure_ledger.hpp"

namespace meguri::scenarios {

namespace {

using ledger::AccountKind;

class PureBackend : public Backend {
  public:
    naive::Answer execute(const ledger::Command& command, Instant clock) override {
        return ledger_.run(command, clock);
    }
    std::vector<naive::LotRow> lots(WalletId id) override {
        std::vector<naive::LotRow> rows;
        const ledger::Wallet* wallet = ledger_.state().wallets.find(id);
        if (!wallet) return rows;
        for (const ledger::Lot& l : wallet->lots) {
            rows.push_back(
                {id.value, l.program.value, l.expires_on, l.rights.bits, l.balance.value,
                 l.since.value}
            );
        }
        return rows;
    }
    Sums sums(ProgramId id) override {
        const ledger::Program* p = ledger_.state().programs.find(id);
        if (!p) return {};
        return {
            p->issued().value, p->total(AccountKind::lot).value,
            p->total(AccountKind::expired).value
        };
    }
    std::int64_t receivable(PlaceId id, ProgramId program) override {
        const ledger::Place* place = ledger_.state().places.find(id);
        std::int64_t sum = 0;
        if (!place) return sum;
        for (const ledger::Receivable& r : place->receivables)
            sum += r.program == program ? r.balance.value : 0;
        return sum;
    }
    std::string broken() override { return ledger_.broken(); }
    // All that a restart leaves is the journal.
    void restart() override {
        ledger::State again;
        for (const ledger::Entry& entry : ledger_.journal())
            ledger::apply(again, entry);
        ledger_.state() = std::move(again);
    }

  private:
    naive::PureLedger ledger_;
};

class NaiveBackend : public Backend {
  public:
    naive::Answer execute(const ledger::Command& command, Instant clock) override {
        return ledger_.run(command, clock);
    }
    std::vector<naive::LotRow> lots(WalletId wallet) override { return ledger_.lots(wallet.value); }
    Sums sums(ProgramId p) override {
        return {ledger_.issued(p.value), ledger_.in_wallets(p.value), ledger_.expired(p.value)};
    }
    std::int64_t receivable(PlaceId place, ProgramId program) override {
        return ledger_.receivable(place.value, program.value);
    }

  private:
    naive::Ledger ledger_;
};

} // namespace

std::unique_ptr<Backend> pure_backend() { return std::make_unique<PureBackend>(); }
std::unique_ptr<Backend> naive_backend() { return std::make_unique<NaiveBackend>(); }

} // namespace meguri::scenarios
