// Databases of earlier releases: this release must open them, bring them up to date, find nothing
// wrong, and go on (GEN-d).
#include "app/schema.hpp"
#include "audit/verify.hpp"
#include "base/city_keys.hpp"
#include "engine/engine.hpp"
#include "features/people/sign_in_names_store.hpp"
#include "store/city.hpp"
#include "store/contract/postgres_cluster.hpp"
#include "vault/vault.hpp"

#include <cstdlib>
#include <filesystem>
#include <fmt/core.h>
#include <future>
#include <gtest/gtest.h>
#include <unistd.h>

namespace meguri {
namespace {

namespace fs = std::filesystem;

const fs::path golden = fs::path(MEGURI_SOURCE_DIR) / "tests/golden";

void shell(const std::string& command) { ASSERT_EQ(std::system(command.c_str()), 0) << command; }

void expect_clean(const std::string& url, std::int64_t at_least) {
    const auto report = audit::verify(url);
    ASSERT_TRUE(report) << report.error().detail;
    for (const auto& d : report->differences)
        ADD_FAILURE() << "entry " << d.seq << ": " << d.what;
    EXPECT_GE(report->figures.entries, at_least);
}

// The engine's own time: this machine's clock may stand before the day on which the city was made.
void expect_done(engine::Engine& engine, Random& random, ledger::Actor actor, ledger::Body body) {
    std::promise<engine::Answer> promise;
    engine.submit(
        {actor, ledger::Key{random.bytes<16>(), engine.now()}, std::move(body)},
        [&](engine::Answer a) { promise.set_value(std::move(a)); }
    );
    const engine::Answer answer = promise.get_future().get();
    EXPECT_TRUE(answer.done()) << text_of(answer.refusal).word;
}

// Opens it as the server does: tables, vault, engine; then a top-up and a payment must be taken.
void go_on(const std::string& url, const fs::path& key_file) {
    fs::permissions(key_file, fs::perms::owner_read | fs::perms::owner_write);
    const auto keys = load_key_file(key_file);
    ASSERT_TRUE(keys) << keys.error().detail;
    auto city = store::open_city(url);
    ASSERT_TRUE(city) << city.error().detail;
    ASSERT_TRUE(store::migrate(*city->registry, app::all_migrations()));
    SystemRandom random;
    SystemClock clock;
    SystemSteadyClock steady;
    const vault::Vault vault(*keys, random);
    ASSERT_TRUE(vault.check(*city->registry));
    const auto phone = vault.find(*city->registry, vault::field::phone, "+816099990000");
    ASSERT_TRUE(phone && *phone) << "the vault does not find a phone number it holds";
    ASSERT_TRUE(features::sign_in_names::seal_old_ones(*city->registry, vault, clock.now()));
    for (const char* name : {"suzuki", "shop01", "counter31"}) {
        const auto person = features::sign_in_names::find(*city->registry, vault, name);
        EXPECT_TRUE(person && *person) << name << " can sign in no more";
    }
    const auto clear = city->registry->run("SELECT 1 FROM person WHERE sign_in_name IS NOT NULL");
    EXPECT_TRUE(clear && clear->empty()) << "a sign-in name stands there in clear";
    engine::Engine engine(std::move(city->journal), clock, steady, random, [](auto replies, auto) {
        for (auto& reply : replies)
            reply();
    });
    const auto started = engine.start();
    ASSERT_TRUE(started) << started.error().detail;
    // The demo city's first counter, its first shop and its first resident.
    expect_done(
        engine, random, {ledger::ActorKind::staff, {33}}, ledger::TopUp{{1}, {31}, {1}, {1'000}}
    );
    expect_done(
        engine, random, {ledger::ActorKind::resident, **phone}, ledger::Payment{{1}, {1}, {1'000}}
    );
    engine.stop();
}

class Golden : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / fmt::format("meguri-golden-{}", ::getpid());
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path folder_;
};

TEST_F(Golden, every_release_opens_on_sqlite_GEN_d) {
    for (const auto& release : fs::directory_iterator(golden)) {
        if (!release.is_directory()) continue;
        const std::string file = (folder_ / "city.db").string(), url = "sqlite://" + file;
        shell(fmt::format("gunzip -c '{}' > '{}'", (release.path() / "city.db.gz").string(), file));
        fs::copy_file(
            release.path() / "sqlite.key", folder_ / "city.key",
            fs::copy_options::overwrite_existing
        );
        expect_clean(url, 200);
        go_on(url, folder_ / "city.key");
        expect_clean(url, 202);
    }
}

TEST_F(Golden, every_release_opens_on_postgresql_GEN_d) {
    if (!store::PostgresCluster::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    auto cluster = store::PostgresCluster::shared();
    ASSERT_TRUE(cluster) << cluster.error().detail;
    for (const auto& release : fs::directory_iterator(golden)) {
        if (!release.is_directory()) continue;
        const auto url = (*cluster)->create_database();
        ASSERT_TRUE(url);
        shell(fmt::format(
            "gunzip -c '{}' | psql -q -v ON_ERROR_STOP=1 '{}' > /dev/null",
            (release.path() / "postgres.sql.gz").string(), *url
        ));
        fs::copy_file(
            release.path() / "postgres.key", folder_ / "city.key",
            fs::copy_options::overwrite_existing
        );
        expect_clean(*url, 200);
        go_on(*url, folder_ / "city.key");
        expect_clean(*url, 202);
    }
}

} // namespace
} // namespace meguri
