// application/x-www-form-urlencoded, the body that many partners' interfaces take: writing one, and
// reading one for the simulators.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace meguri::gateway {

// Form().add("To", "+8190…").add("Body", "…").text() == "To=%2B8190…&Body=…"
class Form {
  public:
    Form& add(std::string_view name, std::string_view value);
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};
std::string percent_encoded(std::string_view value); // letters, digits and -._~ stay

// "a+b%2Bc" -> "a b+c"; nothing for a broken escape.
std::optional<std::string> form_decoded(std::string_view text);
// The first field of this name, decoded; names may be written percent-encoded as well.
std::optional<std::string> form_field(std::string_view form, std::string_view name);

} // namespace meguri::gateway
