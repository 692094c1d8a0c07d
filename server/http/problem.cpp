#include "http/problem.hpp"

#include "base/ensure.hpp"
#include "base/log.hpp"

namespace meguri::http {

namespace {
// Long enough for a rush to pass, short enough for somebody who waits at a counter.
int usual_wait_s(const RefusalText& text) {
    if (text.refusal == Refusal::too_many_requests) return 60;
    return text.retry == Retry::later && (text.status == 429 || text.status == 503) ? 2 : 0;
}

// A reason as people read it. "reasons" of api/refusals.json is the list.
std::string_view sentence_of(std::string_view reason) {
    constexpr std::pair<std::string_view, std::string_view> sentences[] = {
#define MEGURI_REASON(word, ja) {#word, ja},
#include "generated/reasons.inc"
#undef MEGURI_REASON
    };
    for (const auto& [word, sentence] : sentences) {
        if (word == reason) return sentence;
    }
    MEGURI_ENSURE(!"a reason outside the list");
    return {};
}
} // namespace

Response problem(Refusal refusal, const ProblemParts& parts) {
    const RefusalText& text = text_of(refusal);
    JsonOut json;
    json.object([&] {
        json.field("type", std::string("/problems/").append(text.word));
        json.field("title", text.ja);
        json.field("detail", text.ja_next);
        json.field("status", text.status);
        json.field("refusal", text.word);
        if (!parts.field.empty()) json.field("field", parts.field);
        if (!parts.reason.empty()) {
            json.field("reason", parts.reason);
            json.field("because", sentence_of(parts.reason));
        }
        if (!parts.explanation_json.empty()) json.raw("explanation", parts.explanation_json);
    });
    Response response = answer(text.status, std::move(json));
    response.content_type = "application/problem+json";
    response.refusal = text.word;
    const int wait = parts.retry_after_s > 0 ? parts.retry_after_s : usual_wait_s(text);
    if (wait > 0) response.headers.emplace_back("Retry-After", std::to_string(wait));
    return response;
}

Response problem(const Fault& fault) {
    log::error("fault", {{"detail", fault.detail}});
    switch (fault.code) {
    case FaultCode::unavailable:
    case FaultCode::fenced: return problem(Refusal::paused); // certainly not done here
    case FaultCode::outcome_unknown:
    case FaultCode::corrupt:
    case FaultCode::invalid: break;
    }
    return problem(Refusal::outcome_unknown);
}

} // namespace meguri::http
