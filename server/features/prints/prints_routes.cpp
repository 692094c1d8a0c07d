#include "features/prints/prints.hpp"

#include "http/fields.hpp"
#include "http/problem.hpp"
#include "service/ask.hpp"
#include "service/look_log.hpp"
#include "service/public_id.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using prints_store::Kind;

namespace {

constexpr std::int64_t most_prints = 200;
constexpr std::size_t most_places = 10'000;
constexpr std::size_t artwork_body = 8 * 1024 * 1024;

std::string_view word_of(Kind kind) {
    switch (kind) {
    case Kind::cards: return "cards";
    case Kind::counter: return "counter";
    case Kind::stand: return "stand";
    case Kind::door: return "door";
    }
    return "";
}

// Not inside the coroutines: g++ 12 cannot keep an initializer list in a coroutine's frame.
Kind read_kind(Fields& in) {
    return in.choice<Kind>(
        "kind", {{"counter", Kind::counter}, {"stand", Kind::stand}, {"door", Kind::door}}
    );
}

// A code is of use only where it can be paid with; the door of an office that only gives has none.
bool is_paid_at(const service::PlaceTexts& place) {
    const ledger::Capabilities can{place.capabilities};
    return can.has(ledger::Capabilities::takes_money) ||
           can.has(ledger::Capabilities::takes_points);
}

} // namespace

void Prints::add_routes(http::Router& router) {
    router.on(Operation::listPrints, [this](Request& r) { return list(r); });
    router.on(Operation::createCardPrint, [this](Request& r) { return create_of_cards(r); });
    router.on(
        Operation::createPlacePrint, [this](Request& r) { return create_of_places(r); }, 512 * 1024
    );
    router.on(Operation::getPrint, [this](Request& r) { return get(r); });
    router.on(Operation::getPrintFile, [this](Request& r) { return file(r); });
    router.on(Operation::getPrintForm, [this](Request& r) { return get_form(r); });
    router.on(Operation::setPrintForm, [this](Request& r) { return set_form(r); });
    router.on(Operation::getCardFront, [this](Request& r) { return front(r); });
    router.on(
        Operation::setCardArtwork, [this](Request& r) { return set_artwork(r); }, artwork_body
    );
}

void Prints::write(JsonOut& out, const Print& print) const {
    const Running* under_way = running(print.id);
    const PrintRun* run = under_way ? under_way->run.get() : nullptr;
    const bool failed = under_way && under_way->failed;
    const std::string_view state = failed                ? "failed"
                                   : !under_way          ? "resting"
                                   : run && run->ready() ? "ready"
                                                         : "making";
    out.object([&] {
        out.field("id", print.id);
        out.field("kind", word_of(print.kind));
        if (print.kind == Kind::cards) out.field("batch", print.batch);
        out.field("pieces", print.pieces);
        out.field("asked_at", print.asked);
        out.object("asked_by", [&] {
            out.field("id", p_.names.of(print.by).id);
            out.field("name", p_.names.of(print.by).name);
        });
        out.field("state", state);
        out.field("done", run ? std::min(run->done(), run->pages()) : 0);
        out.field("pages", run ? run->pages() : print.pieces);
        static const std::vector<PrintFile> none;
        out.array("files", run ? run->files() : none, [&](const PrintFile& each) {
            out.object([&] {
                out.field("name", each.name);
                out.field("pages", each.pages);
                if (each.made) out.field("bytes", each.made->size());
            });
        });
    });
}

http::Response Prints::show(const Print& print, int status) const {
    JsonOut out;
    write(out, print);
    return http::answer(status, std::move(out));
}

http::Async<Try<>> Prints::note(Request& request, std::string_view what, std::string reason) {
    const PersonId by = request.caller().person;
    const Instant at = request.at;
    const auto write_down = [this, by, at, what, reason](store::Database& db) {
        const service::Look look{by, {}, what, reason};
        return service::note_look(db, p_.vault, look, at);
    };
    co_return co_await service::transact(p_.registry, write_down);
}

Prints::Reply Prints::list(Request&) {
    const auto read = [](store::Database& db) { return prints_store::newest(db, most_prints); };
    const auto prints = co_await service::transact(p_.registry, read);
    if (!prints) co_return problem(prints.error());
    JsonOut out;
    out.object([&] { out.array("prints", *prints, [&](const Print& print) { write(out, print); }); }
    );
    co_return http::ok(std::move(out));
}

Prints::Reply Prints::insert(Print print) {
    const auto keep = [print](store::Database& db) { return prints_store::insert(db, print); };
    if (const auto done = co_await service::transact(p_.registry, keep); !done)
        co_return problem(done.error());
    begin(print);
    co_return show(print, 201);
}

Prints::Reply Prints::create_of_cards(Request& request) {
    Fields in(request.body);
    const std::string id = in.id("batch");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto read = [id](store::Database& db) {
        return service::printed_cards::find_batch(db, id);
    };
    const auto batch = co_await service::transact(p_.registry, read);
    if (!batch) co_return problem(batch.error());
    if (!*batch || (*batch)->sealed_key.empty())
        co_return problem(Refusal::invalid_request, {.field = "batch"});
    Print print{service::fresh_public_id(p_.random), Kind::cards, id};
    print.pieces = (*batch)->count;
    print.by = request.caller().person, print.asked = request.at;
    const std::string reason = fmt::format("{} ({})", id, print.pieces);
    if (const auto noted = co_await note(request, "card_print", reason); !noted)
        co_return problem(noted.error());
    co_return co_await insert(std::move(print));
}

Prints::Reply Prints::create_of_places(Request& request) {
    Fields in(request.body);
    Print print{service::fresh_public_id(p_.random), read_kind(in)};
    const auto chosen = in.optional_ids("places", most_places);
    if (auto refused = in.refused()) co_return std::move(*refused);
    for (const std::string& id : chosen) {
        const auto* place = p_.directory.place(id);
        if (!place) co_return problem(Refusal::place_unknown, {.field = "places"});
        if (!is_paid_at(*place)) co_return problem(Refusal::place_not_capable, {.field = "places"});
        print.places.push_back(place->number);
    }
    if (chosen.empty()) {
        const auto see = [](const ledger::State& state) {
            std::vector<PlaceId> open;
            for (std::int64_t n = 1; n <= state.places.size(); ++n) {
                const ledger::Place* place = state.places.find({n});
                if (place && place->status == ledger::PlaceStatus::open) open.push_back({n});
            }
            return open;
        };
        const auto open = co_await service::look(p_.engine, see);
        if (!open) co_return problem(Refusal::paused);
        for (const PlaceId number : *open) {
            const auto* place = p_.directory.place(number);
            if (place && is_paid_at(*place)) print.places.push_back(number);
        }
    }
    if (print.places.empty()) co_return problem(Refusal::place_unknown, {.field = "places"});
    print.pieces = static_cast<std::int64_t>(print.places.size());
    print.by = request.caller().person, print.asked = request.at;
    co_return co_await insert(std::move(print));
}

http::Async<std::expected<Prints::Print, http::Response>> Prints::find(std::string id) {
    const auto read = [id](store::Database& db) { return prints_store::find(db, id); };
    const auto found = co_await service::transact(p_.registry, read);
    if (!found) co_return std::unexpected(problem(found.error()));
    if (!*found) co_return std::unexpected(problem(Refusal::not_found));
    co_return **found;
}

// Whoever looks wants it: what is gone is made again. One that failed is not, or it would be tried
// as often as somebody looks.
Prints::Reply Prints::get(Request& request) {
    const std::string id(request.id);
    const auto print = co_await find(id);
    if (!print) co_return print.error();
    const Running* known = running(id);
    if (!known || !known->failed) begin(*print);
    co_return show(*print, 200);
}

Prints::Reply Prints::file(Request& request) {
    Fields in = Fields::of_query(request.query);
    const std::string name = in.text("name", 1, 60);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const std::string id(request.id);
    const auto print = co_await find(id);
    if (!print) co_return print.error();
    const Running* known = running(id);
    const std::shared_ptr<PrintRun> run = known ? known->run : nullptr;
    const PrintFile* wanted = run ? run->file(name) : nullptr;
    if (!wanted || !wanted->made || !is_right(*run, *print))
        co_return problem(Refusal::not_found, {.field = "name"});
    const std::string reason = fmt::format("{} {}", id, name);
    if (const auto noted = co_await note(request, "print_file", reason); !noted)
        co_return problem(noted.error());
    const auto read = [run, wanted] { return wanted->made->read(); };
    auto all = co_await http::on_pool(p_.workers, read);
    if (!all) co_return problem(all.error());
    http::Response response{.content_type = "application/octet-stream"};
    response.shared_body = std::make_shared<const std::string>(std::move(*all));
    response.headers.emplace_back(
        "Content-Disposition",
        fmt::format("attachment; filename=\"{}-{}\"", word_of(print->kind), wanted->name)
    );
    co_return response;
}

} // namespace meguri::features
