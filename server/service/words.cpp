#include "service/words.hpp"

#include <vector>

namespace meguri::service {

namespace {
void write_words(
    http::JsonOut& out, std::string_view name, const std::vector<std::string_view>& words
) {
    out.array(name, words, [&](std::string_view word) { out.item(word); });
}
} // namespace

void write_capabilities(http::JsonOut& out, ledger::Capabilities capabilities) {
    std::vector<std::string_view> words;
    if (capabilities.has(ledger::Capabilities::takes_money)) words.push_back("takes_money");
    if (capabilities.has(ledger::Capabilities::tops_up)) words.push_back("tops_up");
    if (capabilities.has(ledger::Capabilities::takes_points)) words.push_back("takes_points");
    if (capabilities.has(ledger::Capabilities::gives)) words.push_back("gives");
    write_words(out, "capabilities", words);
}

void write_rights(http::JsonOut& out, access::StaffRights rights) {
    std::vector<std::string_view> words;
    if (rights.has(access::StaffRight::receive)) words.push_back("receive");
    if (rights.has(access::StaffRight::top_up)) words.push_back("top_up");
    if (rights.has(access::StaffRight::cancel)) words.push_back("cancel");
    if (rights.has(access::StaffRight::manage)) words.push_back("manage");
    write_words(out, "rights", words);
}

} // namespace meguri::service
