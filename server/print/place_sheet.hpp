// What hangs and stands at a shop (DLV-4): the sticker for the counter (105 × 148 mm), the tent for
// the table (the same twice, head to head, folded in the middle), and the sticker for the door
// (100 × 141 mm), which shows the noren and what can be spent inside, and no code.
//
// A thief pastes a genuine sticker of another shop over this one: therefore the name is as large as
// its code, and the last line says what to do when it is another.
#pragma once

#include "print/sheet.hpp"

#include <optional>
#include <string>
#include <vector>

namespace meguri::print {

enum class PlacePiece : std::uint8_t { counter, stand, door };
Size size_of(PlacePiece piece);

struct PlaceLook {
    std::string city;
    std::string colour; // "#rrggbb"
    bool test = false;
};

struct ProgramMark {
    std::string stamp; // one kanji
    std::string name;
    bool points = false; // plum
};

struct PlaceFace {
    std::string name;
    std::string code;                  // what the QR says; the door has none
    std::string number;                // "1234-5678"
    std::vector<ProgramMark> usable{}; // the door shows at most `most_marks` of them
};
inline constexpr std::size_t most_marks = 5;

// One page a place.
class PlaceSheets {
  public:
    PlaceSheets(PlacePiece piece, const PlaceLook& look, Sink sink);
    void add(const PlaceFace& place);
    Try<> end(); // `invalid` also when a code was too long to print

  private:
    void draw_panel(const Canvas& canvas, const PlaceFace& place);
    void draw_door(const Canvas& canvas, const PlaceFace& place);

    PlacePiece piece_;
    PlaceLook look_;
    PdfFile file_;
    Stencil ground_;
    bool too_long_ = false;
};

} // namespace meguri::print
