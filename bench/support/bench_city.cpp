#include "support/bench_city.hpp"

#include "access/command_key.hpp"
#include "access/place_code.hpp"
#include "app/schema.hpp"
#include "base/secret_file.hpp"
#include "engine/engine.hpp"
#include "features/people/people_store.hpp"
#include "features/places/places_store.hpp"
#include "features/programs/programs_store.hpp"
#include "service/public_id.hpp"
#include "service/session_tokens.hpp"
#include "service/sessions_store.hpp"
#include "store/city.hpp"
#include "vault/vault.hpp"

#include <fmt/core.h>
#include <fstream>
#include <future>
#include <latch>

namespace meguri::bench {

namespace {

using engine::Answer;
using ledger::ActorKind;

constexpr std::int64_t each_wallet = 9'000'000;

Try<CityKeys> write_files(
    const std::filesystem::path& folder, const std::string& database_url, std::uint16_t port
) {
    std::filesystem::create_directories(folder);
    SystemRandom random;
    if (auto made = create_key_file(folder / "city.key", random); !made)
        return std::unexpected(made.error());
    const std::string url =
        database_url.empty() ? "sqlite://" + std::filesystem::absolute(folder / "city.db").string()
                             : database_url;
    std::ofstream(folder / "city.toml") << fmt::format(
        "[city]\nname = \"bench\"\ntelephone = \"048-000-0000\"\n[server]\nlisten = "
        "\"127.0.0.1:{}\"\npublic_url = \"http://localhost:{}\"\n"
        "environment = \"test\"\n[database]\nurl = \"{}\"\n[keys]\nfile = \"city.key\"\n",
        port, port, url
    );
    return load_key_file(folder / "city.key");
}

class Filler {
  public:
    Filler(store::City city, const CityKeys& keys)
        : vault_(keys, random_), tokens_(keys), database_(city.registry),
          engine_(std::move(city.journal), clock_, steady_, random_, [](auto replies, auto) {
              for (auto& reply : replies)
                  reply();
          }) {}

    Try<> fill(BenchCity& city, CitySize size) {
        if (auto done = store::migrate(*database_, app::all_migrations()); !done) return done;
        if (auto done = vault_.check(*database_); !done) return done;
        if (auto done = engine_.start(); !done) return done;
        publish();
        for (int n = 0; n < size.places; ++n)
            city.places.push_back(add_place(n));
        add_counter();
        open_wallets(size.wallets);
        const int payers = size.payers > 0 ? size.payers : size.wallets;
        top_up(payers);
        city.clock_offset_ms = size.clock_offset_ms;
        auto done =
            registry([&](store::Database& db) { return sign_everybody_in(db, city, payers); });
        engine_.stop();
        return done;
    }

  private:
    Answer ask(ledger::Command command) {
        std::promise<Answer> promise;
        auto answer = promise.get_future();
        engine_.submit(std::move(command), [&](Answer a) { promise.set_value(std::move(a)); });
        Answer a = answer.get();
        MEGURI_ENSURE(a.done());
        return a;
    }
    template <class Make> void ask_many(int count, Make make) {
        for (int from = 0; from < count; from += 10'000) {
            const int to = std::min(count, from + 10'000);
            std::latch done(to - from);
            for (int n = from; n < to; ++n)
                engine_.submit(make(n), [&](Answer a) {
                    MEGURI_ENSURE(a.done()), done.count_down();
                });
            done.wait();
        }
    }
    template <class Work> Try<> registry(Work work) {
        std::promise<Try<>> promise;
        auto done = promise.get_future();
        engine_.between_groups([&] { promise.set_value(database_->transaction(work)); });
        return done.get();
    }
    ledger::Key key() { return {random_.bytes<16>(), clock_.now()}; }

    void publish() {
        ledger::ProgramTerms terms;
        terms.top_up = {{1}, {1}, ledger::amount_max, {}};
        terms.expiry = {ledger::Expiry::Kind::days_after, 180, {}};
        const auto proposed =
            ask({{ActorKind::operator_, {1}}, key(), ledger::Propose{{}, terms, {}}});
        const auto& fact = std::get<ledger::Proposed>(proposed.entry->facts.at(0));
        ask({{ActorKind::operator_, {2}}, key(), ledger::Approve{fact.proposal, fact.digest}});
        const features::ProposalRow row{fact.proposal, "bench", "bench",     {1},
                                        "bench",       "通",    clock_.now()};
        MEGURI_ENSURE(registry([&](store::Database& db) {
            return features::programs_store::insert(db, row);
        }));
    }

    std::string add_place(int n) {
        const auto answer = ask(
            {{ActorKind::operator_, {1}},
             key(),
             ledger::RegisterPlace{{}, {ledger::Capabilities::takes_money}}}
        );
        const service::PlaceTexts texts{
            answer.entry->place,
            service::fresh_public_id(random_),
            fmt::format("店{}", n),
            "みせ",
            "パン",
            "本町",
            OrganizationId{1},
            service::fresh_public_id(random_),
            "店",
            access::PlaceCodes::fresh(random_).number,
            access::fresh_shop_number(random_),
            ledger::Capabilities::takes_money
        };
        MEGURI_ENSURE(registry([&](store::Database& db) -> Try<> {
            const auto made = features::places_store::insert(db, texts, clock_.now());
            return made ? Try<>{} : std::unexpected(made.error());
        }));
        return texts.id;
    }

    void add_counter() {
        counter_ = ask({{ActorKind::operator_, {1}},
                        key(),
                        ledger::RegisterPlace{{}, {ledger::Capabilities::tops_up}}}
        ).entry->place;
    }
    void open_wallets(int count) {
        ask_many(count, [](int n) {
            return ledger::Command{{}, std::nullopt, ledger::OpenWallet{{n + 1}}};
        });
    }
    void top_up(int count) {
        ask_many(count, [&](int n) {
            return ledger::Command{
                {ActorKind::staff, {9}}, key(), ledger::TopUp{{n + 1}, counter_, {1}, {each_wallet}}
            };
        });
    }

    Try<> sign_everybody_in(store::Database& db, BenchCity& city, int wallets) {
        // When the city is served: operators' sessions last minutes, and one that was not used for
        // long costs a write when it is.
        const Instant served = clock_.now() + city.clock_offset_ms;
        for (int n = 1; n <= wallets; ++n) {
            const auto signed_in =
                sign_in(db, access::Role::resident, fmt::format("bench{}", n), {n}, served);
            if (!signed_in) return std::unexpected(signed_in.error());
            city.tokens.push_back(signed_in->token);
            city.people.push_back(signed_in->person);
        }
        for (SignedIn* one : {&city.proposer, &city.approver}) {
            const std::string id = one == &city.proposer ? "proposer" : "approver";
            auto signed_in = sign_in(db, access::Role::operator_, id, {}, served);
            if (!signed_in) return std::unexpected(signed_in.error());
            *one = std::move(*signed_in);
        }
        return {};
    }

    Try<SignedIn> sign_in(
        store::Database& db, access::Role role, const std::string& id, WalletId wallet, Instant at
    ) {
        features::PersonRow row;
        row.id = id;
        row.role = role;
        row.wallet = wallet;
        row.created = at;
        const auto person = features::people_store::insert(db, row);
        if (!person) return std::unexpected(person.error());
        SignedIn one{*person, tokens_.make(random_)};
        const auto session = service::sessions_store::insert(db, sha256(one.token), *person, at);
        if (!session) return std::unexpected(session.error());
        return one;
    }

    SystemRandom random_;
    SystemClock clock_;
    SystemSteadyClock steady_;
    vault::Vault vault_;
    service::SessionTokens tokens_;
    std::shared_ptr<store::Database> database_;
    engine::Engine engine_;
    PlaceId counter_;
};

} // namespace

Try<BenchCity> make_bench_city(
    const std::filesystem::path& folder, const std::string& database_url, std::uint16_t port,
    CitySize size
) {
    const auto keys = write_files(folder, database_url, port);
    if (!keys) return std::unexpected(keys.error());
    BenchCity made;
    made.config = folder / "city.toml";
    auto city = store::open_city(
        database_url.empty() ? "sqlite://" + std::filesystem::absolute(folder / "city.db").string()
                             : database_url
    );
    if (!city) return std::unexpected(city.error());
    Filler filler(std::move(*city), *keys);
    if (auto done = filler.fill(made, size); !done) return std::unexpected(done.error());
    return made;
}

PaymentRequest payment_request(const BenchCity& city, const CityKeys& keys, Random& random) {
    const access::CommandKeys command_keys(keys);
    const auto below = [&](std::size_t n) { return random.below(static_cast<std::uint32_t>(n)); };
    const std::size_t who = below(city.tokens.size());
    PaymentRequest made{
        command_keys.seal(
            {ledger::ActorKind::resident, city.people[who]},
            SystemClock().now() + city.clock_offset_ms, random
        ),
        "",
        {static_cast<std::int64_t>(who) + 1},
        1 + random.below(40)
    };
    const std::string body = fmt::format(
        R"({{"key":"{}","place":"{}","amount":{}}})", made.key,
        city.places[below(city.places.size())], made.amount
    );
    made.text = fmt::format(
        "POST /api/payments HTTP/1.1\r\nHost: localhost\r\nCookie: meguri={}\r\nX-Meguri: 1\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        city.tokens[who], body.size(), body
    );
    return made;
}

std::vector<std::string>
payment_requests(const BenchCity& city, std::size_t count, Random& random) {
    const auto keys = load_key_file(city.config.parent_path() / "city.key");
    MEGURI_ENSURE(keys.has_value());
    std::vector<std::string> requests;
    requests.reserve(count);
    while (requests.size() < count)
        requests.push_back(payment_request(city, *keys, random).text);
    return requests;
}

} // namespace meguri::bench
