// Internal: the head of an answer, with what every answer says for safety's sake.
#pragma once

#include "http/request.hpp"

#include <string>

namespace meguri::http {

class ResponseHead {
  public:
    // `image_origin`: of another server whose pictures the pages may show; "" for none.
    explicit ResponseHead(bool https, const std::string& image_origin = {});

    struct Facts {
        Instant now;
        std::size_t length = 0; // of the body
        bool close = false;
        bool stream = false; // chunked, no end known
        bool api = true;
    };
    // Writes the head of `response` over `out`.
    void write(std::string& out, const Response& response, const Facts& facts);

  private:
    std::string_view date(Instant now);

    std::string safe_api_,
        safe_page_; // by kind of answer: data, or something that a browser may show
    std::string date_;
    std::int64_t date_of_ = -1; // second that date_ says
};

std::string_view reason_of(int status);

} // namespace meguri::http
