#include "app/from_config.hpp"

#include "base/secret_file.hpp"
#include "store/contract/test_stores.hpp"

#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>

namespace meguri::app {
namespace {

// A city whose configuration has no mistake, and names files that are not there.
class FromConfig : public ::testing::Test {
  protected:
    void SetUp() override {
        std::ofstream(file_) << R"([city]
name = "熊谷市"
telephone = "048-524-1111"
[server]
public_url = "http://localhost:8080"
environment = "test"
[database]
url = "sqlite://missing/city.db"
[keys]
file = "missing.key"
[sms]
url = "http://127.0.0.1:8080/sim/sms"
account = "AC0123"
token_file = "missing.token"
sender = "KUMAGAYA"
[card_payments]
url = "http://127.0.0.1:8080/sim/cards"
secret_file = "missing.secret"
webhook_secret_file = "missing.messages"
[public_dues]
url = "http://127.0.0.1:8080/sim/dues"
secret_file = "missing.dues"
organization = "11202"
taxes = ["011 市民税"]
)";
        auto config = load_config(file_);
        ASSERT_TRUE(config) << config.error().detail;
        config_ = std::move(*config);
    }

    // One line that begins with the file's place and ends with `what`.
    template <class T>
    void is_named(const Try<T>& tried, int line, std::string_view key, std::string_view what) {
        ASSERT_FALSE(tried) << key;
        const std::string& detail = tried.error().detail;
        const std::string where = fmt::format("{}:{}: {}: ", file_.string(), line, key);
        EXPECT_TRUE(detail.starts_with(where)) << detail;
        EXPECT_NE(detail.find(what), std::string::npos) << detail;
        EXPECT_EQ(detail.find('\n'), std::string::npos) << detail;
    }

    store::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "city.toml";
    Config config_;
};

TEST_F(FromConfig, names_line_and_key_of_a_secret_that_cannot_be_read) {
    is_named(read_keys(config_), 10, "keys.file", "missing.key: No such file");
    is_named(make_sms(config_), 14, "sms.token_file", "missing.token: No such file");
    is_named(
        read_card_secrets(config_), 18, "card_payments.secret_file", "missing.secret: No such file"
    );
    ASSERT_TRUE(write_secret_file(folder_.path() / "missing.secret", "here now"));
    is_named(
        read_card_secrets(config_), 19, "card_payments.webhook_secret_file",
        "missing.messages: No such file"
    );
    is_named(
        read_clearing_secret(config_), 22, "public_dues.secret_file", "missing.dues: No such file"
    );
}

TEST_F(FromConfig, names_line_and_key_of_a_database_that_cannot_be_opened) {
    is_named(open_city(config_), 8, "database.url", "missing/city.db");
    is_named(open_database(config_), 8, "database.url", "missing/city.db");
    is_named(open_database(config_, store::OpenAs::read_only), 8, "database.url", "city.db");
}

} // namespace
} // namespace meguri::app
