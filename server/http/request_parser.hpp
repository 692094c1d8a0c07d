// Internal: Beast's parser, keeping only what the server looks at.
#pragma once

#include "http/raw_request.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>

namespace meguri::http {

namespace beast = boost::beast;

class RequestParser final : public beast::http::basic_parser<true> {
  public:
    static constexpr std::uint32_t most_header = 8 * 1024;

    explicit RequestParser(RawRequest& out) : out_(out) {
        out_.clear();
        header_limit(most_header);
        body_limit(boost::none); // ours, below: it depends on the operation
    }
    // Bytes of body to accept; more sets `too_large` and stops.
    void limit_body(std::size_t most) { most_body_ = most; }
    bool too_large() const { return too_large_; }

  private:
    using Error = beast::error_code;
    using Text = beast::string_view;

    void
    on_request_impl(beast::http::verb, Text method, Text target, int version, Error&) override {
        version_ = version;
        out_.method.assign(method.data(), method.size());
        out_.target.assign(target.data(), target.size());
    }
    void on_field_impl(beast::http::field name, Text name_text, Text value, Error&) override {
        using beast::http::field;
        if (is_header_done())
            return; // a trailer must not replace what was checked, or X-Forwarded-For
        switch (name) {
        case field::host: return once(out_.host, value);
        case field::content_type: return once(out_.content_type, value);
        case field::origin: return once(out_.origin, value);
        case field::authorization: return once(out_.authorization, value);
        case field::cookie:
            if (!out_.cookie.empty()) out_.cookie += "; ";
            out_.cookie.append(value.data(), value.size());
            return;
        // The parser takes "xchunked" for no body at all: what follows would be a second request.
        case field::transfer_encoding:
            if (!beast::iequals(value, "chunked")) out_.doubtful = true;
            return;
        case field::if_none_match: return last(out_.if_none_match, value);
        case field::accept_encoding: return last(out_.accept_encoding, value);
        case field::expect: out_.expects_continue = beast::iequals(value, "100-continue"); return;
        case field::unknown: break;
        default: return;
        }
        if (beast::iequals(name_text, "X-Meguri"))
            last(out_.meguri, value);
        else if (beast::iequals(name_text, "X-Forwarded-For"))
            last(out_.forwarded_for, value);
        else if (beast::iequals(name_text, "Last-Event-ID"))
            last(out_.last_event_id, value);
        else if (beast::iequals(name_text, "Stripe-Signature"))
            once(out_.signature, value);
        else if (beast::iequals(name_text, "Idempotency-Key"))
            once(out_.idempotency_key, value);
    }
    void once(std::string& to, Text value) {
        if (!to.empty()) out_.doubtful = true;
        to.assign(value.data(), value.size());
    }
    static void last(std::string& to, Text value) { to.assign(value.data(), value.size()); }

    void on_header_impl(Error&) override {
        out_.keep_alive = keep_alive() && version_ == 11;
        if (out_.host.empty()) out_.doubtful = true;
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    std::size_t on_body_impl(Text body, Error& error) override { return take(body, error); }
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error& error) override {
        return take(body, error);
    }
    void on_finish_impl(Error&) override {}
    void on_response_impl(int, Text, int, Error&) override {}

    std::size_t take(Text body, Error& error) {
        if (out_.body.size() + body.size() > most_body_) {
            too_large_ = true;
            error = beast::http::error::body_limit;
            return 0;
        }
        out_.body.append(body.data(), body.size());
        return body.size();
    }

    RawRequest& out_;
    int version_ = 11;
    std::size_t most_body_ = 0;
    bool too_large_ = false;
};

} // namespace meguri::http
