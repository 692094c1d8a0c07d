// SMS over the Messages API that Twilio made and others copied: POST
// …/2010-04-01/Accounts/{account}/Messages.json, a form with To, From and Body, HTTP Basic
// authentication, an answer in JSON with `sid`.
#pragma once

#include "gateway/sms/sms_gateway.hpp"

namespace meguri::gateway {

struct TwilioSmsSettings {
    std::string url; // up to and without "/2010-04-01"
    std::string account;
    std::string token; // from a secret file
    std::string sender;
    long timeout_ms = 5000;
};

class TwilioSms final : public SmsGateway {
  public:
    explicit TwilioSms(TwilioSmsSettings settings) : settings_(std::move(settings)) {}
    Try<std::string> send(std::string_view to, std::string_view body) override; // any thread

  private:
    TwilioSmsSettings settings_;
};

} // namespace meguri::gateway
