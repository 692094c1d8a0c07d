#include "vault/vault.hpp"

#include "store/contract/test_stores.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "vault/sealed.hpp"

#include <fstream>

namespace meguri::vault {
namespace {

constexpr Instant now{1795320000000}; // 2026-11-22
constexpr PersonId taro{1}, hanako{2};

class VaultTest : public store::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        db = open();
        ASSERT_TRUE(store::migrate(*db, migrations()));
    }
    void must(const Try<>& done) { EXPECT_TRUE(done) << done.error().detail; }
    template <class T> T must(Try<T> value) {
        EXPECT_TRUE(value) << value.error().detail;
        return std::move(*value);
    }
    std::optional<std::string> get(PersonId person, Field field) {
        return must(vault.get(*db, person, field));
    }

    SystemRandom random;
    CityKeys keys{random.bytes<32>()};
    Vault vault{keys, random};
    std::unique_ptr<store::Database> db;
};
INSTANTIATE_TEST_SUITE_P(stores, VaultTest, store::all_stores(), store::store_name);

TEST_P(VaultTest, gives_a_field_back_to_who_asks_for_it_USR_b) {
    must(vault.put(*db, taro, field::phone, "+819012345678", now));
    must(vault.put(*db, taro, field::name, "熊谷 太郎", now));
    must(vault.put(*db, hanako, field::name, "", now));
    EXPECT_EQ(get(taro, field::phone), "+819012345678");
    EXPECT_EQ(get(taro, field::name), "熊谷 太郎");
    EXPECT_EQ(get(hanako, field::name), "");
    EXPECT_EQ(get(hanako, field::phone), std::nullopt);
    EXPECT_EQ(get(PersonId{3}, field::phone), std::nullopt);
    EXPECT_EQ(must(vault.all(*db, taro)).size(), 2u);
    must(vault.put(*db, taro, field::name, "熊谷 次郎", now));
    EXPECT_EQ(get(taro, field::name), "熊谷 次郎");
    must(vault.erase(*db, taro, field::name));
    EXPECT_EQ(get(taro, field::name), std::nullopt);
}

TEST_P(VaultTest, works_inside_a_transaction_and_is_rolled_back_with_it) {
    auto done = db->transaction([&](store::Database& t) -> Try<> {
        must(vault.put(t, taro, field::phone, "+819012345678", now));
        must(vault.claim(t, taro, field::phone, "+819012345678"));
        return fault(FaultCode::unavailable, "no");
    });
    EXPECT_FALSE(done);
    EXPECT_EQ(get(taro, field::phone), std::nullopt);
    EXPECT_EQ(must(vault.find(*db, field::phone, "+819012345678")), std::nullopt);
}

TEST_P(VaultTest, finds_a_person_by_exact_value_only_USR_b) {
    EXPECT_EQ(must(vault.claim(*db, taro, field::phone, "+819012345678")), Claim::taken_now);
    EXPECT_EQ(must(vault.claim(*db, taro, field::phone, "+819012345678")), Claim::already_ours);
    EXPECT_EQ(must(vault.claim(*db, hanako, field::phone, "+819012345678")), Claim::somebody_elses);
    EXPECT_EQ(must(vault.find(*db, field::phone, "+819012345678")), taro);
    EXPECT_EQ(must(vault.find(*db, field::phone, "+819012345679")), std::nullopt);
    EXPECT_EQ(must(vault.find(*db, field::line_id, "+819012345678")), std::nullopt)
        << "the hash does not depend on the field";
    must(vault.release(*db, taro, field::phone));
    EXPECT_EQ(must(vault.find(*db, field::phone, "+819012345678")), std::nullopt);
}

TEST_P(VaultTest, a_value_moved_elsewhere_does_not_open) {
    must(vault.put(*db, taro, field::phone, "+819012345678", now));
    must(vault.put(*db, taro, field::name, "太郎", now));
    must(vault.put(*db, hanako, field::phone, "+818012345678", now));
    const auto sealed =
        must(db->run("SELECT sealed FROM vault_field WHERE person = 1 AND field = 'phone'"))
            .one()
            .blob(0);
    must(db->run(
        "UPDATE vault_field SET sealed = $1 WHERE person = 1 AND field = 'name'",
        {store::Blob{sealed}}
    ));
    must(db->run(
        "UPDATE vault_field SET sealed = $1 WHERE person = 2 AND field = 'phone'",
        {store::Blob{sealed}}
    ));
    EXPECT_EQ(vault.get(*db, taro, field::name).error().code, FaultCode::corrupt);
    EXPECT_EQ(vault.get(*db, hanako, field::phone).error().code, FaultCode::corrupt);
    EXPECT_EQ(get(taro, field::phone), "+819012345678");
}

TEST_P(VaultTest, a_persons_key_moved_elsewhere_does_not_open) {
    must(vault.put(*db, taro, field::phone, "+819012345678", now));
    must(vault.put(*db, hanako, field::phone, "+818012345678", now));
    must(db->run("UPDATE vault_person_key SET wrapped = (SELECT wrapped FROM vault_person_key "
                 "WHERE person = 2) WHERE person = 1"));
    EXPECT_EQ(vault.get(*db, taro, field::phone).error().code, FaultCode::corrupt);
}

TEST_P(VaultTest, every_changed_byte_is_noticed) {
    must(vault.put(*db, taro, field::phone, "+819012345678", now));
    const auto sealed = must(db->run("SELECT sealed FROM vault_field")).one().blob(0);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        must(db->run("UPDATE vault_field SET sealed = $1", {store::Blob{changed}}));
        EXPECT_FALSE(vault.get(*db, taro, field::phone)) << i;
    }
    must(db->run("UPDATE vault_field SET sealed = $1", {store::Blob{}}));
    EXPECT_FALSE(vault.get(*db, taro, field::phone));
}

TEST_P(VaultTest, a_shredded_person_is_gone_and_never_comes_back) {
    must(vault.put(*db, taro, field::phone, "+819012345678", now));
    must(vault.put(*db, hanako, field::phone, "+818012345678", now));
    must(vault.claim(*db, taro, field::phone, "+819012345678"));
    const auto kept =
        must(db->run("SELECT sealed FROM vault_field WHERE person = 1")).one().blob(0);
    must(vault.shred(*db, taro, now));
    must(vault.shred(*db, taro, now + 1));
    EXPECT_EQ(get(taro, field::phone), std::nullopt);
    EXPECT_EQ(must(vault.find(*db, field::phone, "+819012345678")), std::nullopt);
    EXPECT_EQ(
        vault.put(*db, taro, field::phone, "+819012345678", now).error().code, FaultCode::invalid
    );
    EXPECT_EQ(get(hanako, field::phone), "+818012345678");
    // Even a row that somebody kept and puts back stays shut: the key is gone.
    must(db->run(
        "INSERT INTO vault_field (person, field, sealed) VALUES (1, 'phone', $1)",
        {store::Blob{kept}}
    ));
    EXPECT_EQ(get(taro, field::phone), std::nullopt);
    EXPECT_EQ(
        must(db->run(
                 "SELECT COUNT(*) FROM vault_person_key WHERE person = 1 AND wrapped IS NOT NULL"
             ))
            .one()
            .integer(0),
        0
    );
    // The number is free again, for a new person.
    EXPECT_EQ(must(vault.claim(*db, PersonId{9}, field::phone, "+819012345678")), Claim::taken_now);
    must(vault.shred(*db, PersonId{77}, now)); // somebody with no field at all
    EXPECT_FALSE(vault.put(*db, PersonId{77}, field::name, "x", now));
}

TEST_P(VaultTest, another_citys_key_opens_nothing) {
    must(vault.check(*db));
    must(vault.put(*db, taro, field::phone, "+819012345678", now));
    must(vault.claim(*db, taro, field::phone, "+819012345678"));
    must(vault.check(*db));
    const Vault other(CityKeys(random.bytes<32>()), random);
    EXPECT_EQ(other.check(*db).error().code, FaultCode::invalid);
    EXPECT_EQ(other.get(*db, taro, field::phone).error().code, FaultCode::invalid);
    EXPECT_FALSE(other.put(*db, hanako, field::phone, "+818012345678", now));
    EXPECT_EQ(must(other.find(*db, field::phone, "+819012345678")), std::nullopt);
}

TEST_P(VaultTest, people_of_different_months_are_wrapped_apart) {
    must(vault.put(*db, taro, field::name, "太郎", now));
    must(vault.put(*db, hanako, field::name, "花子", now + 31 * ms_per_day));
    EXPECT_EQ(must(db->run("SELECT COUNT(*) FROM vault_month_key")).one().integer(0), 2);
    EXPECT_EQ(get(taro, field::name), "太郎");
    EXPECT_EQ(get(hanako, field::name), "花子");
}

TEST_P(VaultTest, equal_values_look_different_and_lengths_tell_little) {
    must(vault.put(*db, taro, field::name, "同じ", now));
    const auto first = must(db->run("SELECT sealed FROM vault_field")).one().blob(0);
    must(vault.put(*db, taro, field::name, "同じ", now));
    const auto second = must(db->run("SELECT sealed FROM vault_field")).one().blob(0);
    EXPECT_NE(first, second);
    must(vault.put(*db, taro, field::name, "もう少し長い", now));
    EXPECT_EQ(must(db->run("SELECT sealed FROM vault_field")).one().blob(0).size(), first.size());
}

// Reads the files themselves: what is not in them cannot leak from them [USR-b].
class VaultFile : public VaultTest {
  protected:
    bool on_disk(std::string_view needle) {
        for (const auto& entry : std::filesystem::directory_iterator(folder())) {
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            if (bytes.find(needle) != std::string::npos) return true;
        }
        return false;
    }
};
INSTANTIATE_TEST_SUITE_P(
    stores, VaultFile, ::testing::Values(store::Database::Kind::sqlite), store::store_name
);

TEST_P(VaultFile, nothing_is_in_clear_on_the_disk_USR_b) {
    auto done = db->transaction([&](store::Database& t) -> Try<> {
        must(vault.put(t, taro, field::phone, "+819012345678", now));
        must(vault.put(t, taro, field::name, "熊谷 太郎", now));
        must(vault.claim(t, taro, field::phone, "+819012345678"));
        return {};
    });
    must(done);
    must(static_cast<store::SqliteDatabase&>(*db).checkpoint());
    EXPECT_TRUE(on_disk("vault_field"));
    for (const char* personal : {"9012345678", "熊谷", "太郎"})
        EXPECT_FALSE(on_disk(personal)) << personal;
}

TEST_P(VaultFile, a_destroyed_key_is_overwritten) {
    must(vault.put(*db, taro, field::phone, "+819012345678", now));
    const Bytes wrapped = must(db->run("SELECT wrapped FROM vault_person_key")).one().blob(0);
    must(static_cast<store::SqliteDatabase&>(*db).checkpoint());
    EXPECT_TRUE(on_disk(wrapped));
    must(vault.shred(*db, taro, now));
    must(static_cast<store::SqliteDatabase&>(*db).checkpoint());
    EXPECT_FALSE(on_disk(wrapped));
    EXPECT_FALSE(on_disk(wrapped.substr(25)));
}

} // namespace
} // namespace meguri::vault
