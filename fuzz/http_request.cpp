// Whatever comes over a connection: cut into pieces at any place it is the same request as in one.
// (A proxy in front and this parser that disagree about where a request ends are how requests are
// smuggled.)
#include "base/ensure.hpp"
#include "http/request_parser.hpp"
#include "http/router.hpp"

#include <boost/asio/buffer.hpp>

using namespace meguri;
using http::RawRequest;
using http::RequestParser;

namespace {
constexpr std::size_t most_body = 1000;

struct Outcome {
    RawRequest raw;
    bool done = false, refused = false;
    std::size_t used = 0; // bytes of the input that belong to this request
};

Outcome read_in_pieces(std::string_view input, std::size_t piece) {
    Outcome out;
    RequestParser parser(out.raw);
    parser.limit_body(most_body);
    std::string buffer;
    std::size_t given = 0;
    for (;;) {
        boost::beast::error_code error;
        std::size_t read = 0;
        if (!buffer.empty()) read = parser.put(boost::asio::buffer(buffer), error);
        buffer.erase(0, read);
        out.used += read;
        out.done = parser.is_done();
        out.refused =
            parser.too_large() || (error && error != boost::beast::http::error::need_more);
        if (out.done || out.refused) return out;
        if (read > 0 && !buffer.empty()) continue;
        if (given == input.size()) return out;
        const std::string_view more = input.substr(given, piece);
        buffer += more;
        given += more.size();
    }
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Outcome whole = read_in_pieces(input, input.size()),
                  pieces = read_in_pieces(input, 1 + data[0] % 64);
    MEGURI_ENSURE(whole.raw.body.size() <= most_body);
    MEGURI_ENSURE(whole.done == pieces.done);
    if (!whole.done) return 0;
    MEGURI_ENSURE(whole.used == pieces.used && whole.raw.body == pieces.raw.body);
    MEGURI_ENSURE(whole.raw.target == pieces.raw.target && whole.raw.cookie == pieces.raw.cookie);
    static const http::Router router; // no handlers: nothing may match, whatever the path
    MEGURI_ENSURE(!router.match(whole.raw.method, whole.raw.path()).known);
    (void)whole.raw.cookie_named("meguri");
    return 0;
}
