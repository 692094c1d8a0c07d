// What others make of the same journal: the places' days (views), the auditor, and a plain reading
// from beginning to end. All of it must say what the naive ledger says.
#include "audit/verify.hpp"
#include "simulation/city.hpp"
#include "views/history.hpp"

#include <fmt/core.h>

#include <set>

namespace meguri::simulation {

using namespace ledger;

// Each place's takings of each day so far; the projector goes on where it stopped yesterday.
void City::compare_views(const std::string& url) {
    auto db = store::open_database(url);
    if (!db) return problem("views: " + db.error().detail);
    if (auto done = store::migrate(**db, views::migrations()); !done) {
        return problem("views: " + done.error().detail);
    }
    for (bool at_end = false; !at_end;) {
        const auto taken = (*db)->transaction([&](store::Database& in) -> Try<> {
            auto followed = views::follow(in, 1 + random_.below(700));
            if (!followed) return std::unexpected(followed.error());
            at_end = *followed;
            return {};
        });
        if (!taken) return problem("views: " + taken.error().detail);
    }
    for (const Date day : days_) {
        for (std::int64_t place = 1; place <= pure_.state().places.size(); ++place) {
            const auto told = views::place_day(**db, {place}, day, 10);
            const std::int64_t taken = naive_.taken_at(place, day);
            if (told && told->as_of.value == naive_.entries() &&
                told->paid - told->cancelled == taken) {
                continue;
            }
            ++verdict_.wrong_balances;
            problem(fmt::format("place {} took {} on {}", place, taken, day.iso()));
        }
    }
}

void City::compare_audit(const std::string& url) {
    const auto report = audit::verify(url);
    if (!report) return problem("audit: " + report.error().detail);
    for (const audit::Difference& d : report->differences) {
        problem(fmt::format("audit: entry {}: {}", d.seq, d.what));
    }
    for (const auto& [program, sums] : report->figures.programs) {
        const bool same = sums.issued == naive_.issued(program) &&
                          sums.in_wallets == naive_.in_wallets(program) &&
                          sums.expired == naive_.expired(program);
        if (same) continue;
        ++verdict_.wrong_balances;
        problem(fmt::format("audit: other sums of program {}", program));
    }
}

void City::audit() {
    const std::vector<Entry> journal = engine_.journal();
    std::set<std::tuple<ActorKind, std::int64_t, ByteArray<16>>> keys;
    for (const Entry& entry : journal) {
        if (!entry.key) continue;
        const auto fresh =
            keys.insert({entry.actor.kind, entry.actor.person.value, entry.key->id}).second;
        if (!fresh) ++verdict_.doubled;
    }
    for (const Acknowledged& a : acknowledged_) {
        const bool there = a.seq >= 1 && a.seq <= std::ssize(journal);
        const Entry* e = there ? &journal[static_cast<std::size_t>(a.seq - 1)] : nullptr;
        const bool same = e && e->refusal == a.word && e->actor == a.actor &&
                          (!a.key || (e->key && e->key->id == a.key->id));
        if (!same) ++verdict_.lost;
    }
    if (std::ssize(journal) != naive_.entries()) problem("the journal has another length");
    for (std::int64_t i = 1; i <= pure_.state().wallets.size(); ++i)
        compare_wallet(i);
    compare_state();
    engine_.while_stopped([&](const std::string& url) { compare_audit(url); });
}

} // namespace meguri::simulation
