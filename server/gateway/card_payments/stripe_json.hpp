// Internal to the Stripe adapter: reading what Stripe writes. Whatever is not there, or is of
// another kind, reads as empty: the caller says what that means.
#pragma once

#include "gateway/card_payments/card_payments.hpp"

#include <boost/json.hpp>

namespace meguri::gateway::stripe {

using Object = boost::json::object;

std::optional<Object> parse(std::string_view text); // nothing: not an object
std::string text(const Object& object, std::string_view name);
std::int64_t number(const Object& object, std::string_view name);
const Object* inside(const Object& object, std::string_view name);
// The first object of a list's `data`; null when it is empty or no list.
const Object* first(const Object& list);

// A checkout session; nothing when it is none.
std::optional<CardStanding> standing_of(const Object& session);

} // namespace meguri::gateway::stripe
