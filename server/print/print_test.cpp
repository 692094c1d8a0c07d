// What can be said of paper without looking at it; that the codes are read back is tested by
// scripts/printed, with a decoder of its own.
#include "print/card_sheet.hpp"
#include "print/payment_notice.hpp"
#include "print/place_sheet.hpp"
#include "print/qr.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace meguri::print {
namespace {

const CardLook look{"熊谷市", "048-000-0000", "#115A36"};

CardFace card(int n) {
    return {
        fmt::format("{:016}", n), fmt::format("https://pay.city.example/c/{:040}", n),
        fmt::format("{:08}", n)
    };
}

struct Kept {
    std::string all;
    std::size_t pieces = 0;
    Sink sink() {
        return [this](std::string_view piece) {
            all += piece, ++pieces;
            return true;
        };
    }
};

std::string written_backs(int cards) {
    Kept kept;
    CardBacks backs(look, kept.sink());
    for (int n = 0; n < cards; ++n)
        backs.add(card(n));
    EXPECT_TRUE(backs.end());
    return kept.all;
}

std::size_t count(const std::string& all, std::string_view what) {
    std::size_t found = 0;
    for (auto at = all.find(what); at != std::string::npos; at = all.find(what, at + 1))
        ++found;
    return found;
}

TEST(Cards, one_page_each_with_bleed_and_crop_marks) {
    const std::string pdf = written_backs(3);
    EXPECT_TRUE(pdf.starts_with("%PDF-"));
    // 85.6 + 2 × 8 and 54 + 2 × 8 mm, in points.
    EXPECT_EQ(count(pdf, "/MediaBox [ 0 0 288 198.425"), 3u);
}

TEST(Cards, what_is_alike_is_in_the_file_once) {
    const std::size_t two = written_backs(2).size(), forty = written_backs(40).size();
    EXPECT_LT((forty - two) / 38, 4'500u); // bytes a card; the ground alone has as many
}

// Bytes that came only when the file was ended.
std::size_t kept_back(int cards) {
    Kept kept;
    CardBacks backs(look, kept.sink());
    for (int n = 0; n < cards; ++n)
        backs.add(card(n));
    const std::size_t before = kept.all.size();
    EXPECT_GT(before, static_cast<std::size_t>(cards) * 2'000);
    EXPECT_TRUE(backs.end());
    return kept.all.size() - before;
}

TEST(Cards, a_file_is_handed_on_while_it_is_drawn) {
    const std::size_t few = kept_back(100), many = kept_back(500);
    EXPECT_LT(many - few, 400 * 200u); // fonts, and the list of pages
}

TEST(Cards, a_full_disk_is_a_fault) {
    CardBacks backs(look, [](std::string_view) { return false; });
    for (int n = 0; n < 10; ++n)
        backs.add(card(n));
    const auto ended = backs.end();
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, FaultCode::unavailable);
}

TEST(Cards, a_code_that_fits_no_square_is_told) {
    Kept kept;
    CardBacks backs(look, kept.sink());
    CardFace long_one = card(1);
    long_one.code = std::string(4'000, 'x');
    backs.add(long_one);
    const auto ended = backs.end();
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, FaultCode::invalid);
}

TEST(Cards, the_list_opens_in_a_spreadsheet) {
    EXPECT_EQ(card_list_head(), "\xEF\xBB\xBFnumber,code,activation_code\r\n");
    EXPECT_EQ(
        card_list_line({"0000000000000001", "https://a.example/c/X", "01234567"}),
        "0000000000000001,https://a.example/c/X,01234567\r\n"
    );
    EXPECT_EQ(in_fours("842100972217"), "8421 0097 2217");
}

TEST(Places, each_piece_has_its_size) {
    for (const auto& [piece, box] :
         {std::pair{PlacePiece::counter, "[ 0 0 342.99"},
          std::pair{PlacePiece::stand, "[ 0 0 342.99"},
          std::pair{PlacePiece::door, "[ 0 0 328.81"}}) {
        Kept kept;
        PlaceSheets sheets(piece, {"熊谷市", "#115A36"}, kept.sink());
        sheets.add(
            {"ベーカリーむぎの輪", "https://pay.city.example/s/0", "1042-7000", {{"通", "お金"}}}
        );
        sheets.add({std::string(200, 'W'), "https://pay.city.example/s/1", "1042-7001"});
        ASSERT_TRUE(sheets.end());
        EXPECT_EQ(count(kept.all, "/MediaBox [ "), 2u);
        EXPECT_NE(kept.all.find(box), std::string::npos);
    }
}

// A PNG of one colour.
Bytes painted(int width, int height) {
    cairo_surface_t* pixels = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    Bytes png;
    cairo_surface_write_to_png_stream(
        pixels,
        [](void* to, const unsigned char* data, unsigned int size) {
            static_cast<Bytes*>(to)->append(reinterpret_cast<const char*>(data), size);
            return CAIRO_STATUS_SUCCESS;
        },
        &png
    );
    cairo_surface_destroy(pixels);
    return png;
}

TEST(Artworks, only_pictures_fit_to_be_printed_are_taken) {
    const Bytes good = painted(1'082, 709);
    const auto artwork = Artwork::read(good);
    ASSERT_TRUE(artwork);
    EXPECT_EQ(artwork->width(), 1'082);
    EXPECT_EQ(Artwork::read(artwork->png())->height(), 709);
    EXPECT_FALSE(Artwork::read(painted(999, 709)));
    EXPECT_FALSE(Artwork::read(painted(1'082, 639)));
    EXPECT_FALSE(Artwork::read(painted(4'001, 709)));
    EXPECT_FALSE(Artwork::read(""));
    EXPECT_FALSE(Artwork::read("GIF89a" + good));
    for (std::size_t size = 0; size < good.size(); size += 97)
        EXPECT_FALSE(Artwork::read(std::string_view(good).substr(0, size))) << size;
}

TEST(Artworks, the_front_carries_them) {
    CardLook own = look;
    own.artwork = Artwork::read(painted(1'082, 709));
    Kept plain, with;
    ASSERT_TRUE(write_card_front(look, plain.sink()));
    ASSERT_TRUE(write_card_front(own, with.sink()));
    EXPECT_EQ(count(with.all, "/Subtype /Image"), 1u);
    EXPECT_EQ(count(plain.all, "/Subtype /Image"), 0u);
}

TEST(Notices, have_a_page_for_each_organization_and_fifteen_programs_ADM_d) {
    Kept kept;
    PaymentNotices file({"熊谷市", "048-524-1111", false}, kept.sink());
    const Date day = Date::from_civil(2026, 11, 5);
    Notice notice{"むぎの輪", "ABC", day, day, day};
    file.add(notice); // nothing in it
    notice.lines.assign(15, {"ふだんのチャージ", false, 100, 100});
    file.add(notice);
    notice.lines.assign(16, {"ふだんのチャージ", false, 100, 100});
    notice.transfer = 1'234'567;
    file.add(notice);
    ASSERT_TRUE(file.end());
    EXPECT_EQ(count(kept.all, "/Type /Page %"), 4u);
}

TEST(Notices, write_sums_and_days_as_people_do) {
    EXPECT_EQ(with_commas(0), "0");
    EXPECT_EQ(with_commas(999), "999");
    EXPECT_EQ(with_commas(1'000), "1,000");
    EXPECT_EQ(with_commas(-1'234'567), "−1,234,567");
    EXPECT_EQ(in_japanese(Date::from_civil(2026, 11, 5)), "2026年11月5日");
}

TEST(Colours, come_from_the_settings_or_are_the_default) {
    EXPECT_EQ(Colour::of("#ff0000", ink).red, 1.0);
    EXPECT_EQ(Colour::of("#ff000", ink).red, ink.red);
    EXPECT_EQ(Colour::of("#gg0000", ink).red, ink.red);
    EXPECT_EQ(Colour::of("", ink).red, ink.red);
    EXPECT_EQ(ink.lighter(1).green, 1.0);
}

} // namespace
} // namespace meguri::print
