// Every feature of the server and what only features share, each handed exactly what it uses, in
// the order in which they depend on each other.
#pragma once

#include "access/card_code.hpp"
#include "features/books/books.hpp"
#include "features/card_top_ups/card_top_ups.hpp"
#include "features/cards/cards.hpp"
#include "features/city/city.hpp"
#include "features/dashboard/dashboard.hpp"
#include "features/expiring/expiring.hpp"
#include "features/grants/grants.hpp"
#include "features/guide/guide.hpp"
#include "features/handouts/handouts.hpp"
#include "features/jobs/jobs.hpp"
#include "features/mandates/mandates.hpp"
#include "features/payments/payments.hpp"
#include "features/people/people.hpp"
#include "features/places/places.hpp"
#include "features/prints/prints.hpp"
#include "features/programs/programs.hpp"
#include "features/public_dues/public_dues.hpp"
#include "features/reports/reports.hpp"
#include "features/settlement/settlement.hpp"
#include "features/top_ups/top_ups.hpp"
#include "features/transfers/transfers.hpp"
#include "features/wallet/wallet.hpp"

namespace meguri::app {

class CityFeatures {
  public:
    struct Parts { // all must outlive it
        boost::asio::io_context& io;
        engine::Engine& engine; // started
        store::Registry& registry;
        const vault::Vault& vault;
        const CityKeys& city_keys;
        const Config& config;
        const Clock& clock;
        Random& random;
        http::EventHub& events;
        boost::asio::thread_pool &workers, &pin_workers, &slow_workers, &card_workers,
            &dues_workers, &print_workers;
        gateway::SmsGateway& sms;
        gateway::CardPayments* card_payments; // null: none in the configuration
        gateway::Clearing* clearing;          // null: none in the configuration
        std::function<void()> job_approved;   // one may be due
    };
    explicit CityFeatures(Parts parts) : p_(std::move(parts)) {}

    void add_routes(http::Router& router);
    http::Async<Try<>> load(); // what they keep in memory; before the first request
    void begin();              // their work beside the requests
    void stop();               // no more of it

    service::Sessions& sessions() { return sessions_; }
    const service::CityLook& look() const { return look_; }

  private:
    Parts p_;

    service::Directory directory_;
    service::CityLists city_lists_;
    service::CityLook look_{.name = p_.config.city.name};
    service::PeopleNames names_;
    service::Sessions sessions_{{p_.registry, p_.events, p_.clock, p_.random, p_.city_keys}};
    access::CommandKeys keys_{p_.city_keys};
    access::PlaceCodes place_codes_{p_.city_keys, p_.config.server.public_url};
    access::PlaceCodes handout_codes_{
        p_.city_keys, p_.config.server.public_url, access::at_a_handout
    };
    access::CardCodes card_codes_{p_.city_keys, p_.config.server.public_url};
    service::printed_cards::BatchKeys batch_keys_{p_.city_keys};
    access::WalletCodes wallet_codes_{
        p_.city_keys, p_.config.server.public_url, p_.config.jpqr_provider
    };

    features::People people_{
        {p_.engine, p_.registry, sessions_, names_, directory_, city_lists_, keys_, wallet_codes_,
         p_.vault, p_.city_keys, p_.config, p_.clock, p_.random, p_.workers, p_.sms}
    };
    features::Programs programs_{
        {p_.engine, p_.registry, directory_, city_lists_, names_, keys_, p_.random, p_.slow_workers,
         p_.config.database.url}
    };
    features::Places places_{
        {p_.engine, p_.registry, directory_, city_lists_, names_, keys_, place_codes_, p_.random,
         p_.slow_workers}
    };
    features::Payments payments_{
        {p_.engine, directory_, keys_, place_codes_, p_.random, p_.registry, wallet_codes_,
         p_.city_keys}
    };
    features::Guide guide_{
        {p_.engine, p_.registry, directory_, city_lists_, names_, p_.slow_workers}
    };
    features::TopUps top_ups_{
        {p_.engine, p_.registry, directory_, keys_, wallet_codes_, p_.vault, p_.city_keys, p_.random
        }
    };
    features::CardTopUps card_top_ups_{
        {p_.io, p_.engine, p_.registry, directory_, keys_, p_.config, p_.clock, p_.card_workers,
         p_.card_payments}
    };
    features::PublicDues public_dues_{
        {p_.io, p_.engine, p_.registry, directory_, keys_, p_.vault, p_.config, p_.clock,
         p_.dues_workers, p_.slow_workers, p_.clearing}
    };
    features::Wallets wallets_{
        {p_.engine, p_.registry, directory_, wallet_codes_, p_.random, p_.card_payments != nullptr}
    };
    features::PublishedBooks books_{{p_.engine, p_.registry, directory_}};
    features::Dashboard dashboard_{{p_.engine, p_.registry, directory_}};
    features::Reports reports_{{p_.registry, directory_}};
    features::CityDecisions city_{
        {p_.engine, p_.registry, directory_, city_lists_, look_, names_, keys_}
    };
    features::Cards cards_{
        {p_.engine, p_.registry, directory_, names_, keys_, card_codes_, batch_keys_, p_.vault,
         p_.random, p_.city_keys, p_.pin_workers, p_.slow_workers}
    };
    features::Prints prints_{
        {p_.io, p_.engine, p_.registry, directory_, names_, place_codes_, card_codes_, batch_keys_,
         p_.vault, look_, p_.config, p_.random, p_.print_workers}
    };
    features::Mandates mandates_{
        {p_.engine, p_.registry, directory_, keys_, wallet_codes_, p_.vault, p_.city_keys, p_.random
        }
    };
    features::Expiring expiring_{{p_.engine, directory_}};
    features::Grants grants_{{p_.engine, p_.registry, directory_, keys_}};
    features::Jobs jobs_{
        {p_.engine, p_.registry, directory_, names_, keys_, p_.random, p_.slow_workers,
         p_.job_approved}
    };
    features::Settlements settlements_{
        {p_.engine, p_.registry, directory_, names_, keys_, p_.city_keys, p_.vault, p_.random,
         look_, p_.config, p_.print_workers}
    };
    features::Handouts handouts_{
        {p_.engine, p_.registry, directory_, keys_, handout_codes_, wallet_codes_, card_codes_,
         p_.vault, p_.city_keys, p_.random}
    };
    features::Transfers transfers_{
        {p_.engine, p_.registry, directory_, keys_, wallet_codes_, p_.vault, p_.city_keys, p_.random
        }
    };
};

} // namespace meguri::app
