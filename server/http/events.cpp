#include "http/events.hpp"

#include "http/json_out.hpp"

#include <algorithm>
#include <charconv>

namespace meguri::http {

void EventStream::push(std::string_view frame) {
    if (ended_) return;
    if (pending_.size() + frame.size() > most_pending) return end();
    pending_ += frame;
    if (wake) wake();
}

void EventStream::end() {
    ended_ = true;
    if (wake) wake();
}

std::string EventStream::take() { return std::exchange(pending_, {}); }

namespace {
constexpr std::size_t most_missed = 100; // one would do: the page fetches again at the first

std::vector<Topic> topics_of(const Session& session) {
    std::vector<Topic> topics{Topic::of(session.caller.person)};
    if (session.wallet) topics.push_back(Topic::of(session.wallet));
    if (session.caller.place) topics.push_back(Topic::of(session.caller.place));
    return topics;
}

std::int64_t number_of(std::string_view digits) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

std::string entry_frame(std::int64_t seq, std::string_view kind) {
    JsonOut data;
    data.object([&] {
        data.field("id", std::to_string(seq));
        data.field("kind", kind);
    });
    return "id: " + std::to_string(seq) + "\nevent: entry\ndata: " + data.text() + "\n\n";
}
} // namespace

void EventHub::entry(Topic topic, std::int64_t seq, std::string_view kind) {
    const auto [from, to] = watchers_.equal_range(topic);
    if (from != to) {
        const std::string frame = entry_frame(seq, kind);
        for (auto each = from; each != to; ++each)
            each->second->push(frame);
    }
    kept_.push_back({seq, topic, kind});
    if (kept_.size() > caps_.kept) kept_.pop_front();
}

void EventHub::session_ended(PersonId person, std::int64_t session) {
    const auto found = by_person_.find(person);
    if (found == by_person_.end()) return;
    const std::vector<Place> own = found->second; // drop() changes it
    for (const Place each : own) {
        if (session != 0 && each->session != session) continue;
        each->stream->push("event: session_ended\ndata: {}\n\n");
        drop(each);
    }
}

void EventHub::close_all() {
    while (!streams_.empty())
        drop(streams_.begin());
}

std::shared_ptr<EventStream>
EventHub::open(const Session& session, std::string_view last_event_id) {
    make_room(session.caller.person);
    if (streams_.size() >= caps_.streams) return nullptr;
    auto stream = std::make_shared<EventStream>();
    const auto topics = topics_of(session);
    if (const std::int64_t last = number_of(last_event_id); last > 0) {
        std::vector<const Kept*> missed;
        for (const Kept& kept : kept_) {
            if (kept.seq > last && std::ranges::find(topics, kept.topic) != topics.end())
                missed.push_back(&kept);
        }
        const std::size_t from = missed.size() - std::min(missed.size(), most_missed);
        for (std::size_t i = from; i < missed.size(); ++i)
            stream->push(entry_frame(missed[i]->seq, missed[i]->kind));
    }
    streams_.push_back({stream, session.caller.person, session.number, topics});
    const Place place = std::prev(streams_.end());
    by_stream_.emplace(stream.get(), place);
    by_person_[session.caller.person].push_back(place);
    for (const Topic& topic : topics)
        watchers_.emplace(topic, stream.get());
    return stream;
}

void EventHub::closed(const std::shared_ptr<EventStream>& stream) {
    if (const auto found = by_stream_.find(stream.get()); found != by_stream_.end())
        drop(found->second);
}

void EventHub::make_room(PersonId person) {
    const auto found = by_person_.find(person);
    if (found != by_person_.end() && found->second.size() >= caps_.per_person)
        drop(found->second.front());
}

void EventHub::drop(Place place) {
    const auto stream = place->stream; // kept alive until we are done
    for (const Topic& topic : place->topics) {
        const auto [from, to] = watchers_.equal_range(topic);
        watchers_.erase(std::find_if(from, to, [&](const auto& each) {
            return each.second == stream.get();
        }));
    }
    by_stream_.erase(stream.get());
    const auto own = by_person_.find(place->person);
    std::erase(own->second, place);
    if (own->second.empty()) by_person_.erase(own);
    streams_.erase(place);
    stream->end();
}

} // namespace meguri::http
