#include "app/demo_city.hpp"

#include "access/password.hpp"
#include "access/place_code.hpp"
#include "app/demo_guide.hpp"
#include "app/demo_names.hpp"
#include "app/schema.hpp"
#include "engine/engine.hpp"
#include "features/people/people_store.hpp"
#include "features/people/sign_in_names_store.hpp"
#include "features/places/places_store.hpp"
#include "features/programs/programs_store.hpp"
#include "features/programs/terms_json.hpp"
#include "service/public_id.hpp"
#include "store/city.hpp"
#include "vault/vault.hpp"

#include <fmt/core.h>
#include <future>

namespace meguri::app {

namespace {

using access::StaffRight;
using engine::Answer;

constexpr access::StaffRights every_right = access::StaffRights{}
                                                .with(StaffRight::receive)
                                                .with(StaffRight::top_up)
                                                .with(StaffRight::cancel)
                                                .with(StaffRight::manage);

// A demo password is no secret: it is printed.
constexpr std::string_view demo_password = "meguri-demo-2026";

class Filler {
  public:
    Filler(store::City city, const CityKeys& keys, Instant now, DemoSize size)
        : size_(size), random_(size.seed),
          clock_(jst_date(now + -size.days * ms_per_day).begins() + 9 * 60 * ms_per_minute),
          end_(now), vault_(keys, system_random_), database_(city.registry),
          engine_(std::move(city.journal), clock_, steady_, random_, [](auto replies, auto) {
              for (auto& reply : replies)
                  reply();
          }) {}

    Try<DemoCity> fill(const std::function<void(int, int)>& progress);

  private:
    Try<> people();
    Try<> programs();
    Try<> places();
    Try<> residents();
    Try<PersonId> add_resident(store::Database& db, DemoResident& resident);
    void day(int n);
    void top_up(const DemoResident& resident);
    void pay(const DemoResident& resident);

    Answer ask(ledger::Command command);
    template <class Work> Try<> registry(Work work);
    ledger::Key key() { return {random_.bytes<16>(), clock_.now()}; }
    Try<PersonId> add_person(access::Role role, DemoAccount& account);
    Try<> add_place(const demo::Shop& shop, ledger::Capabilities capabilities);
    Try<> publish(std::string name, std::string stamp, ledger::ProgramTerms terms);
    const DemoResident& someone() {
        return city_.residents[random_.below(static_cast<std::uint32_t>(city_.residents.size()))];
    }

    DemoSize size_;
    SeededRandom random_;
    SystemRandom system_random_; // keys of the vault are real ones
    ManualClock clock_;
    SystemSteadyClock steady_;
    Instant end_;
    vault::Vault vault_;
    std::shared_ptr<store::Database> database_;
    engine::Engine engine_;
    std::string password_hash_ = access::hash_password(demo_password);
    std::vector<PersonId> operators_, staff_;
    DemoCity city_;
};

Answer Filler::ask(ledger::Command command) {
    std::promise<Answer> promise;
    auto answer = promise.get_future();
    engine_.submit(std::move(command), [&](Answer a) { promise.set_value(std::move(a)); });
    return answer.get();
}

// On the core thread, where the one connection of SQLite belongs; PostgreSQL does not mind.
template <class Work> Try<> Filler::registry(Work work) {
    std::promise<Try<>> promise;
    auto done = promise.get_future();
    engine_.between_groups([&] { promise.set_value(database_->transaction(work)); });
    return done.get();
}

Try<PersonId> Filler::add_person(access::Role role, DemoAccount& account) {
    features::PersonRow row;
    row.id = service::fresh_public_id(random_);
    row.role = role;
    row.place = account.place;
    if (role == access::Role::staff) row.rights = every_right;
    row.password = password_hash_;
    row.created = clock_.now();
    account.password = demo_password;
    account.totp = access::fresh_totp_secret(random_);
    auto done = registry([&](store::Database& db) -> Try<> {
        const auto inserted = features::people_store::insert(db, row);
        if (!inserted) return std::unexpected(inserted.error());
        row.person = *inserted;
        const auto taken = features::sign_in_names::take(
            db, vault_, row.person, account.sign_in_name, clock_.now()
        );
        if (!taken) return std::unexpected(taken.error());
        if (auto put =
                vault_.put(db, row.person, vault::field::name, account.display_name, clock_.now());
            !put)
            return put;
        return vault_.put(
            db, row.person, vault::field::totp_secret, view(account.totp), clock_.now()
        );
    });
    if (!done) return std::unexpected(done.error());
    return row.person;
}

Try<> Filler::people() {
    for (const auto& [name, shown] :
         {std::pair("suzuki", "鈴木 花子"), std::pair("sato", "佐藤 太郎")}) {
        DemoAccount account{name, "", shown, {}, {}};
        const auto person = add_person(access::Role::operator_, account);
        if (!person) return std::unexpected(person.error());
        operators_.push_back(*person);
        city_.operators.push_back(account);
    }
    return {};
}

Try<> Filler::publish(std::string name, std::string stamp, ledger::ProgramTerms terms) {
    const features::NamedTerms named{name, stamp, terms};
    const auto proposed = ask(
        {{ledger::ActorKind::operator_, operators_[0]},
         key(),
         ledger::Propose{{}, terms, named.texts_digest()}}
    );
    if (!proposed.done()) return fault(FaultCode::invalid, "the demo's program was refused");
    const auto& proposal = std::get<ledger::Proposed>(proposed.entry->facts.at(0));
    clock_.advance(10 * ms_per_minute);
    const auto approved = ask(
        {{ledger::ActorKind::operator_, operators_[1]},
         key(),
         ledger::Approve{proposal.proposal, proposal.digest}}
    );
    if (!approved.done()) return fault(FaultCode::invalid, "the demo's program was not approved");
    const ProgramId program =
        std::get<ledger::ProgramPublished>(approved.entry->facts.at(1)).program;
    const features::ProposalRow row{
        proposal.proposal,
        service::fresh_public_id(random_),
        service::fresh_public_id(random_),
        program,
        name,
        stamp,
        proposed.entry->at
    };
    city_.programs.push_back({program, row.program_id, name, stamp});
    return registry([&](store::Database& db) { return features::programs_store::insert(db, row); });
}

Try<> Filler::programs() {
    ledger::ProgramTerms usual;
    usual.top_up = {{1'000}, {1'000}, {50'000}, {}};
    usual.expiry = {ledger::Expiry::Kind::days_after, 180, {}};
    if (auto done = publish("通常チャージ", "通", usual); !done) return done;
    ledger::ProgramTerms winter = usual;
    winter.top_up = {{1'000}, {500}, {10'000}, {30'000}};
    winter.budget = {20'000'000};
    winter.expiry = {ledger::Expiry::Kind::fixed, 0, Date{jst_date(end_).days + 39}};
    return publish("冬のまつり", "冬", winter);
}

Try<> Filler::add_place(const demo::Shop& shop, ledger::Capabilities capabilities) {
    const auto answer = ask(
        {{ledger::ActorKind::operator_, operators_[0]},
         key(),
         ledger::RegisterPlace{{}, capabilities}}
    );
    if (!answer.done()) return fault(FaultCode::invalid, "a place of the demo was refused");
    const auto& fact = std::get<ledger::PlaceRegistered>(answer.entry->facts.at(1));
    service::PlaceTexts texts{
        fact.place,
        service::fresh_public_id(random_),
        std::string(shop.name),
        std::string(shop.reading),
        std::string(shop.type),
        std::string(shop.area),
        fact.organization,
        service::fresh_public_id(random_),
        std::string(shop.name),
        access::PlaceCodes::fresh(random_).number,
        access::fresh_shop_number(random_),
        capabilities.bits
    };
    auto done = registry([&](store::Database& db) -> Try<> {
        const auto now = clock_.now();
        const auto made = features::places_store::insert(db, texts, now);
        if (!made) return std::unexpected(made.error());
        const auto told = features::guide_store::insert(
            db, demo_directory(shop, texts.number, city_.places.size(), operators_[0], now)
        );
        return told ? Try<>{} : std::unexpected(told.error());
    });
    if (!done) return done;
    city_.places.push_back(texts);
    const auto n = city_.staff.size();
    DemoAccount account{
        fmt::format(
            "{}{:02}", capabilities.has(ledger::Capabilities::tops_up) ? "counter" : "shop", n + 1
        ),
        "",
        std::string(demo::clerk_names[n % std::size(demo::clerk_names)]),
        {},
        fact.place
    };
    const auto person = add_person(access::Role::staff, account);
    if (!person) return std::unexpected(person.error());
    staff_.push_back(*person);
    city_.staff.push_back(account);
    return {};
}

Try<> Filler::places() {
    for (const demo::Shop& shop : demo::shops) {
        if (auto done = add_place(shop, {ledger::Capabilities::takes_money}); !done) return done;
    }
    for (const demo::Shop& counter : demo::top_up_places) {
        if (auto done = add_place(counter, {ledger::Capabilities::tops_up}); !done) return done;
    }
    return {};
}

Try<PersonId> Filler::add_resident(store::Database& db, DemoResident& resident) {
    features::PersonRow row;
    row.id = resident.id;
    row.role = access::Role::resident;
    row.created = clock_.now();
    const auto inserted = features::people_store::insert(db, row);
    if (!inserted) return std::unexpected(inserted.error());
    if (auto put = vault_.put(db, *inserted, vault::field::phone, resident.phone, clock_.now());
        !put)
        return std::unexpected(put.error());
    const auto claim = vault_.claim(db, *inserted, vault::field::phone, resident.phone);
    if (!claim) return std::unexpected(claim.error());
    return *inserted;
}

Try<> Filler::residents() {
    for (int n = 0; n < size_.residents; ++n) {
        // A block of numbers that is not given out.
        city_.residents.push_back(
            {fmt::format("+81609999{:04}", n), service::fresh_public_id(random_), {}, {}}
        );
    }
    auto done = registry([&](store::Database& db) -> Try<> {
        for (DemoResident& resident : city_.residents) {
            const auto person = add_resident(db, resident);
            if (!person) return std::unexpected(person.error());
            resident.person = *person;
        }
        return {};
    });
    if (!done) return done;
    for (DemoResident& resident : city_.residents) {
        const auto opened = ask({{}, std::nullopt, ledger::OpenWallet{resident.person}});
        if (!opened.done()) return fault(FaultCode::invalid, "a wallet of the demo was refused");
        resident.wallet = opened.entry->wallet;
    }
    return registry([&](store::Database& db) -> Try<> {
        for (const DemoResident& resident : city_.residents) {
            if (auto set = features::people_store::set_wallet(db, resident.person, resident.wallet);
                !set)
                return set;
        }
        return {};
    });
}

void Filler::top_up(const DemoResident& resident) {
    constexpr std::int64_t amounts[] = {1'000, 3'000, 5'000, 5'000, 10'000, 10'000, 20'000};
    const auto counters = std::size(demo::top_up_places);
    const std::size_t counter =
        std::size(demo::shops) + random_.below(static_cast<std::uint32_t>(counters));
    const bool winter = random_.below(4) == 0;
    const std::int64_t amount =
        winter ? 1'000 * (1 + random_.below(5)) : amounts[random_.below(std::size(amounts))];
    ask(
        {{ledger::ActorKind::staff, staff_[counter]},
         key(),
         ledger::TopUp{
             resident.wallet,
             city_.places[counter].number,
             city_.programs[winter ? 1 : 0].number,
             {amount}
         }}
    );
}

void Filler::pay(const DemoResident& resident) {
    // A few shops are busy, most are quiet.
    const std::uint32_t n = std::size(demo::shops);
    const std::size_t shop = std::min(random_.below(n), random_.below(n));
    const std::int64_t amount =
        100 + 10 * random_.below(30) + random_.below(10) * random_.below(200);
    const auto paid = ask(
        {{ledger::ActorKind::resident, resident.person},
         key(),
         ledger::Payment{resident.wallet, city_.places[shop].number, {amount}}}
    );
    if (!paid.done() || random_.below(80) != 0) return;
    clock_.advance(ms_per_minute);
    ask(
        {{ledger::ActorKind::staff, staff_[shop]},
         key(),
         ledger::Cancel{
             paid.entry->seq, city_.places[shop].number, ledger::CancelReason::wrong_amount, nullptr
         }}
    );
}

void Filler::day(int n) {
    const int payments = size_.residents / 2 + static_cast<int>(random_.below(60));
    const std::int64_t opens = jst_date(clock_.now()).begins().ms + 9 * 60 * ms_per_minute;
    const std::int64_t step = 11 * 60 * ms_per_minute / (payments + 1);
    for (int i = 0; i < payments; ++i) {
        clock_.set({std::max(clock_.now().ms, opens + i * step)});
        if (clock_.now() > end_) return;
        const DemoResident& resident = someone();
        // On the first days many top up for the first time; later about one in six comes back.
        if (random_.below(n < 3 ? 2 : 6) == 0) top_up(resident);
        pay(resident);
    }
}

Try<DemoCity> Filler::fill(const std::function<void(int, int)>& progress) {
    if (auto done = store::migrate(*database_, all_migrations()); !done)
        return std::unexpected(done.error());
    if (auto done = vault_.check(*database_); !done) return std::unexpected(done.error());
    if (auto done = engine_.start(); !done) return std::unexpected(done.error());
    for (auto step : {&Filler::people, &Filler::programs, &Filler::places, &Filler::residents}) {
        if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
    }
    for (int n = 0; n <= size_.days; ++n) {
        progress(n, size_.days + 1);
        day(n);
        clock_.set({std::max(
            clock_.now().ms,
            jst_date(clock_.now()).begins().ms + ms_per_day + 9 * 60 * ms_per_minute
        )});
        if (clock_.now() > end_) break;
    }
    engine_.stop();
    city_.entries = static_cast<std::int64_t>(engine_.stats().entries);
    return std::move(city_);
}

} // namespace

Try<DemoCity> fill_demo_city(
    const std::string& database_url, const CityKeys& keys, Instant now, DemoSize size,
    const std::function<void(int done, int of)>& progress
) {
    auto city = store::open_city(database_url);
    if (!city) return std::unexpected(city.error());
    Filler filler(std::move(*city), keys, now, size);
    return filler.fill(progress);
}

} // namespace meguri::app
