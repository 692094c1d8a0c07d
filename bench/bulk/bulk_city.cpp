#include "bulk/bulk_city.hpp"

#include "ledger/job_rows.hpp"
#include "store/city.hpp"

#include <algorithm>

namespace meguri::bench {

namespace {

using ledger::ActorKind;

class BulkFiller {
  public:
    explicit BulkFiller(store::City city)
        : database_(city.registry),
          engine_(std::move(city.journal), clock_, steady_, random_, [](auto replies, auto) {
              for (auto& reply : replies)
                  reply();
          }) {}

    Try<> fill() {
        if (auto done = engine_.start(); !done) return done;
        for (const ProgramId program : dying_programs) {
            MEGURI_ENSURE(publish(1) == program);
            const auto slices = approve(program, each_dying);
            for (const ledger::GrantRows& slice : slices)
                ask(engine_, {{}, std::nullopt, slice});
        }
        MEGURI_ENSURE(publish(180) == granted_program);
        MEGURI_ENSURE(approve(granted_program, each_granted).front().job == granting_job);
        engine_.stop();
        return {};
    }

  private:
    ledger::Key key() { return {random_.bytes<16>(), clock_.now()}; }
    engine::Answer by(std::int64_t person, ledger::Body body) {
        return ask(engine_, {{ActorKind::operator_, {person}}, key(), std::move(body)});
    }

    ProgramId publish(std::int32_t days) {
        ledger::ProgramTerms terms;
        terms.origin = ledger::Origin::granted;
        terms.expiry = {ledger::Expiry::Kind::days_after, days, {}};
        const auto proposed = by(1, ledger::Propose{{}, terms, {}});
        const auto& fact = std::get<ledger::Proposed>(proposed.entry->facts.at(0));
        const auto approved = by(2, ledger::Approve{fact.proposal, fact.digest});
        return std::get<ledger::ProgramPublished>(approved.entry->facts.at(1)).program;
    }

    std::vector<ledger::GrantRows> approve(ProgramId program, ledger::Amount each) {
        auto slices = slices_of({}, each, ledger::most_rows_at_once);
        const ledger::ProposeJob job{
            program, all_wallets, {each.value * all_wallets}, audience_of(slices)
        };
        const auto proposed = by(1, job);
        const auto& fact = std::get<ledger::JobProposed>(proposed.entry->facts.at(0));
        const auto approved = by(2, ledger::Approve{fact.proposal, fact.digest});
        for (const ledger::Fact& each_fact : approved.entry->facts) {
            if (const auto* opened = std::get_if<ledger::JobOpened>(&each_fact))
                for (ledger::GrantRows& slice : slices)
                    slice.job = opened->job;
        }
        return slices;
    }

    SystemRandom random_;
    SystemClock clock_;
    SystemSteadyClock steady_;
    std::shared_ptr<store::Database> database_;
    engine::Engine engine_;
};

} // namespace

engine::Answer ask(engine::Engine& engine, ledger::Command command) {
    std::promise<engine::Answer> promise;
    auto answer = promise.get_future();
    engine.submit(std::move(command), [&](engine::Answer a) { promise.set_value(std::move(a)); });
    engine::Answer a = answer.get();
    MEGURI_ENSURE(a.done());
    return a;
}

std::vector<ledger::GrantRows> slices_of(JobId job, ledger::Amount each, std::size_t rows_a_slice) {
    std::vector<ledger::GrantRows> slices;
    for (std::int64_t n = 0; n < all_wallets;) {
        ledger::GrantRows slice{job, {}, {}};
        for (; n < all_wallets && slice.rows.size() < rows_a_slice; ++n)
            slice.rows.push_back({{n + 1}, each});
        slices.push_back(std::move(slice));
    }
    Hash rest = ledger::behind_last_row();
    std::int64_t first = all_wallets;
    for (std::size_t i = slices.size(); i-- > 0;) {
        slices[i].rest = rest;
        first -= std::ssize(slices[i].rows);
        rest = ledger::rows_digest(slices[i].rows, first, rest);
    }
    return slices;
}

Hash audience_of(const std::vector<ledger::GrantRows>& slices) {
    return ledger::rows_digest(slices.front().rows, 0, slices.front().rest);
}

Try<BenchCity> make_bulk_city(const std::filesystem::path& folder, std::uint16_t port) {
    auto city = make_bench_city(folder, "", port, {all_wallets, 100, 20'000});
    if (!city) return city;
    city->clock_offset_ms = days_later_ms;
    auto opened =
        store::open_city("sqlite://" + std::filesystem::absolute(folder / "city.db").string());
    if (!opened) return std::unexpected(opened.error());
    BulkFiller filler(std::move(*opened));
    if (auto done = filler.fill(); !done) return std::unexpected(done.error());
    return city;
}

} // namespace meguri::bench
