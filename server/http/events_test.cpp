#include "http/events.hpp"

#include <gtest/gtest.h>

namespace meguri::http {
namespace {

Session resident(std::int64_t person, std::int64_t wallet, std::int64_t number = 1) {
    Session session;
    session.number = number;
    session.caller.role = access::Role::resident;
    session.caller.person = {person};
    session.wallet = {wallet};
    return session;
}

TEST(EventHub, tells_those_who_watch_and_nobody_else) {
    EventHub hub;
    const auto mine = hub.open(resident(1, 10), ""), other = hub.open(resident(2, 20), "");
    hub.entry(Topic::of(WalletId{10}), 5, "payment");
    EXPECT_EQ(mine->take(), "id: 5\nevent: entry\ndata: {\"id\":\"5\",\"kind\":\"payment\"}\n\n");
    EXPECT_EQ(mine->take(), "");
    EXPECT_EQ(other->take(), "");
    hub.entry(Topic::of(PlaceId{10}), 6, "payment"); // the same number, but a place
    EXPECT_EQ(mine->take(), "");
}

TEST(EventHub, gives_what_was_missed_to_those_who_come_back) {
    EventHub hub;
    for (int seq = 1; seq <= 300; ++seq)
        hub.entry(Topic::of(WalletId{seq % 2 == 0 ? 10 : 20}), seq, "payment");
    const auto back = hub.open(resident(1, 10), "296");
    EXPECT_EQ(
        back->take(), "id: 298\nevent: entry\ndata: {\"id\":\"298\",\"kind\":\"payment\"}\n\n"
                      "id: 300\nevent: entry\ndata: {\"id\":\"300\",\"kind\":\"payment\"}\n\n"
    );
    EXPECT_EQ(hub.open(resident(1, 10), "x")->take(), "");
    EXPECT_FALSE(hub.open(resident(1, 10), "1")->ended());
}

TEST(EventHub, ends_the_pages_of_a_person_who_is_out_at_once) {
    EventHub hub;
    const auto one = hub.open(resident(1, 10, 100), ""), two = hub.open(resident(1, 10, 101), ""),
               other = hub.open(resident(2, 20), "");
    hub.session_ended(PersonId{1}, 100);
    EXPECT_EQ(one->take(), "event: session_ended\ndata: {}\n\n");
    EXPECT_TRUE(one->ended());
    EXPECT_FALSE(two->ended());
    hub.session_ended(PersonId{1});
    EXPECT_TRUE(two->ended());
    EXPECT_FALSE(other->ended());
    EXPECT_EQ(hub.size(), 1U);
    hub.entry(Topic::of(WalletId{10}), 1, "payment");
    EXPECT_EQ(two->take(), "event: session_ended\ndata: {}\n\n");
}

TEST(EventHub, bounds_pages_for_a_person_and_in_all_SEC_3) {
    EventHub hub({.streams = 3, .per_person = 2, .kept = 10});
    const auto first = hub.open(resident(1, 10), ""), second = hub.open(resident(1, 10), ""),
               third = hub.open(resident(1, 10), "");
    EXPECT_TRUE(first->ended()); // made room
    EXPECT_FALSE(second->ended());
    EXPECT_NE(hub.open(resident(2, 20), ""), nullptr);
    EXPECT_EQ(hub.open(resident(3, 30), ""), nullptr);
    hub.closed(second);
    EXPECT_NE(hub.open(resident(3, 30), ""), nullptr);
}

TEST(EventHub, cuts_off_a_page_that_does_not_read_SEC_3) {
    EventHub hub;
    const auto slow = hub.open(resident(1, 10), "");
    for (int seq = 1; seq < 2000; ++seq)
        hub.entry(Topic::of(WalletId{10}), seq, "payment");
    EXPECT_TRUE(slow->ended());
    EXPECT_LE(slow->take().size(), EventStream::most_pending);
}

} // namespace
} // namespace meguri::http
