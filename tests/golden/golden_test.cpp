// Databases of earlier releases: this release must open them, bring them up to date, find nothing
// wrong, and go on (GEN-d).
#include "app/schema.hpp"
#include "audit/verify.hpp"
#include "base/city_keys.hpp"
#include "engine/engine.hpp"
#include "features/people/sign_in_names_store.hpp"
#include "ledger/apply.hpp"
#include "ledger/encoding.hpp"
#include "store/city.hpp"
#include "store/contract/postgres_cluster.hpp"
#include "vault/vault.hpp"

#include <cstdlib>
#include <filesystem>
#include <fmt/core.h>
#include <future>
#include <gtest/gtest.h>
#include <map>
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
engine::Answer
tell(engine::Engine& engine, Random& random, ledger::Actor actor, ledger::Body body) {
    std::promise<engine::Answer> promise;
    engine.submit(
        {actor, ledger::Key{random.bytes<16>(), engine.now()}, std::move(body)},
        [&](engine::Answer a) { promise.set_value(std::move(a)); }
    );
    return promise.get_future().get();
}
void expect_done(engine::Engine& engine, Random& random, ledger::Actor actor, ledger::Body body) {
    const engine::Answer answer = tell(engine, random, actor, std::move(body));
    EXPECT_TRUE(answer.done()) << text_of(answer.refusal).word;
}
void at_once(std::vector<engine::Engine::Reply> replies, const std::vector<engine::EntryPtr>&) {
    for (auto& reply : replies)
        reply();
}

// A journal without a city around it: some counter still sells some program to a new wallet.
void go_on_without_registry(const std::string& url) {
    auto city = store::open_city(url);
    ASSERT_TRUE(city) << city.error().detail;
    SystemRandom random;
    SystemClock clock;
    SystemSteadyClock steady;
    engine::Engine engine(std::move(city->journal), clock, steady, random, at_once);
    const auto started = engine.start();
    ASSERT_TRUE(started) << started.error().detail;
    const auto opened = tell(engine, random, {}, ledger::OpenWallet{{1'000}});
    ASSERT_TRUE(opened.done());
    const ledger::Actor clerk{ledger::ActorKind::staff, {33}};
    bool sold = false;
    for (std::int64_t place = 1; place < 10; ++place) {
        for (std::int64_t program = 1; program < 20 && !sold; ++program) {
            const ledger::TopUp top_up{opened.entry->wallet, {place}, {program}, {1'000}};
            sold = tell(engine, random, clerk, top_up).done();
        }
    }
    EXPECT_TRUE(sold);
    engine.stop();
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
    engine::Engine engine(std::move(city->journal), clock, steady, random, at_once);
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

// Verifies what the release left, goes on with it, verifies again. Folders without key files hold a
// journal alone.
void open_release(const fs::path& release, const std::string& key, const std::string& url) {
    SCOPED_TRACE(release.filename().string());
    expect_clean(url, 200);
    if (!fs::exists(release / key)) {
        go_on_without_registry(url);
    } else {
        const fs::path copy = fs::temp_directory_path() / fmt::format("golden-{}.key", ::getpid());
        fs::copy_file(release / key, copy, fs::copy_options::overwrite_existing);
        go_on(url, copy);
        fs::remove(copy);
    }
    expect_clean(url, 202);
}

class Golden : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / fmt::format("meguri-golden-{}", ::getpid());
        fs::create_directories(folder_);
        for (const auto& entry : fs::directory_iterator(golden)) {
            if (entry.is_directory()) releases_.push_back(entry.path());
        }
        ASSERT_GE(releases_.size(), 2u);
    }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path folder_;
    std::vector<fs::path> releases_;
};

TEST_F(Golden, every_release_opens_on_sqlite_GEN_d) {
    for (const fs::path& release : releases_) {
        const std::string file = (folder_ / release.filename()).string() + ".db";
        shell(fmt::format("gunzip -c '{}' > '{}'", (release / "city.db.gz").string(), file));
        open_release(release, "sqlite.key", "sqlite://" + file);
    }
}

TEST_F(Golden, every_release_opens_on_postgresql_GEN_d) {
    if (!store::PostgresCluster::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    auto cluster = store::PostgresCluster::shared();
    ASSERT_TRUE(cluster) << cluster.error().detail;
    for (const fs::path& release : releases_) {
        const auto url = (*cluster)->create_database();
        ASSERT_TRUE(url);
        shell(fmt::format(
            "gunzip -c '{}' | psql -q -v ON_ERROR_STOP=1 '{}' > /dev/null",
            (release / "postgres.sql.gz").string(), *url
        ));
        open_release(release, "postgres.key", *url);
    }
}

// What replaying the journal from its first entry adds up to: every cell, as the checkpoint would
// store it. Where it changes, `apply` does something else with entries that are history: a fault,
// also when every balance is as before. (Or cells are stored in another form; then both change.)
std::string state_of(const std::string& url) {
    auto journal = store::open_journal(url);
    if (!journal) return journal.error().detail;
    if (const auto head = (*journal)->take_over(); !head) return head.error().detail;
    ledger::State state;
    const auto read = (*journal)->read_entries({}, [&](ledger::Entry&& entry) -> Try<> {
        ledger::apply(state, entry);
        return {};
    });
    if (!read) return read.error().detail;
    Writer out;
    out.i(state.last.value), out.i(state.last_at.ms);
    ledger::for_each_kind(state, [&](ledger::CellKind kind, const auto& cells) {
        using Cells = std::remove_cvref_t<decltype(cells)>;
        for (std::int64_t id = 1; id <= cells.size(); ++id) {
            const auto* cell = cells.find(typename Cells::Id{id});
            if (!cell) continue;
            out.u(static_cast<std::uint64_t>(kind)), out.i(id);
            out.bytes(ledger::encode_cell(*cell));
        }
    });
    std::map<Seq, const ledger::KeyAnswer*> keys; // by the entry that answered
    for (const auto& [key, answer] : state.keys)
        keys[answer.seq] = &answer;
    for (const auto& [seq, answer] : keys)
        out.i(seq.value), out.raw(view(answer->content)), out.u(answer->closed);
    return to_hex(view(sha256(out.done())));
}

// By folder. Only for a new folder is a line added here; none ever changes.
const std::map<std::string, std::string> golden_states = {
    {"0.1.0", "25d91747483d3b78d4d6097fb9e55fa9cb229876495be1da31af853bd5740c86"},
    {"journal-2", "79cf3305f5c3fb28ba1cb7c0c9893912d21c61159dc666fb531cc299d40d7f51"},
    {"journal-2-settled", "1c0f354067b4e994e174a303ccd4e44e53ec21535a554eee68ab71181bac9247"},
};

TEST_F(Golden, every_journal_adds_up_to_the_same_state_as_when_it_was_made_GEN_d) {
    for (const fs::path& release : releases_) {
        const std::string name = release.filename().string();
        const std::string file = (folder_ / name).string() + "-state.db";
        shell(fmt::format("gunzip -c '{}' > '{}'", (release / "city.db.gz").string(), file));
        const auto expected = golden_states.find(name);
        ASSERT_NE(expected, golden_states.end()) << name << " has no state to compare with";
        EXPECT_EQ(state_of("sqlite://" + file), expected->second) << name;
    }
}

TEST_F(Golden, a_journal_of_format_2_with_every_kind_of_entry_is_kept_GEN_d) {
    const std::string file = (folder_ / "kinds.db").string();
    shell(fmt::format(
        "gunzip -c '{}' > '{}'", (golden / "journal-2-settled/city.db.gz").string(), file
    ));
    const auto city = store::open_city("sqlite://" + file);
    ASSERT_TRUE(city) << city.error().detail;
    const auto kinds = city->registry->run("SELECT COUNT(DISTINCT kind) FROM journal_entry");
    ASSERT_TRUE(kinds);
    EXPECT_EQ(kinds->one().integer(0), 46);
}

} // namespace
} // namespace meguri
