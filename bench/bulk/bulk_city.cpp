#include "bulk/bulk_city.hpp"

#include "engine/engine.hpp"
#include "features/programs/programs_store.hpp"
#include "ledger/job_rows.hpp"
#include "store/city.hpp"

#include <future>

namespace meguri::bench {

namespace {

using ledger::ActorKind;

// Slices of a job that gives every wallet the same, with the digest of what is behind each.
std::vector<ledger::GrantRows> slices_for_all(ledger::Amount each) {
    std::vector<ledger::GrantRows> slices;
    for (std::int64_t n = 0; n < all_wallets;) {
        ledger::GrantRows slice;
        for (; n < all_wallets && slice.rows.size() < ledger::most_rows_at_once; ++n)
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

class BulkFiller {
  public:
    explicit BulkFiller(store::City city)
        : database_(city.registry),
          engine_(std::move(city.journal), clock_, steady_, random_, [](auto replies, auto) {
              for (auto& reply : replies)
                  reply();
          }) {}

    Try<> fill(BulkCity& city) {
        if (auto done = engine_.start(); !done) return done;
        for (const ProgramId program : dying_programs) {
            MEGURI_ENSURE(publish(1).program == program);
            give_to_all(program, {each_dying});
        }
        features::ProposalRow gift = publish(180);
        gift.id = "bench-proposal", gift.program_id = city.gift = "bench-gift";
        gift.name = "くらし応援", gift.stamp = "贈", gift.proposed_at = clock_.now();
        std::promise<Try<>> promise;
        auto done = promise.get_future();
        engine_.between_groups([&] {
            promise.set_value(features::programs_store::insert(*database_, gift));
        });
        auto written = done.get();
        engine_.stop();
        return written;
    }

  private:
    engine::Answer ask(ledger::Command command) {
        std::promise<engine::Answer> promise;
        auto answer = promise.get_future();
        engine_.submit(std::move(command), [&](engine::Answer a) {
            promise.set_value(std::move(a));
        });
        engine::Answer a = answer.get();
        MEGURI_ENSURE(a.done());
        return a;
    }
    engine::Answer by(std::int64_t person, ledger::Body body) {
        const ledger::Key key{random_.bytes<16>(), clock_.now()};
        return ask({{ActorKind::operator_, {person}}, key, std::move(body)});
    }

    features::ProposalRow publish(std::int32_t days) { // names still to come
        ledger::ProgramTerms terms;
        terms.origin = ledger::Origin::granted;
        terms.expiry = {ledger::Expiry::Kind::days_after, days, {}};
        const auto proposed = by(1, ledger::Propose{{}, terms, {}});
        const auto& fact = std::get<ledger::Proposed>(proposed.entry->facts.at(0));
        const auto approved = by(2, ledger::Approve{fact.proposal, fact.digest});
        features::ProposalRow row;
        row.proposal = fact.proposal;
        row.program = ledger::fact_of<ledger::ProgramPublished>(*approved.entry)->program;
        return row;
    }

    void give_to_all(ProgramId program, ledger::Amount each) {
        auto slices = slices_for_all(each);
        const Hash all = ledger::rows_digest(slices.front().rows, 0, slices.front().rest);
        const auto proposed =
            by(1, ledger::ProposeJob{program, all_wallets, {each.value * all_wallets}, all});
        const auto& fact = std::get<ledger::JobProposed>(proposed.entry->facts.at(0));
        const auto approved = by(2, ledger::Approve{fact.proposal, fact.digest});
        const JobId job = ledger::fact_of<ledger::JobOpened>(*approved.entry)->job;
        for (ledger::GrantRows& slice : slices) {
            slice.job = job;
            ask({{}, std::nullopt, std::move(slice)});
        }
    }

    SystemRandom random_;
    SystemClock clock_;
    SystemSteadyClock steady_;
    std::shared_ptr<store::Database> database_;
    engine::Engine engine_;
};

} // namespace

Try<BulkCity> make_bulk_city(const std::filesystem::path& folder, std::uint16_t port) {
    auto made = make_bench_city(folder, "", port, {all_wallets, 100, 4'000, days_later_ms});
    if (!made) return std::unexpected(made.error());
    BulkCity city{std::move(*made), {}};
    auto opened =
        store::open_city("sqlite://" + std::filesystem::absolute(folder / "city.db").string());
    if (!opened) return std::unexpected(opened.error());
    BulkFiller filler(std::move(*opened));
    if (auto done = filler.fill(city); !done) return std::unexpected(done.error());
    return city;
}

} // namespace meguri::bench
