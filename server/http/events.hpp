// Server-sent events: a hint that something changed, never the truth. A page that gets one (or was
// cut off) fetches again. Events are numbered by the journal; the newest few thousand are kept so
// that a page that comes back with Last-Event-ID gets what it missed. All of it lives in memory:
// losing it costs one fetch. io thread only.
#pragma once

#include "http/session.hpp"

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace meguri::http {

struct Topic {
    enum class Kind : std::uint8_t { wallet, place, person };
    Kind kind;
    std::int64_t id;

    static Topic of(WalletId wallet) { return {Kind::wallet, wallet.value}; }
    static Topic of(PlaceId place) { return {Kind::place, place.value}; }
    static Topic of(PersonId person) { return {Kind::person, person.value}; }
    friend auto operator<=>(const Topic&, const Topic&) = default;
};

// One open page. Filled by the hub, emptied by its connection.
class EventStream {
  public:
    static constexpr std::size_t most_pending =
        64 * 1024; // bytes; a page that reads slower is cut off and comes back

    void push(std::string_view frame);
    void end();         // after what is pending, the connection closes
    std::string take(); // what is pending, "" when nothing is
    bool ended() const { return ended_; }
    std::function<void()> wake; // set by the connection: something is pending, or it has ended

  private:
    std::string pending_;
    bool ended_ = false;
};

class EventHub {
  public:
    struct Caps {
        std::size_t streams = 20000;
        std::size_t per_person = 8; // one more closes the person's oldest
        std::size_t kept = 4096;    // events for those who come back
    };
    EventHub() : EventHub(Caps{}) {}
    explicit EventHub(Caps caps) : caps_(caps) {}

    // `entry` with {id, kind} to everybody who watches the topic. `seq` rises; `kind` as in the
    // contract, a literal: it is kept as it is, written out only for those who watch or come back.
    void entry(Topic topic, std::int64_t seq, std::string_view kind);
    // The person is out: their pages hear `session_ended` and are closed. `session` 0 = all of the
    // person's.
    void session_ended(PersonId person, std::int64_t session = 0);
    void close_all(); // drain

    // Null when too many are open. What came after `last_event_id` (decimal; "" = none) is in it
    // already.
    std::shared_ptr<EventStream> open(const Session& session, std::string_view last_event_id);
    void closed(const std::shared_ptr<EventStream>& stream); // its connection is gone
    std::size_t size() const { return streams_.size(); }

  private:
    struct Open {
        std::shared_ptr<EventStream> stream;
        PersonId person;
        std::int64_t session;
        std::vector<Topic> topics;
    };
    struct Kept {
        std::int64_t seq;
        Topic topic;
        std::string_view kind;
    };
    using Place = std::list<Open>::iterator;
    void drop(Place place);
    void make_room(PersonId person);

    Caps caps_;
    std::list<Open> streams_;
    std::unordered_map<const EventStream*, Place> by_stream_;
    std::unordered_map<PersonId, std::vector<Place>> by_person_; // oldest first, at most per_person
    std::multimap<Topic, EventStream*> watchers_;
    std::deque<Kept> kept_;
};

} // namespace meguri::http
