#include "ledger/contract/test_city.hpp"

using namespace meguri;
using namespace meguri::ledger;

TEST(Facts, wallets_and_places_are_numbered_without_gaps) {
    TestCity city;
    for (std::int64_t i = 1; i <= 3; ++i)
        EXPECT_EQ(city.wallet().value, i);
    for (std::int64_t i = 1; i <= 3; ++i)
        EXPECT_EQ(city.place().value, i);
    EXPECT_EQ(city.state.organizations.size(), 3);
    const Said branch = city.run(TestCity::first, RegisterPlace{{2}, {Capabilities::takes_money}});
    EXPECT_EQ(city.state.places.find(branch.entry->place)->organization, OrganizationId{2});
    EXPECT_EQ(city.state.organizations.size(), 3);
}

TEST(Facts, refusals_come_in_the_order_of_the_list) {
    TestCity city;
    city.place();
    const auto place = [&](std::int64_t organization, std::uint32_t can) {
        return city.run(TestCity::first, RegisterPlace{{organization}, {can}}).word;
    };
    EXPECT_EQ(place(2, 0), Refusal::place_unknown)
        << "the organization comes before what the place can do";
    EXPECT_EQ(place(-1, 1), Refusal::place_unknown);
    EXPECT_EQ(place(1, 0), Refusal::place_not_capable);
    EXPECT_EQ(place(1, 16), Refusal::place_not_capable);
    EXPECT_EQ(place(1, 3), Refusal::none);
    EXPECT_EQ(
        city.run(TestCity::first, SetPlaceStatus{{9}, PlaceStatus::closed}).word,
        Refusal::place_unknown
    );
    EXPECT_EQ(
        city.run(TestCity::first, SetWalletStatus{{9}, WalletStatus::blocked}).word,
        Refusal::wallet_unknown
    );
}

// Histories are read along it: every entry names the one before on each holder's chain, refusals
// included.
TEST(Chains, lead_from_the_newest_entry_to_the_first) {
    TestCity city;
    const PlaceId shop = city.place();
    const WalletId w = city.wallet(), other = city.wallet();
    const ProgramId p = city.program(plain_terms());
    city.top_up(w, shop, p, 100);
    city.top_up(other, shop, p, 100);
    city.pay(w, shop, 500); // refused, and on the chain all the same
    const Seq payment = city.pay(w, shop, 30).entry->seq;
    city.cancel(payment, shop);
    city.run(TestCity::first, SetWalletStatus{w, WalletStatus::blocked});

    std::vector<std::int64_t> seqs;
    std::vector<EntryKind> kinds;
    for (Seq at = city.state.wallets.find(w)->chain; at;) {
        const Entry& e = city.entry(at);
        kinds.push_back(e.kind);
        seqs.push_back(at.value);
        for (const Leg& leg : e.legs) {
            if (holder_kind(leg.account.kind) == HolderKind::wallet &&
                leg.account.holder == w.value)
                at = leg.prev;
        }
    }
    using K = EntryKind;
    EXPECT_EQ(
        kinds,
        (std::vector{
            K::set_wallet_status, K::cancel, K::payment, K::payment, K::top_up, K::open_wallet
        })
    );
    EXPECT_TRUE(std::is_sorted(seqs.rbegin(), seqs.rend()));
}

TEST(FourDigits, are_the_salts_and_lie_between_0_and_9999) {
    Entry e;
    e.salt = {0xff, 0xff, 0xff};
    EXPECT_EQ(four_digits(e), 0xffffff % 10000);
    e.salt = {};
    EXPECT_EQ(four_digits(e), 0);
}
