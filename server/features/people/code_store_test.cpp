// The caps on one-time codes, and forgetting those who never typed theirs, on both stores.
#include "features/people/code_caps.hpp"
#include "features/people/people_store.hpp"
#include "service/sessions.hpp"
#include "store/contract/test_stores.hpp"

namespace meguri::features {
namespace {

constexpr std::int64_t hour = 60 * ms_per_minute;
constexpr Instant noon{1'800'000'000'000};
const Bytes phone_network = "net", home = "home";

class Codes : public store::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        db = open();
        auto all = service::session_migrations();
        for (const auto& some : {people_store::migrations(), code_store::migrations()})
            all.insert(all.end(), some.begin(), some.end());
        ASSERT_TRUE(store::migrate(*db, all));
    }
    PersonId person(Instant created = noon, WalletId wallet = {}) {
        PersonRow row;
        row.id = "p" + std::to_string(++made);
        row.role = access::Role::resident;
        row.created = created, row.wallet = wallet;
        const auto inserted = people_store::insert(*db, row);
        EXPECT_TRUE(inserted);
        return *inserted;
    }
    std::string code(PersonId person, const Bytes& client, Instant at) {
        const std::string name = "v" + std::to_string(++made);
        EXPECT_TRUE(people_store::insert_code(*db, {name, person, at, at + hour, client}));
        return name;
    }
    // "" or whose cap it is and for how many minutes still.
    std::string reached(PersonId person, const Bytes& client, Instant at) {
        const auto cap = reached_cap(*db, caps, {person, client, at});
        if (!cap) return cap.error().detail;
        if (!*cap) return "";
        return std::string((*cap)->whose) + " " +
               std::to_string(((*cap)->until - at) / ms_per_minute);
    }
    bool there(PersonId person) { return people_store::find(*db, person).value().has_value(); }
    std::vector<PersonId> forget(Instant before) {
        EXPECT_TRUE(code_store::forget_codes(*db, before));
        const auto people = code_store::unproven(*db, before, 100);
        EXPECT_TRUE(people);
        for (const PersonId person : *people)
            EXPECT_TRUE(code_store::forget(*db, person));
        return *people;
    }

    std::unique_ptr<store::Database> db;
    Config::CodeCaps caps;
    int made = 0;
};
INSTANTIATE_TEST_SUITE_P(stores, Codes, store::all_stores(), store::store_name);

TEST_P(Codes, go_to_one_number_five_times_an_hour_and_ten_times_a_day_USR_a) {
    const PersonId hanako = person();
    for (int n = 0; n < 5; ++n) {
        EXPECT_EQ(reached(hanako, home, noon), "");
        code(hanako, "client " + std::to_string(n), noon + n * ms_per_minute);
    }
    EXPECT_EQ(reached(hanako, home, noon + 10 * ms_per_minute), "number 50");
    EXPECT_EQ(reached({}, home, noon + 10 * ms_per_minute), ""); // another number
    EXPECT_EQ(reached(hanako, home, noon + hour), "");
    for (int n = 5; n < 10; ++n)
        code(hanako, "client " + std::to_string(n), noon + n * hour);
    EXPECT_EQ(reached(hanako, home, noon + 20 * hour), "number 240");
    EXPECT_EQ(reached(hanako, home, noon + 24 * hour), "");
}

TEST_P(Codes, of_one_number_cannot_be_used_up_from_one_address_USR_a) {
    const PersonId hanako = person();
    for (int n = 0; n < 4; ++n)
        code(hanako, phone_network, noon);
    EXPECT_EQ(reached(hanako, phone_network, noon), "number 60");
    EXPECT_EQ(reached(hanako, home, noon), "");
    for (int n = 0; n < 2; ++n)
        code(hanako, phone_network, noon + 2 * hour);
    EXPECT_EQ(reached(hanako, phone_network, noon + 4 * hour), "number 1200");
    EXPECT_EQ(reached(hanako, home, noon + 4 * hour), "");
}

TEST_P(Codes, are_capped_for_a_client_and_for_the_city_USR_a) {
    caps = {6, 8, 3};
    for (int n = 0; n < 3; ++n)
        code(person(), home, noon);
    EXPECT_EQ(reached(person(), home, noon + 30 * ms_per_minute), "client 30");
    EXPECT_EQ(reached({}, home, noon + 30 * ms_per_minute), "client 30");
    EXPECT_EQ(reached(person(), phone_network, noon), "");
    for (int n = 0; n < 3; ++n)
        code(person(), "client " + std::to_string(n), noon);
    EXPECT_EQ(reached({}, phone_network, noon), "city 60");
    for (int n = 0; n < 2; ++n)
        code(person(), "client " + std::to_string(n), noon + 2 * hour);
    EXPECT_EQ(reached({}, phone_network, noon + 4 * hour), "city 1200");
}

TEST_P(Codes, that_were_never_typed_leave_nobody_behind_after_a_day_USR_a) {
    const PersonId never = person(), proven = person(noon, {7}), again = person(),
                   opening = person(), today = person(noon + 20 * hour), newest = person();
    code(never, home, noon);
    code(proven, home, noon);
    code(again, home, noon), code(again, home, noon + 20 * hour);
    const std::string typed = code(opening, home, noon);
    ASSERT_TRUE(people_store::use_code(*db, typed).value());
    ASSERT_TRUE(people_store::queue_message(*db, never, noon));
    EXPECT_EQ(forget(noon), std::vector<PersonId>());
    EXPECT_EQ(forget(noon + hour), std::vector<PersonId>{never});
    EXPECT_FALSE(there(never));
    for (const PersonId kept : {proven, again, opening, today, newest})
        EXPECT_TRUE(there(kept));
    EXPECT_EQ(db->run("SELECT COUNT(*) FROM sms_outbox")->one().integer(0), 0);
    // Somebody new does not get the number of somebody who is gone.
    const PersonId fresh = person(noon + 30 * hour);
    EXPECT_GT(fresh.value, newest.value);
    EXPECT_EQ(forget(noon + hour), std::vector<PersonId>{newest});
    EXPECT_EQ(forget(noon + 21 * hour), (std::vector<PersonId>{again, today}));
    // The right code was typed: their wallet may be open, though the row does not say so yet.
    EXPECT_TRUE(there(opening) && there(proven) && there(fresh));
}

TEST_P(Codes, of_yesterday_are_forgotten_USR_a) {
    const PersonId hanako = person(noon, {7});
    const std::string old = code(hanako, home, noon), fresh = code(hanako, home, noon + 24 * hour);
    ASSERT_TRUE(people_store::use_code(*db, old).value());
    ASSERT_TRUE(code_store::forget_codes(*db, noon + hour));
    EXPECT_FALSE(people_store::find_code(*db, old).value());
    EXPECT_TRUE(people_store::find_code(*db, fresh).value());
    EXPECT_EQ(db->run("SELECT COUNT(*) FROM sign_up_code")->one().integer(0), 1);
}

} // namespace
} // namespace meguri::features
