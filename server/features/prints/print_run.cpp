#include "features/prints/print_run.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace meguri::features {

namespace {

constexpr std::string_view pdf = "application/pdf", csv = "text/csv; charset=utf-8";

std::string_view name_of(print::PlacePiece piece) {
    switch (piece) {
    case print::PlacePiece::counter: return "counter";
    case print::PlacePiece::stand: return "stand";
    case print::PlacePiece::door: return "door";
    }
    return "";
}

// "backs-001.pdf", or "counter.pdf" where there is one only.
std::string
numbered(std::string_view name, std::int64_t from, std::int64_t step, std::int64_t all) {
    if (all <= step) return fmt::format("{}.pdf", name);
    return fmt::format("{}-{:03}.pdf", name, from / step + 1);
}

} // namespace

PrintRun::PrintRun(PrintSource source, const access::CardCodes& codes)
    : source_(std::move(source)), codes_(codes) {
    if (source_.piece)
        plan_places();
    else
        plan_cards();
}

// The front and the list first: they are small, and the printer's first questions.
void PrintRun::plan_cards() {
    using What = PrintFile::What;
    files_.push_back({"front.pdf", pdf, 1, 0, 1, What::front, nullptr});
    files_.push_back({"list.csv", csv, source_.pieces, 0, source_.pieces, What::list, nullptr});
    for (std::int64_t from = 0; from < source_.pieces; from += cards_a_file) {
        const std::int64_t count = std::min(cards_a_file, source_.pieces - from);
        std::string name = numbered("backs", from, cards_a_file, source_.pieces);
        files_.push_back({std::move(name), pdf, count, from, count, What::backs, nullptr});
    }
}

void PrintRun::plan_places() {
    using What = PrintFile::What;
    for (std::int64_t from = 0; from < source_.pieces; from += places_a_file) {
        const std::int64_t count = std::min(places_a_file, source_.pieces - from);
        std::string name = numbered(name_of(*source_.piece), from, places_a_file, source_.pieces);
        files_.push_back({std::move(name), pdf, count, from, count, What::places, nullptr});
    }
}

const PrintFile* PrintRun::file(std::string_view name) const {
    const auto found = std::ranges::find(files_, name, &PrintFile::name);
    return found == files_.end() ? nullptr : &*found;
}

std::int64_t PrintRun::pages() const {
    std::int64_t all = 0;
    for (const PrintFile& each : files_)
        all += each.what == PrintFile::What::list ? 0 : each.pages;
    return all;
}

bool PrintRun::ready() const {
    return std::ranges::all_of(files_, [](const PrintFile& each) { return each.made != nullptr; });
}

void PrintRun::keep(std::size_t index, std::unique_ptr<print::SealedFile> made) {
    files_[index].made = std::move(made);
}

print::CardFace PrintRun::card(std::int64_t index) const {
    access::CardCode code = codes_.made_by(source_.batch_key, index);
    return {std::move(code.number), std::move(code.url), std::move(code.activation)};
}

Try<> PrintRun::draw_backs(const PrintFile& file, const print::Sink& sink) {
    print::CardBacks backs(source_.card, sink);
    for (std::int64_t n = file.from; n < file.from + file.count && !given_up_; ++n, ++done_)
        backs.add(card(n));
    return backs.end();
}

Try<> PrintRun::draw_places(const PrintFile& file, const print::Sink& sink) {
    print::PlaceSheets sheets(*source_.piece, source_.look, sink);
    for (std::int64_t n = file.from; n < file.from + file.count && !given_up_; ++n, ++done_)
        sheets.add(source_.places[static_cast<std::size_t>(n)]);
    return sheets.end();
}

bool PrintRun::write_list(const print::Sink& sink) {
    bool good = sink(print::card_list_head());
    for (std::int64_t n = 0; n < source_.pieces && good && !given_up_; ++n)
        good = sink(print::card_list_line(card(n)));
    return good;
}

Try<std::unique_ptr<print::SealedFile>> PrintRun::draw(const PrintFile& file) {
    auto made = print::SealedFile::create();
    if (!made) return made;
    const print::Sink sink = [&](std::string_view piece) { return (*made)->append(piece); };
    Try<> drawn;
    switch (file.what) {
    case PrintFile::What::front:
        drawn = print::write_card_front(source_.card, sink);
        ++done_;
        break;
    case PrintFile::What::backs: drawn = draw_backs(file, sink); break;
    case PrintFile::What::places: drawn = draw_places(file, sink); break;
    case PrintFile::What::list:
        if (!write_list(sink)) drawn = fault(FaultCode::unavailable, "no room for a print file");
        break;
    }
    if (!drawn) return std::unexpected(drawn.error());
    if (given_up_) return fault(FaultCode::unavailable, "a print was given up");
    if (auto ended = (*made)->end(); !ended) return std::unexpected(ended.error());
    return made;
}

} // namespace meguri::features
