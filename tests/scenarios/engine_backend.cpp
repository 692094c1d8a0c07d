#include "scenarios/engine_backend.hpp"

#include "naive/pure_ledger.hpp"

#include <fmt/core.h>

#include <future>
#include <stdexcept>

namespace meguri::scenarios {

namespace {

using ledger::AccountKind;
using ledger::Command;

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
        std::make_unique<store::FailingJournal>(must(store::open_journal(url_), "open"), trouble_);
    const auto deliver = [](std::vector<engine::Engine::Reply> replies,
                            std::vector<engine::EntryPtr>) {
        for (auto& reply : replies)
            reply();
    };
    engine_ = std::make_unique<engine::Engine>(
        std::move(journal), clock_, clock_, random_, deliver, options_
    );
    must(engine_->start(), "start");
}

naive::Answer
EngineBackend::answer_of(const engine::Answer& answer, std::int64_t first_fresh) const {
    if (!answer.entry) return naive::answer_of(answer.refusal, answer.explanation());
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
        clock_.wait(ms_per_second); // as whoever asks again does
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
                {id.value, l.program.value, l.expires_on, l.rights.bits, l.balance.value,
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
        std::promise<std::optional<std::vector<engine::EntryPtr>>> promise;
        engine_->read_chain(
            ledger::HolderKind::wallet, wallet.value, before, page,
            [&](auto found) { promise.set_value(std::move(found)); }
        );
        const auto found = promise.get_future().get();
        if (!found) throw std::runtime_error("the journal cannot be read");
        const auto& entries = *found;
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
