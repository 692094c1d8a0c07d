#include "simulation/city.hpp"

#include "naive/compare.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace meguri::simulation {

using namespace ledger;
using scenarios::CommitFault;

namespace {
// Small memory, quick sweeps: many checkpoint passes in a day, so that every restart loads another
// mixture.
engine::Options quick() {
    engine::Options options;
    options.sweep_period_ms = 60'000;
    return options;
}
} // namespace

City::City(std::uint64_t seed, std::string url)
    : random_(seed), engine_(std::move(url), seed ^ 0x5eed, quick()) {
    for (const Command& command : steps_.opening())
        tell(command);
    for (int i = 0; i < 20; ++i)
        tell({{}, std::nullopt, OpenWallet{{200 + i}}});
}

void City::problem(const std::string& what) {
    if (problems_.size() < 20)
        problems_.push_back(
            fmt::format("{} after {} commands: {}", jst_iso(steps_.clock()), commands_, what)
        );
}

// What a day is made of, in thousandths: what happens, and the choice that makes Steps do it.
property::Step City::draw() {
    struct Share {
        std::uint32_t up_to;
        std::uint8_t what;
    };
    constexpr std::uint8_t pay = 0, top_up = 9, cancel = 14, expire = 17, open_wallet = 19,
                           wallet_status = 20, place = 21, place_status = 22, propose = 24,
                           approve = 26, withdraw = 29, stop = 30, close = 31;
    constexpr Share shares[] = {{300, pay},     {450, top_up},       {540, cancel},
                                {550, expire},  {555, open_wallet},  {565, wallet_status},
                                {567, place},   {575, place_status}, {600, propose},
                                {632, approve}, {635, withdraw},     {637, stop},
                                {660, close}};
    property::Step step;
    random_.fill(step.pick);
    step.number = static_cast<std::uint16_t>(random_.next());
    // Seconds between commands; now and then a page stays open or the machine's clock is set back.
    const std::uint32_t wait = random_.below(1000);
    step.time = wait < 600   ? static_cast<std::uint8_t>(wait % 3)
                : wait < 975 ? 3
                : wait < 995 ? 4
                : wait < 998 ? 0xf0
                             : 7;
    const std::uint32_t share = random_.below(1000);
    const auto* drawn = std::find_if(std::begin(shares), std::end(shares), [&](const Share& s) {
        return share < s.up_to;
    });
    if (drawn == std::end(shares)) { // everything else, evenly
        step.pick[0] = static_cast<std::uint8_t>(
            property::first_more + random_.below(property::choices - property::first_more)
        );
        return step;
    }
    step.pick[0] = drawn->what;
    if (drawn->what == pay && random_.below(4) > 0)
        step.number = static_cast<std::uint16_t>(0xc000 + step.number % 0x3f00); // 1 … 3,000 yen
    return step;
}

void City::day(int commands) {
    const Date today = jst_date(steps_.clock());
    days_.push_back(today);
    const int restart_at = static_cast<int>(random_.below(static_cast<std::uint32_t>(commands)));
    for (int i = 0; i < commands; ++i) {
        step(i);
        if (i % 250 == 249) tidy_up();
        if (i % 400 == 399) wake_up();
        if (i == restart_at) restart();
    }
    const Instant last_moment = (today + 1).begins() + -1; // 23:59:59.999
    if (steps_.clock() < last_moment) {
        steps_.advance_to(last_moment);
        for (int i = 0; i < 5; ++i)
            step(i);
    }
    rare_cases();
    night(std::max(today + 1, jst_date(steps_.clock())));
    engine_.while_stopped([&](const std::string& url) { compare_views(url); });
    compare_state();
}

void City::step(int number) {
    if (number % 97 == 96) return burst();
    tell(steps_.command(draw(), pure_));
    if (number % 50 == 49)
        compare_wallet(
            static_cast<std::int64_t>(
                random_.below(static_cast<std::uint32_t>(pure_.state().wallets.size()))
            ) +
            1
        );
}

// What blocks the city is undone now and then, or soon nothing but refusals would happen.
void City::tidy_up() {
    const Actor city{ActorKind::operator_, {3}};
    const State& state = pure_.state();
    for (std::int64_t i = 1; i <= state.wallets.size(); ++i) {
        if (state.wallets.find({i})->status == WalletStatus::blocked)
            tell({city, steps_.fresh_key(), SetWalletStatus{{i}, WalletStatus::active}});
    }
    for (std::int64_t i = 1; i <= state.places.size(); ++i) {
        if (state.places.find({i})->status == PlaceStatus::closed)
            tell({city, steps_.fresh_key(), SetPlaceStatus{{i}, PlaceStatus::open}});
    }
}

// Apps that lay in pockets for an hour send again what they never had an answer to, or ask about
// it: the engine has forgotten the keys by then, the journal has not.
void City::wake_up() {
    const auto before = steps_.recent(12);
    steps_.advance_to(steps_.clock() + 60 * ms_per_minute);
    for (int i = 0; i < 3; ++i)
        step(i); // time to forget
    for (const Command& command : before) {
        if (!command.key) continue;
        tell(command);
        tell({command.actor, command.key, property::asking_about(command.body)});
    }
}

// Two proposals for one program: approving the first makes the second void.
void City::publish_twice(ProgramId program, std::uint16_t terms) {
    const Actor first{ActorKind::operator_, {1}}, second{ActorKind::operator_, {2}};
    const std::int64_t newest = pure_.state().proposals.size();
    for (int i = 0; i < 2; ++i)
        tell(
            {first, steps_.fresh_key(),
             Propose{program, property::some_terms(terms, jst_date(steps_.clock())), {}}}
        );
    for (std::int64_t id = newest + 1; id <= pure_.state().proposals.size(); ++id) {
        const Hash digest = pure_.state().proposals.find({id})->content.digest;
        tell({second, steps_.fresh_key(), Approve{{id}, digest}});
    }
}

// What chance brings about too seldom to rely on: proposals that cross, limits reached, a cancel
// that comes a moment too late.
void City::rare_cases() {
    constexpr ProgramId everyday{1}, limited{5}; // the opening's first and last
    constexpr PlaceId counter{2}, shop{3};
    const Actor staff{ActorKind::staff, {52}};
    tidy_up();
    stories();
    publish_twice(everyday, 0);
    publish_twice(limited, 8);
    tell({staff, steps_.fresh_key(), TopUp{{1}, counter, everyday, {21'000}}});
    for (int i = 0; i < 5; ++i)
        tell({staff, steps_.fresh_key(), TopUp{{1}, counter, limited, {10'000}}});
    tell({{}, std::nullopt, OpenWallet{{300}}});
    const WalletId fresh{pure_.state().wallets.size()};
    tell({staff, steps_.fresh_key(), TopUp{fresh, counter, everyday, {1000}}});
    tell({staff, steps_.fresh_key(), Payment{fresh, shop, {1000}}});
    const Seq late = pure_.state().last;
    steps_.advance_to(std::max(steps_.clock(), (jst_date(steps_.clock()) + 1).begins()));
    tell({staff, steps_.fresh_key(), Cancel{late, shop, CancelReason::other, nullptr}});
}

void City::tell(const Command& command) { check(command, ask_engine(command)); }

// Now and then the database fails under a command, or its answer is lost; then the same is sent
// again with the same key.
naive::Answer City::ask_engine(const Command& command) {
    const std::uint32_t luck = command.key ? random_.below(200) : 200;
    if (luck < 3) {
        ++faults_;
        engine_.fail_next(static_cast<CommitFault>(luck + 1));
        naive::Answer answer = engine_.execute(command, steps_.clock());
        engine_.fail_next(CommitFault::none);
        return answer;
    }
    return engine_.execute(command, steps_.clock());
}

// A rush: many commands in one transaction, among them the same one twice.
void City::burst() {
    std::vector<Command> all;
    for (int i = 0; i < 12; ++i) {
        property::Step step = draw();
        step.time = 0;
        step.pick[3] &=
            0x7f; // keys of their own: what is decided in one group cannot be known before
        all.push_back(steps_.command(step, pure_));
        if (i % 4 == 3)
            all.push_back(
                all[static_cast<std::size_t>(random_.below(static_cast<std::uint32_t>(all.size())))]
            );
    }
    const auto answers = engine_.execute_all(all, steps_.clock());
    for (std::size_t i = 0; i < all.size(); ++i) {
        check(all[i], answers[i]);
    }
}

void City::check(const Command& command, const naive::Answer& engine) {
    ++commands_;
    const naive::Answer pure = pure_.run(command, steps_.clock());
    const naive::Answer slow = naive_.run(command, steps_.clock());
    coverage_.count(command.body, slow.word);
    if (pure.seq != 0 && !pure.repeated) {
        for (const Term term : terms_reached(command.body, pure_.entry({pure.seq}), pure_))
            coverage_.count(term);
    }
    // Whose key was not theirs to use does not ask later what became of it; nor is an answer asked
    // for twice removed.
    const bool told_again = slow.repeated && std::holds_alternative<CloseKey>(command.body);
    const bool misused = slow.word == Refusal::key_reused || slow.word == Refusal::key_unknown;
    if (!told_again && !misused) steps_.sent(command);
    if (const auto d = naive::differs(pure, slow); !d.empty()) problem("rules against naive: " + d);
    if (const auto d = naive::differs(engine, slow); !d.empty()) {
        const auto about = property::asking_about(command.body);
        problem(fmt::format(
            "engine against naive: {} (command {} of {} about wallet {} or place {}, answered by "
            "entry {}, its key {} s old)",
            d, command.body.index(), command.actor.person.value, about.wallet.value,
            about.place.value, slow.seq,
            command.key ? (steps_.clock() - command.key->issued_at) / ms_per_second : 0
        ));
    }
    if (!pure_.broken().empty()) problem("broken invariant: " + pure_.broken());
    if (engine.seq != 0 && !engine.repeated)
        acknowledged_.push_back({engine.seq, command.actor, command.key, engine.word});
    if (slow.wallet && !naive::differs(pure_.state(), naive_, WalletId{slow.wallet}).empty())
        problem("lots of a wallet");
}

// 失効: program by program, many wallets an entry, and a second run finds nothing more.
void City::night(Date next) {
    if (steps_.clock() < next.begins()) steps_.advance_to(next.begins());
    for (int run = 0; run < 2; ++run) {
        for (std::int64_t p = 1; p <= pure_.state().programs.size(); ++p) {
            Expire slice{{p}, {}};
            for (std::int64_t i = 1; i <= pure_.state().wallets.size(); ++i) {
                slice.wallets.push_back({i});
                if (slice.wallets.size() < 50 && i < pure_.state().wallets.size()) continue;
                tell({{}, std::nullopt, slice});
                slice.wallets.clear();
            }
        }
        if (run == 0) restart();
    }
    settlement(next + -1);
    steps_.advance_to(next.begins() + 9 * 60 * ms_per_minute);
}

void City::restart() {
    ++restarts_;
    engine_.restart();
    compare_state();
}

void City::compare_wallet(std::int64_t wallet) {
    auto history = naive_.history(wallet);
    const auto told = engine_.history({wallet}, 1 + random_.below(40));
    if (told == history) return;
    ++verdict_.wrong_balances;
    problem(fmt::format(
        "the history of wallet {} has {} entries, not {}", wallet, told.size(), history.size()
    ));
}

void City::compare_state() {
    std::string difference;
    engine_.look([&](const State& state) {
        difference = naive::differs(state, naive_);
        if (difference.empty()) difference = naive::differs(state, pure_.state());
    });
    if (difference.empty()) return;
    ++verdict_.wrong_balances;
    problem("state: " + difference);
}

} // namespace meguri::simulation
