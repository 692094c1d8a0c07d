// Databases of earlier releases: this release must open them, bring them up to date, find nothing
// wrong, and go on (GEN-d).
#include "app/schema.hpp"
#include "audit/verify.hpp"
#include "base/city_keys.hpp"
#include "engine/engine.hpp"
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

ledger::ProgramTerms plain_terms() {
    ledger::ProgramTerms terms;
    terms.top_up = {{1'000}, {1'000}, {50'000}, {}};
    return terms;
}

void expect_clean(const std::string& url, std::int64_t at_least) {
    const auto report = audit::verify(url);
    ASSERT_TRUE(report) << report.error().detail;
    for (const auto& d : report->differences)
        ADD_FAILURE() << "entry " << d.seq << ": " << d.what;
    EXPECT_GE(report->figures.entries, at_least);
}

// Opens it as the server does: tables, vault, engine; then one more command must be taken.
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
    engine::Engine engine(std::move(city->journal), clock, steady, random, [](auto replies, auto) {
        for (auto& reply : replies)
            reply();
    });
    const auto started = engine.start();
    ASSERT_TRUE(started) << started.error().detail;
    std::promise<engine::Answer> promise;
    const ledger::Key key{random.bytes<16>(), clock.now()};
    engine.submit(
        {{ledger::ActorKind::operator_, {1}}, key, ledger::Propose{{}, plain_terms(), {}}},
        [&](engine::Answer a) { promise.set_value(std::move(a)); }
    );
    EXPECT_TRUE(promise.get_future().get().done());
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
        expect_clean(url, 201);
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
        expect_clean(*url, 201);
    }
}

} // namespace
} // namespace meguri
