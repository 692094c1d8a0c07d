#include "app/schema.hpp"

#include "access/wallet_code.hpp"
#include "app/test_clock_store.hpp"
#include "features/books/books_store.hpp"
#include "features/card_top_ups/card_top_ups_store.hpp"
#include "features/cards/cards_store.hpp"
#include "features/cards/pins_store.hpp"
#include "features/guide/guide_store.hpp"
#include "features/handouts/handouts_store.hpp"
#include "features/jobs/jobs_store.hpp"
#include "features/people/code_store.hpp"
#include "features/people/people_store.hpp"
#include "features/places/places_store.hpp"
#include "features/prints/prints_store.hpp"
#include "features/programs/programs_store.hpp"
#include "features/public_dues/public_dues_store.hpp"
#include "features/settlement/bank_accounts_store.hpp"
#include "features/settlement/groups_store.hpp"
#include "features/settlement/settlement_store.hpp"
#include "service/city_lists.hpp"
#include "service/city_look.hpp"
#include "service/look_log.hpp"
#include "service/sessions.hpp"
#include "vault/vault.hpp"
#include "views/base_dates.hpp"
#include "views/history.hpp"
#include "views/place_books.hpp"
#include "views/program_books.hpp"
#include "views/wallet_entries.hpp"

#include <algorithm>

namespace meguri::app {

std::vector<store::Migration> all_migrations() {
    std::vector<store::Migration> all;
    const auto add = [&](const std::vector<store::Migration>& some) {
        all.insert(all.end(), some.begin(), some.end());
    };
    add(vault::migrations());
    add(access::wallet_code_migrations());
    add(service::session_migrations());
    add(service::look_log_migrations());
    add(features::programs_store::migrations());
    add(features::places_store::migrations());
    add(features::guide_store::migrations());
    add(features::people_store::migrations());
    add(features::code_store::migrations());
    add(features::card_top_ups_store::migrations());
    add(features::cards_store::migrations());
    add(features::pins_store::migrations());
    add(features::prints_store::migrations());
    add(features::public_dues_store::migrations());
    add(features::handouts_store::migrations());
    add(features::jobs_store::migrations());
    add(features::bank_accounts_store::migrations());
    add(features::settlement_store::migrations());
    add(features::settlement_groups_store::migrations());
    add(features::books_store::migrations());
    add(views::migrations());
    add(test_clock_migrations());
    add(views::base_date_migrations());
    add(views::place_books_migrations());
    add(views::program_books_migrations());
    add(views::wallet_entry_migrations());
    add(service::city_lists_store::migrations());
    add(service::city_look_store::migrations());
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.version < b.version;
    });
    return all;
}

} // namespace meguri::app
