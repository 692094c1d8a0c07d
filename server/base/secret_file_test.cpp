#include "base/secret_file.hpp"

#include "base/city_keys.hpp"
#include "base/hash.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace meguri {
namespace {

namespace fs = std::filesystem;

class SecretFile : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "meguri-secret-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder = name;
        file = folder / "secret";
    }
    void TearDown() override { fs::remove_all(folder); }
    std::string content() const {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void refused(const std::string& because) {
        const auto read = read_secret_file(file);
        ASSERT_FALSE(read) << because;
        EXPECT_EQ(read.error().code, FaultCode::invalid);
        EXPECT_NE(read.error().detail.find(because), std::string::npos) << read.error().detail;
        EXPECT_NE(read.error().detail.find(file.string()), std::string::npos);
    }
    fs::path folder, file;
};

TEST_F(SecretFile, comes_back_without_the_line_end_and_is_the_owners_alone) {
    ASSERT_TRUE(write_secret_file(file, "token"));
    EXPECT_EQ(*read_secret_file(file), "token");
    struct stat state{};
    ASSERT_EQ(::stat(file.c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777, 0600u);
}

TEST_F(SecretFile, is_never_replaced) {
    ASSERT_TRUE(write_secret_file(file, "first"));
    EXPECT_FALSE(write_secret_file(file, "second"));
    EXPECT_EQ(*read_secret_file(file), "first");
}

TEST_F(SecretFile, is_refused_when_anybody_else_may_use_it_SEC_3) {
    ASSERT_TRUE(write_secret_file(file, "token"));
    for (const mode_t mode : {0640u, 0604u, 0620u, 0602u, 0644u, 0666u, 0610u}) {
        ::chmod(file.c_str(), mode);
        refused("others may use it");
    }
    ::chmod(file.c_str(), 0400);
    EXPECT_TRUE(read_secret_file(file));
}

TEST_F(SecretFile, is_refused_when_it_is_missing_empty_or_no_file) {
    refused("No such file");
    ASSERT_TRUE(write_secret_file(file, ""));
    refused("is empty");
    fs::remove(file);
    fs::create_directory(file);
    refused("regular file");
    fs::remove(file);
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    refused("regular file"); // and does not wait for a writer
}

TEST_F(SecretFile, of_another_user_is_refused) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
    ASSERT_TRUE(write_secret_file(file, "token"));
    ASSERT_EQ(::chown(file.c_str(), 4242, 4242), 0);
    refused("another user");
}

using CityKeyFile = SecretFile;

TEST_F(CityKeyFile, gives_the_same_keys_again_each_its_own) {
    SystemRandom random;
    ASSERT_TRUE(create_key_file(file, random));
    const auto keys = load_key_file(file), again = load_key_file(file);
    ASSERT_TRUE(keys && again);
    const KeyUse uses[] = {KeyUse::vault_wrap,  KeyUse::vault_lookup, KeyUse::command_key,
                           KeyUse::wallet_code, KeyUse::sign_in,      KeyUse::place_code};
    for (const KeyUse a : uses) {
        EXPECT_EQ(keys->key(a), again->key(a));
        for (const KeyUse b : uses)
            EXPECT_EQ(a == b, keys->key(a) == keys->key(b));
    }
    EXPECT_NE(keys->place_code_key(1), keys->place_code_key(2));
    EXPECT_FALSE(create_key_file(file, random)) << "a key file was replaced";
}

TEST_F(CityKeyFile, derives_what_it_always_derived) {
    // Frozen: another value here means that no stored field opens any more.
    const CityKeys keys(SecretKey{1, 2, 3});
    EXPECT_EQ(to_hex(view(keys.key(KeyUse::vault_wrap))).substr(0, 16), "16d52591b45e7515");
}

TEST_F(CityKeyFile, may_be_typed_from_paper_but_not_mistyped) {
    SystemRandom random;
    ASSERT_TRUE(create_key_file(file, random));
    const std::string good = content();
    const auto master = load_key_file(file)->key(KeyUse::vault_wrap);
    const auto load_text = [&](const std::string& text) {
        fs::remove(file);
        EXPECT_TRUE(write_secret_file(file, text));
        return load_key_file(file);
    };
    std::string small = good;
    for (std::size_t i = small.find('\n'); i < small.size(); ++i)
        small[i] = static_cast<char>(std::tolower(small[i]));
    ASSERT_TRUE(load_text(small));
    EXPECT_EQ(load_text(small)->key(KeyUse::vault_wrap), master);
    for (std::size_t i = good.find('\n') + 1; i < good.size(); ++i) {
        if (good[i] == '-' || good[i] == '\n') continue;
        std::string wrong = good;
        wrong[i] = good[i] == '7' ? '8' : '7';
        const auto loaded = load_text(wrong);
        EXPECT_FALSE(loaded && loaded->key(KeyUse::vault_wrap) != master) << i;
        EXPECT_FALSE(loaded) << i;
    }
    for (const char* text :
         {"x", "meguri-keys-1", "meguri-keys-1\n", "meguri-keys-2\nAAAA", "meguri-keys-1\nAAAA-AAAA"
         })
        EXPECT_FALSE(load_text(text)) << text;
}

} // namespace
} // namespace meguri
