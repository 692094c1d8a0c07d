// Whatever is sent as a body or a query: either refused with a problem of the contract, or every
// value is within its bounds.
#include "http/fields.hpp"
#include "base/bytes.hpp"
#include "base/ensure.hpp"

using namespace meguri;

namespace {
void check(http::Fields in) {
    const std::string text = in.text("text", 1, 10), id = in.id("id"), token = in.token("token");
    const std::int64_t amount = in.amount("amount"), limit = in.integer("limit", -5, 5);
    const bool truth = in.boolean("truth");
    const Date day = in.date("day");
    http::Fields inner = in.object("inner");
    const std::int64_t deep = inner.amount("amount");
    if (const auto refused = in.refused()) {
        MEGURI_ENSURE(refused->status == 400 || refused->status == 422);
        MEGURI_ENSURE(
            refused->body.starts_with("{\"type\":\"/problems/") && is_plain_utf8(refused->body)
        );
        return;
    }
    MEGURI_ENSURE(is_plain_utf8(text) && length_utf8(text) >= 1 && length_utf8(text) <= 10);
    MEGURI_ENSURE(!id.empty() && id.size() <= 40 && !token.empty() && token.size() <= 200);
    MEGURI_ENSURE(amount >= 1 && amount <= 9'999'999 && deep >= 1 && deep <= 9'999'999);
    MEGURI_ENSURE(limit >= -5 && limit <= 5 && day && (truth || !truth));
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    check(http::Fields(input));
    check(http::Fields::of_query(input));
    return 0;
}
