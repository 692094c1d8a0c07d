// How a print is made: what it is drawn from is gathered on the io thread, its files are drawn by
// the workers, two at once.
#include "base/log.hpp"
#include "features/prints/prints.hpp"
#include "service/ask.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

namespace meguri::features {

using prints_store::Kind;

namespace {

constexpr std::size_t most_running = 3; // files of older ones are dropped
constexpr int at_once = 2;
constexpr std::chrono::milliseconds between_looks(500);

print::PlacePiece piece_of(Kind kind) {
    if (kind == Kind::stand) return print::PlacePiece::stand;
    return kind == Kind::door ? print::PlacePiece::door : print::PlacePiece::counter;
}

// Which programs can be spent at each place, in the order of their numbers.
auto see_usable(std::vector<PlaceId> places) {
    return [places = std::move(places)](const ledger::State& state) {
        std::vector<std::vector<ProgramId>> usable(places.size());
        for (std::size_t n = 0; n < places.size(); ++n) {
            const ledger::Place* place = state.places.find(places[n]);
            for (std::int64_t p = 1; place && p <= state.programs.size(); ++p) {
                const ledger::Program* program = state.programs.find({p});
                if (!program || program->stopped) continue;
                const bool points = program->terms.unit == ledger::Unit::point;
                const auto needed =
                    points ? ledger::Capabilities::takes_points : ledger::Capabilities::takes_money;
                if (place->capabilities.has(needed) &&
                    program->terms.where.allows(places[n], place->traits))
                    usable[n].push_back({p});
            }
        }
        return usable;
    };
}

} // namespace

const Prints::Running* Prints::running(const std::string& id) const {
    for (const Running& each : running_) {
        if (each.id == id) return &each;
    }
    return nullptr;
}

Prints::Running* Prints::running(const std::string& id) {
    return const_cast<Running*>(std::as_const(*this).running(id));
}

void Prints::stop() {
    stopping_ = true;
    for (const Running& each : running_) {
        if (each.run) each.run->give_up();
    }
}

void Prints::begin(const Print& print) {
    if (const Running* known = running(print.id)) {
        const bool under_way = !known->failed && (!known->run || is_right(*known->run, print));
        if (under_way) return;
        if (known->run) known->run->give_up();
        std::erase_if(running_, [&](const Running& each) { return each.id == print.id; });
    }
    if (stopping_) return;
    running_.push_front({print.id, nullptr, false});
    while (running_.size() > most_running) {
        if (running_.back().run) running_.back().run->give_up();
        running_.pop_back();
    }
    boost::asio::co_spawn(p_.io, make(print), boost::asio::detached);
}

http::Async<void> Prints::make(Print print) {
    auto source = co_await source_of(print);
    Running* mine = running(print.id);
    if (!mine || stopping_) co_return;
    if (!source) {
        log::warning("print_not_made", {{"detail", source.error().detail}});
        mine->failed = true;
        co_return;
    }
    auto run = std::make_shared<PrintRun>(std::move(*source), p_.card_codes);
    mine->run = run;
    auto next = std::make_shared<std::size_t>(0);
    for (int n = 0; n < at_once; ++n)
        boost::asio::co_spawn(p_.io, draw_files(print.id, run, next), boost::asio::detached);
}

http::Async<void> Prints::draw_files(
    std::string id, std::shared_ptr<PrintRun> run, std::shared_ptr<std::size_t> next
) {
    while (!stopping_ && *next < run->files().size()) {
        const std::size_t index = (*next)++;
        const auto draw = [run, index] { return run->draw(run->files()[index]); };
        auto made = co_await http::on_pool(p_.workers, draw);
        if (made) {
            run->keep(index, std::move(*made));
            continue;
        }
        Running* mine = running(id);
        if (!mine || mine->run != run) co_return; // given up for a newer one
        if (!stopping_) log::warning("print_not_made", {{"detail", made.error().detail}});
        mine->failed = true;
        run->give_up();
    }
}

http::Async<Try<PrintSource>> Prints::source_of(Print print) {
    if (print.kind == Kind::cards) co_return co_await cards_of(std::move(print));
    co_return co_await places_of(std::move(print));
}

// A batch that is still being made is waited for.
http::Async<Try<PrintSource>> Prints::cards_of(Print print) {
    using service::printed_cards::Batch;
    PrintSource source;
    const std::string id = print.batch;
    const auto read = [id](store::Database& db) -> Try<std::optional<Batch>> {
        return service::printed_cards::find_batch(db, id);
    };
    for (;;) {
        const auto batch = co_await service::transact(p_.registry, read);
        if (!batch) co_return std::unexpected(batch.error());
        if (!*batch) co_return fault(FaultCode::corrupt, "a print of a batch that is not there");
        if ((*batch)->ready()) {
            const auto key = p_.batch_keys.open((*batch)->first, (*batch)->sealed_key);
            if (!key) co_return fault(FaultCode::corrupt, "a batch of cards without its key");
            source.batch_key = *key;
            source.pieces = (*batch)->count;
            source.card = card_look();
            source.card.single_use = (*batch)->kind == ledger::CardKind::single_use;
            break;
        }
        boost::asio::steady_timer timer(p_.io, between_looks);
        co_await timer.async_wait(http::use_async);
        if (stopping_) co_return fault(FaultCode::unavailable, "stopping");
    }
    const auto picture = co_await service::transact(p_.registry, prints_store::artwork);
    if (!picture) co_return std::unexpected(picture.error());
    if (*picture) {
        source.card.artwork = print::Artwork::read((*picture)->png);
        source.card.artwork_has_title = (*picture)->has_title;
    }
    co_return source;
}

http::Async<Try<PrintSource>> Prints::places_of(Print print) {
    PrintSource source;
    source.pieces = static_cast<std::int64_t>(print.places.size());
    source.piece = piece_of(print.kind);
    source.look = {p_.look.name, service::to_text(p_.look.colour), is_test()};
    const auto form = co_await service::transact(p_.registry, prints_store::form);
    if (!form) co_return std::unexpected(form.error());
    for (const PlaceId place : print.places) {
        source.places.push_back(face_of(place));
        source.urls.push_back(source.places.back().code);
        source.places.back().code = code_of(place, *form);
    }
    if (print.kind != Kind::door) co_return source;
    const auto see = see_usable(print.places);
    const auto usable = co_await service::look(p_.engine, see);
    if (!usable) co_return fault(FaultCode::unavailable, "the engine is paused");
    for (std::size_t n = 0; n < usable->size(); ++n) {
        for (const ProgramId number : (*usable)[n]) {
            const auto* program = p_.directory.program(number);
            if (!program) continue;
            source.places[n].usable.push_back(
                {program->stamp, program->name, program->unit == "point"}
            );
        }
    }
    co_return source;
}

print::CardLook Prints::card_look() const {
    return {
        p_.look.name, p_.config.city.telephone, service::to_text(p_.look.colour), false, is_test()
    };
}

bool Prints::is_test() const { return p_.config.server.environment != Environment::production; }

print::PlaceFace Prints::face_of(PlaceId number) const {
    const auto* place = p_.directory.place(number);
    if (!place) return {};
    return {
        place->name, p_.place_codes.url({1, place->code}),
        access::show_shop_number(place->shop_number)
    };
}

// In the form that the city has chosen; what does not fit into that of JPQR keeps its address.
std::string Prints::code_of(PlaceId number, const prints_store::Form& form) const {
    const auto* place = p_.directory.place(number);
    if (!place) return "";
    const access::PlaceCode code{1, place->code};
    if (!form.jpqr) return p_.place_codes.url(code);
    const std::string shown = "SHOP " + access::show_shop_number(place->shop_number);
    const access::JpqrDetails details{
        form.category, shown, form.city, form.postal_code, place->name
    };
    return p_.place_codes.jpqr(code, details).value_or(p_.place_codes.url(code));
}

// A place that has a new name or a new code since must not get the old sticker.
bool Prints::is_right(const PrintRun& run, const Print& print) const {
    for (std::size_t n = 0; n < run.source().places.size(); ++n) {
        const print::PlaceFace now = face_of(print.places[n]);
        if (now.code != run.source().urls[n] || now.name != run.source().places[n].name)
            return false;
    }
    return true;
}

} // namespace meguri::features
