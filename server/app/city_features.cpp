#include "app/city_features.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace meguri::app {

void CityFeatures::add_routes(http::Router& router) {
    people_.add_routes(router);
    programs_.add_routes(router);
    places_.add_routes(router);
    guide_.add_routes(router);
    payments_.add_routes(router);
    top_ups_.add_routes(router);
    card_top_ups_.add_routes(router);
    public_dues_.add_routes(router);
    wallets_.add_routes(router);
    books_.add_routes(router);
    dashboard_.add_routes(router);
    reports_.add_routes(router);
    city_.add_routes(router);
    cards_.add_routes(router);
    prints_.add_routes(router);
    mandates_.add_routes(router);
    expiring_.add_routes(router);
    grants_.add_routes(router);
    jobs_.add_routes(router);
    settlements_.add_routes(router);
    handouts_.add_routes(router);
    transfers_.add_routes(router);
}

http::Async<Try<>> CityFeatures::load() {
    if (auto done = co_await city_.load(); !done) co_return done;
    if (auto done = co_await people_.load(); !done) co_return done;
    if (auto done = co_await places_.load(); !done) co_return done;
    if (auto done = co_await guide_.load(); !done) co_return done;
    if (auto done = co_await mandates_.load(); !done) co_return done;
    if (auto done = co_await programs_.load(); !done) co_return done;
    if (auto done = co_await handouts_.load(); !done) co_return done;
    co_return co_await jobs_.load();
}

void CityFeatures::begin() {
    boost::asio::co_spawn(p_.io, people_.send_messages(), boost::asio::detached);
    boost::asio::co_spawn(p_.io, card_top_ups_.run(), boost::asio::detached);
    boost::asio::co_spawn(p_.io, public_dues_.run(), boost::asio::detached);
    boost::asio::co_spawn(p_.io, cards_.run(), boost::asio::detached);
    boost::asio::co_spawn(p_.io, settlements_.run(), boost::asio::detached);
}

void CityFeatures::stop() {
    people_.stop_sending();
    card_top_ups_.stop();
    public_dues_.stop();
    cards_.stop();
    settlements_.stop();
    prints_.stop();
}

} // namespace meguri::app
