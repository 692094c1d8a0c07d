#include "access/password.hpp"

#include "base/bytes.hpp"
#include "base/ensure.hpp"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace meguri::access {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 19 * 1024 * 1024;

// What lists of leaked passwords are made of. A password of these and a few characters more is
// guessed first.
constexpr std::array<std::string_view, 40> common_words = {
    "password", "passw0rd",   "p@ssw0rd", "p@ssword",   "passwort",  "administrator", "admin",
    "welcome",  "letmein",    "iloveyou", "qwertyuiop", "qwerty",    "asdfghjkl",     "zxcvbnm",
    "1qaz2wsx", "1q2w3e4r",   "qazwsx",   "monkey",     "dragon",    "sunshine",      "princess",
    "football", "baseball",   "superman", "master",     "shadow",    "michael",       "changeme",
    "secret",   "login",      "sakura",   "nippon",     "japan",     "tokyo",         "aishiteru",
    "arigatou", "konnichiwa", "himitsu",  "meguri",     "パスワード"
};
constexpr std::size_t least_own = 6; // characters that must be left over

std::string in_small_letters(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

void take_out(std::string& text, std::string_view word) {
    if (word.size() < 4) return;
    for (std::size_t at; (at = text.find(word)) != std::string::npos;)
        text.erase(at, word.size());
}

// Characters that do not merely continue a run (aaaa, 1234, 9876).
std::size_t length_without_runs(std::string_view text) {
    std::size_t n = 0;
    int last_step = 256;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int step = i > 0 ? text[i] - text[i - 1] : 256;
        const bool continues = step >= -1 && step <= 1 && step == last_step;
        const bool inside_character = (static_cast<std::uint8_t>(text[i]) & 0xc0) == 0x80;
        n += !continues && !inside_character;
        last_step = step;
    }
    return n;
}

bool is_common(std::string_view password, const std::vector<std::string_view>& own_words) {
    std::string left = in_small_letters(password);
    for (const auto word : common_words)
        take_out(left, word);
    for (const auto word : own_words)
        take_out(left, in_small_letters(word));
    if (length_without_runs(left) < least_own) return true;
    // "abcabcabcabc": a short piece over and over
    for (std::size_t piece = 1; piece <= 4 && piece < left.size(); ++piece) {
        if (std::equal(left.begin() + static_cast<std::ptrdiff_t>(piece), left.end(), left.begin()))
            return true;
    }
    return false;
}

} // namespace

std::optional<PasswordProblem>
check_new_password(std::string_view password, const std::vector<std::string_view>& own_words) {
    if (password.size() > max_password_bytes) return PasswordProblem::too_long;
    if (!is_plain_utf8(password)) return PasswordProblem::not_text;
    if (length_utf8(password) < min_password_length) return PasswordProblem::too_short;
    if (is_common(password, own_words)) return PasswordProblem::common;
    return std::nullopt;
}

std::string hash_password(std::string_view password) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    MEGURI_ENSURE(sodium_init() >= 0);
    MEGURI_ENSURE(
        crypto_pwhash_str_alg(
            out.data(), password.data(), password.size(), passes, memory,
            crypto_pwhash_ALG_ARGON2ID13
        ) == 0
    );
    return out.data();
}

bool verify_password(std::string_view stored, std::string_view password) {
    if (password.size() > max_password_bytes || stored.size() >= crypto_pwhash_STRBYTES)
        return false;
    return crypto_pwhash_str_verify(
               std::string(stored).c_str(), password.data(), password.size()
           ) == 0;
}

bool verify_no_password(std::string_view password) {
    static const std::string nobodys = hash_password("nobody has this password");
    verify_password(nobodys, password);
    return false;
}

bool is_outdated(std::string_view stored) {
    return stored.size() >= crypto_pwhash_STRBYTES ||
           crypto_pwhash_str_needs_rehash(std::string(stored).c_str(), passes, memory) != 0;
}

} // namespace meguri::access
