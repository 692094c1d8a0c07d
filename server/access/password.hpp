// Passwords of staff and operators: argon2id (t=2, 19 MiB, about 20 ms of one core). Runs on the
// worker pool, never on the io or core thread; bound how many run at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meguri::access {

inline constexpr std::size_t min_password_length = 12; // code points; no composition rules
inline constexpr std::size_t max_password_bytes = 256;

enum class PasswordProblem {
    too_short,
    too_long,
    not_text, // broken UTF-8 or control characters
    common,   // on our list, one character repeated, a run like 123456…, or built on the city's or
              // account's own name
};

// `own_words`: what an attacker would try first for this account (its name, the city's), each of 4
// characters or more.
std::optional<PasswordProblem>
check_new_password(std::string_view password, const std::vector<std::string_view>& own_words = {});

// The text that is stored; it carries salt and parameters.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view stored, std::string_view password);
// Takes as long as verify_password and says no: for an account that does not exist, so that times
// do not tell [C4].
bool verify_no_password(std::string_view password);
// True when the stored text was made with weaker parameters than today's: hash again after a good
// sign-in.
bool is_outdated(std::string_view stored);

} // namespace meguri::access
