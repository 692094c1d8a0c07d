// What open pages hear of a committed entry: those of every wallet whose value it moved or that it
// names, and those of its place. A hint without amounts; the page asks for the rest.
#pragma once

#include "http/events.hpp"
#include "ledger/entry.hpp"

namespace meguri::app {

// On the io thread. Nobody hears of a refusal: whoever asked has its answer.
void tell_pages(http::EventHub& events, const ledger::Entry& entry);

} // namespace meguri::app
