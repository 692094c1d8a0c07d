// Cards as a printer wants them (DLV-3): CR80, 85.6 × 54 mm, 3 mm of bleed, crop marks. The front
// is one page, alike for all; the backs are one page a card, and a list says in which order. The
// half-round notch lets a hand find the right way; the activation code stands where the printer
// lays the scratch film, marked by a dashed edge.
//
// Whoever holds this file can use the cards once they are handed out, and hand them out. It is
// never left lying about in clear.
#pragma once

#include "print/artwork.hpp"
#include "print/sheet.hpp"

#include <optional>
#include <string>

namespace meguri::print {

inline constexpr Size card_size{85.6, 54};

struct CardLook {
    std::string city;      // 熊谷市
    std::string telephone; // of the help desk
    std::string colour;    // "#rrggbb" of the city's settings
    bool single_use = false;
    bool test = false; // a test environment: says so across the piece
    std::optional<Artwork> artwork{};
    bool artwork_has_title = false; // then ours is not set over it
};

struct CardFace {
    std::string number;     // sixteen digits, shown in fours
    std::string code;       // what the QR says
    std::string activation; // eight digits under the scratch film
};

// One page.
Try<> write_card_front(const CardLook& look, const Sink& sink);

// The front as a picture for the screen (PNG), with its bleed.
std::string picture_of_front(const CardLook& look);

class CardBacks {
  public:
    CardBacks(const CardLook& look, Sink sink);
    void add(const CardFace& card);
    Try<> end(); // `invalid` also when a code was too long to print

  private:
    PdfFile file_;
    Stencil ground_;
    bool too_long_ = false;
};

// The printer's list: UTF-8 with a byte order mark (Excel), CRLF, `number,code,activation_code`.
std::string card_list_head();
std::string card_list_line(const CardFace& card);

// "1234 5678 …"
std::string in_fours(std::string_view digits);

} // namespace meguri::print
