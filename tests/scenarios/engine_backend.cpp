#include "scenarios/engine_backend.hpp"

#include "naive/pure_ledger.hpp"

#include <fmt/core.h>

#include <future>
#include <stdexcept>

namespace meguri::scenarios {

namespace {

using ledger::AccountKind;
using ledger::Command;

// A store whose commits fail when asked to, in each of the ways in which a real one can.
class FailingJournal : public store::JournalStore {
  public:
    FailingJournal(std::unique_ptr<store::JournalStore> real, std::atomic<CommitFault>& fault)
        : real_(std::move(real)), fault_(fault) {}

    Try<store::Head> take_over() override { return real_->take_over(); }
    Try<store::Head> head() override { return real_->head(); }
    Try<Seq> load_checkpoint(const std::function<Try<>(const store::CellRow&, Seq)>& cell
    ) override {
        return real_->load_checkpoint(cell);
    }
    Try<> read_entries(Seq after, const std::function<Try<>(ledger::Entry&&)>& entry) override {
        return real_->read_entries(after, entry);
    }
    Try<Seq> first_at_or_after(Instant at) override { return real_->first_at_or_after(at); }
    Try<std::optional<ledger::Entry>> entry(Seq seq) override { return real_->entry(seq); }
    Try<std::vector<ledger::Entry>> entries(const std::vector<Seq>& seqs) override {
        return real_->entries(seqs);
    }
    Try<> maintain() override { return real_->maintain(); }

    Try<> commit(const store::Group& group) override {
        const CommitFault how =
            group.entries.empty() ? CommitFault::none : fault_.exchange(CommitFault::none);
        if (how == CommitFault::refused)
            return fault(FaultCode::unavailable, "the test pulled the plug before");
        if (how == CommitFault::lost_before)
            return fault(FaultCode::outcome_unknown, "the test lost the request");
        auto done = real_->commit(group);
        if (how == CommitFault::lost_after && done)
            return fault(FaultCode::outcome_unknown, "the test lost the answer");
        return done;
    }

  private:
    std::unique_ptr<store::JournalStore> real_;
    std::atomic<CommitFault>& fault_;
};

template <class T> T must(Try<T> value, const char* what) {
    if (!value) throw std::runtime_error(fmt::format("{}: {}", what, value.error().detail));
    if constexpr (!std::is_void_v<T>) return std::move(*value);
}

} // namespace

EngineBackend::EngineBackend(std::string url, std::uint64_t seed, engine::Options options)
    : url_(std::move(url)), options_(options), random_(seed) {}

EngineBackend::~EngineBackend() = default;

// The first command brings the time along, so the engine starts only then.
void EngineBackend::start() {
    if (engine_) return;
    auto journal =
        std::make_unique<FailingJournal>(must(store::open_journal(url_), "open"), fault_);
    const auto deliver = [](std::vector<engine::Engine::Reply> replies,
                            std::vector<engine::EntryPtr>) {
        for (auto& reply : replies)
            reply();
    };
    engine_ =
        std::make_unique<engine::Engine>(std::move(journal), clock_, random_, deliver, options_);
    must(engine_->start(), "start");
}

naive::Answer
EngineBackend::answer_of(const engine::Answer& answer, std::int64_t first_fresh) const {
    if (!answer.entry) return naive::answer_of(answer.refusal, answer.explanation);
    naive::Answer told = naive::answer_of(*answer.entry);
    told.repeated = told.seq < first_fresh;
    return told;
}

std::vector<naive::Answer>
EngineBackend::execute_all(const std::vector<Command>& commands, Instant clock) {
    clock_.set(clock);
    start();
    std::vector<std::promise<engine::Answer>> promises(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i) {
        engine_->submit(commands[i], [&p = promises[i]](engine::Answer a) {
            p.set_value(std::move(a));
        });
    }
    std::vector<naive::Answer> answers;
    for (auto& promise : promises) {
        answers.push_back(answer_of(promise.get_future().get(), newest_ + 1));
        newest_ = std::max(newest_, answers.back().seq);
    }
    return answers;
}

naive::Answer EngineBackend::try_once(const Command& command, Instant clock) {
    return execute_all({command}, clock).front();
}

naive::Answer EngineBackend::execute(const Command& command, Instant clock) {
    for (;;) {
        const naive::Answer answer = try_once(command, clock);
        if (answer.word != Refusal::outcome_unknown && answer.word != Refusal::paused)
            return answer;
    }
}

void EngineBackend::send_and_forget(const Command& command, Instant clock) {
    const naive::Answer thrown_away = try_once(command, clock);
    static_cast<void>(thrown_away);
}

void EngineBackend::look(const std::function<void(const ledger::State&)>& look) {
    start();
    for (bool served = false; !served;) {
        std::promise<bool> done;
        engine_->read(
            [&](const ledger::State& state) { look(state); }, [&](bool yes) { done.set_value(yes); }
        );
        served = done.get_future().get();
    }
}

std::vector<naive::LotRow> EngineBackend::lots(WalletId id) {
    std::vector<naive::LotRow> rows;
    look([&](const ledger::State& state) {
        const ledger::Wallet* wallet = state.wallets.find(id);
        if (!wallet) return;
        for (const ledger::Lot& l : wallet->lots) {
            rows.push_back(
                {id.value, l.program.value, l.expires_on, l.rights.granted(), l.balance.value,
                 l.since.value}
            );
        }
    });
    return rows;
}

Backend::Sums EngineBackend::sums(ProgramId id) {
    Sums sums;
    look([&](const ledger::State& state) {
        const ledger::Program* p = state.programs.find(id);
        if (p)
            sums = {
                p->issued().value, p->total(AccountKind::lot).value,
                p->total(AccountKind::expired).value
            };
    });
    return sums;
}

std::int64_t EngineBackend::receivable(PlaceId id, ProgramId program) {
    std::int64_t sum = 0;
    look([&](const ledger::State& state) {
        const ledger::Place* place = state.places.find(id);
        if (!place) return;
        for (const ledger::Receivable& r : place->receivables)
            sum += r.program == program ? r.balance.value : 0;
    });
    return sum;
}

void EngineBackend::restart() {
    stop();
    start();
}

std::vector<std::int64_t> EngineBackend::history(WalletId wallet, std::size_t page) {
    start();
    std::vector<std::int64_t> seqs;
    for (Seq before{};;) {
        std::promise<std::vector<engine::EntryPtr>> promise;
        engine_->read_chain(
            ledger::HolderKind::wallet, wallet.value, before, page,
            [&](std::vector<engine::EntryPtr> entries) { promise.set_value(std::move(entries)); }
        );
        const auto entries = promise.get_future().get();
        for (const auto& entry : entries)
            seqs.push_back(entry->seq.value);
        if (entries.size() < page) return seqs;
        before = entries.back()->seq;
    }
}

void EngineBackend::while_stopped(const std::function<void(const std::string& url)>& work) {
    stop();
    work(url_);
    start();
}

std::vector<ledger::Entry> EngineBackend::journal() {
    std::vector<ledger::Entry> all;
    while_stopped([&](const std::string&) {
        const auto journal = must(store::open_journal(url_), "open");
        must(journal->take_over(), "take over");
        const auto keep = [&](ledger::Entry&& entry) -> Try<> {
            all.push_back(std::move(entry));
            return {};
        };
        must(journal->read_entries({}, keep), "read");
    });
    return all;
}

} // namespace meguri::scenarios
