// One print under way: its files and how far each has come. Made by the workers' threads, asked by
// the io thread; nothing of it is kept anywhere (print/sealed_file.hpp).
#pragma once

#include "access/card_code.hpp"
#include "access/place_code.hpp"
#include "print/card_sheet.hpp"
#include "print/place_sheet.hpp"
#include "print/sealed_file.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace meguri::features {

inline constexpr std::int64_t cards_a_file = 5'000, places_a_file = 1'000;

struct PrintFile {
    std::string name; // "backs-001.pdf"
    std::string_view content_type;
    std::int64_t pages = 0;           // of a list: its lines
    std::int64_t from = 0, count = 0; // cards or places, from 0
    enum class What : std::uint8_t { front, backs, list, places } what = What::front;
    std::unique_ptr<print::SealedFile> made; // null until it is ready
};

// What the files are drawn from; nothing in it changes any more.
struct PrintSource {
    std::int64_t pieces = 0;
    print::CardLook card;
    ByteArray<16> batch_key{};
    std::optional<print::PlacePiece> piece; // none: cards
    print::PlaceLook look;
    std::vector<print::PlaceFace> places;
    std::vector<std::string> urls; // of the places then: by them it is known whether they are right
};

class PrintRun {
  public:
    PrintRun(PrintSource source, const access::CardCodes& codes);

    const std::vector<PrintFile>& files() const { return files_; }
    const PrintFile* file(std::string_view name) const; // null: there is no such
    std::int64_t pages() const;
    std::int64_t done() const { return done_.load(std::memory_order_relaxed); }
    bool ready() const;
    // A stop asked for: what is being drawn ends as soon as it can.
    void give_up() { given_up_ = true; }
    bool failed = false; // io thread only
    // What was printed of places, to see whether it is still what hangs there.
    const PrintSource& source() const { return source_; }

    // Draws one file, on any thread; different files may be drawn at once.
    Try<std::unique_ptr<print::SealedFile>> draw(const PrintFile& file);
    void keep(std::size_t index, std::unique_ptr<print::SealedFile> made); // io thread

  private:
    void plan_cards();
    void plan_places();
    print::CardFace card(std::int64_t index) const;
    Try<> draw_backs(const PrintFile& file, const print::Sink& sink);
    Try<> draw_places(const PrintFile& file, const print::Sink& sink);
    bool write_list(const print::Sink& sink);

    PrintSource source_;
    const access::CardCodes& codes_;
    std::vector<PrintFile> files_;
    std::atomic<std::int64_t> done_ = 0;
    std::atomic<bool> given_up_ = false;
};

} // namespace meguri::features
