#include "access/password.hpp"

#include "access/totp.hpp"

#include <chrono>
#include <gtest/gtest.h>

namespace meguri::access {
namespace {

TEST(Password, verifies_what_was_hashed) {
    const std::string stored = hash_password("熊谷の夏は暑いですね");
    EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_TRUE(verify_password(stored, "熊谷の夏は暑いですね"));
    EXPECT_FALSE(verify_password(stored, "熊谷の夏は暑いですよ"));
    EXPECT_FALSE(verify_password(stored, ""));
    EXPECT_NE(hash_password("熊谷の夏は暑いですね"), stored) << "no salt";
    EXPECT_FALSE(is_outdated(stored));
    EXPECT_TRUE(is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
                            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    for (const char* broken : {"", "x", "$argon2id$", "plain"})
        EXPECT_FALSE(verify_password(broken, "plain"));
    EXPECT_FALSE(verify_password(stored, std::string(1'000'000, 'x')));
}

TEST(Password, an_unknown_account_takes_as_long_as_a_known_one) {
    const std::string stored = hash_password("some good password");
    verify_no_password("warm up");
    const auto time = [](auto work) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < 5; ++i)
            work();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    const double known = time([&] { verify_password(stored, "another password"); });
    const double unknown = time([] { EXPECT_FALSE(verify_no_password("another password")); });
    EXPECT_LT(unknown / known, 3);
    EXPECT_GT(unknown / known, 1.0 / 3);
}

TEST(Password, must_be_long_and_not_what_is_guessed_first) {
    EXPECT_EQ(check_new_password("elevenchars"), PasswordProblem::too_short);
    EXPECT_EQ(check_new_password("あいうえおかきくけこさ"), PasswordProblem::too_short);
    EXPECT_EQ(check_new_password(std::string(257, 'x')), PasswordProblem::too_long);
    EXPECT_EQ(check_new_password("line\nbreak in it"), PasswordProblem::not_text);
    EXPECT_EQ(check_new_password("broken \xff utf-8 here"), PasswordProblem::not_text);
    for (const char* common :
         {"password1234", "PasswordPassword", "P@ssw0rd2026!", "123456789012", "987654321098",
          "aaaaaaaaaaaa", "abcdefghijkl", "qwertyuiop123", "abcabcabcabc", "administrator1",
          "welcome2026!", "パスワードパスワードパス"})
        EXPECT_EQ(check_new_password(common), PasswordProblem::common) << common;
    EXPECT_EQ(check_new_password("kumagaya2026!", {"Kumagaya"}), PasswordProblem::common);
    for (const char* good :
         {"correct horse battery", "熊谷の夏は暑いですね、本当に", "Xq7!mvt2#zkL",
          "koukaikounyuu-39"})
        EXPECT_EQ(check_new_password(good), std::nullopt) << good;
}

TotpSecret rfc_secret() {
    TotpSecret secret{};
    for (std::size_t i = 0; i < 20; ++i)
        secret[i] = static_cast<std::uint8_t>("12345678901234567890"[i]);
    return secret;
}

TEST(Totp, meets_the_vectors_of_rfc_6238) {
    const auto at = [](std::int64_t second) {
        return totp_code(rfc_secret(), totp_step(Instant{second * 1000}));
    };
    EXPECT_EQ(at(59), "287082"); // the last six of the RFC's eight digits
    EXPECT_EQ(at(1111111109), "081804");
    EXPECT_EQ(at(1111111111), "050471");
    EXPECT_EQ(at(1234567890), "005924");
    EXPECT_EQ(at(2000000000), "279037");
    EXPECT_EQ(at(20000000000), "353130");
}

TEST(Totp, takes_one_step_before_and_after_and_each_step_once) {
    const TotpSecret secret = rfc_secret();
    const Instant now{1795320000000};
    const std::int64_t step = totp_step(now);
    for (std::int64_t near = step - 1; near <= step + 1; ++near)
        EXPECT_EQ(verify_totp(secret, totp_code(secret, near), now, 0), near);
    EXPECT_FALSE(verify_totp(secret, totp_code(secret, step - 2), now, 0));
    EXPECT_FALSE(verify_totp(secret, totp_code(secret, step + 2), now, 0));
    EXPECT_FALSE(verify_totp(secret, totp_code(secret, step), now, step)) << "replayed";
    EXPECT_FALSE(verify_totp(secret, totp_code(secret, step - 1), now, step))
        << "older than the last used";
    EXPECT_EQ(verify_totp(secret, totp_code(secret, step + 1), now, step), step + 1);
}

TEST(Totp, is_read_as_people_type_it) {
    const TotpSecret secret = rfc_secret();
    const Instant now{59'000};
    EXPECT_TRUE(verify_totp(secret, "287 082", now, -5));
    EXPECT_TRUE(verify_totp(secret, "２８７０８２", now, -5));
    for (const char* wrong : {"", "28708", "2870820", "287083", "abcdef"})
        EXPECT_FALSE(verify_totp(secret, wrong, now, -5)) << wrong;
}

TEST(Totp, gives_the_app_what_it_scans) {
    EXPECT_EQ(totp_text(rfc_secret()), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_EQ(
        totp_url(rfc_secret(), "熊谷", "a b"),
        "otpauth://totp/%E7%86%8A%E8%B0%B7:a%20b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=%E7%86%8A%E8%B0%B7&algorithm=SHA1&digits=6&period=30"
    );
}

} // namespace
} // namespace meguri::access
