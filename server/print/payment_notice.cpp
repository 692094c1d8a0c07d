#include "print/payment_notice.hpp"

#include "print/marks.hpp"
#include "print/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <span>

namespace meguri::print {

namespace {

// The paper is A4; a page keeps `margin_mm` free on every side.
constexpr double wide = 210 - 2 * margin_mm, high = 297 - 2 * margin_mm;
constexpr double left = 12, right = wide - 12; // of what is written
constexpr double head_height = 104, row_height = 9;
constexpr std::size_t rows_a_page = 15;

constexpr double program_at = left + 2, units_at = right - 42, yen_at = right - 2;

Style of(double size, Face face = Face::plain, Align align = Align::left, double most_wide = 0) {
    return {size, face, align, ink, most_wide};
}

void rule(const Canvas& canvas, double y, double width = .2) {
    canvas.colour(ink);
    canvas.line(left, y, right, y, width);
}

std::int64_t sum_of(const Notice& notice) {
    std::int64_t sum = 0;
    for (const NoticeLine& line : notice.lines)
        sum += line.yen;
    return sum;
}

std::int64_t owed_of(const Notice& notice) {
    return sum_of(notice) - (notice.fee ? notice.fee->fee + notice.fee->tax : 0);
}

// "10%", "7.8%"
std::string percent(std::int64_t per_10000) {
    const std::int64_t rest = per_10000 % 100;
    std::string text = std::to_string(per_10000 / 100);
    if (rest != 0) text += fmt::format(".{:02}", rest);
    if (rest % 10 == 0 && rest != 0) text.pop_back();
    return text + "%";
}

void write_head(const Canvas& canvas, const NoticeLook& look, const Notice& notice) {
    if (look.test) draw_test_strip(canvas, 4, wide);
    write(canvas, wide / 2, 22, "支払通知書", of(8, Face::bold, Align::centre));
    write(canvas, left, 40, notice.organization + " 御中", of(5.5, Face::bold, Align::left, 120));
    write(canvas, right, 40, look.city, of(4.5, Face::bold, Align::right, 55));
    if (!look.telephone.empty())
        write(canvas, right, 46, "電話 " + look.telephone, of(3.5, Face::plain, Align::right, 55));
    const std::string days =
        fmt::format("{}から{}まで", in_japanese(notice.first), in_japanese(notice.until));
    write(
        canvas, left, 58, days + "に受け取られた分をお支払いします。",
        of(4, Face::plain, Align::left, right - left)
    );
}

// What is sent and when, large; why it is not what stands in the table.
void write_transfer(const Canvas& canvas, const Notice& notice) {
    canvas.colour(ink);
    canvas.rounded(left, 64, right - left, 24, 2);
    canvas.stroke(.3);
    if (!notice.transfer) {
        write(canvas, wide / 2, 75, "今回の振込はありません", of(5.5, Face::bold, Align::centre));
        write(
            canvas, wide / 2, 82.5, "口座の確認などが済んだあと、次の精算でお支払いします。",
            of(3.6, Face::plain, Align::centre)
        );
        return;
    }
    write(canvas, left + 6, 74, "振込額", of(4));
    write(
        canvas, right - 6, 77, with_commas(*notice.transfer) + "円",
        of(9, Face::bold, Align::right, 110)
    );
    write(canvas, left + 6, 83.5, "振込日 " + in_japanese(notice.pay_on), of(4));
    const std::int64_t carried = *notice.transfer - owed_of(notice);
    if (carried == 0) return;
    const std::string more =
        fmt::format("前の精算から繰り越した{}円を含みます", with_commas(carried));
    write(canvas, right - 6, 84.5, more, of(3.4, Face::plain, Align::right, 90));
}

void write_table(const Canvas& canvas, std::span<const NoticeLine> lines) {
    write(canvas, program_at, head_height - 3, "事業", of(3.4));
    write(canvas, units_at, head_height - 3, "使われた額", of(3.4, Face::plain, Align::right));
    write(canvas, yen_at, head_height - 3, "お支払いする額", of(3.4, Face::plain, Align::right));
    rule(canvas, head_height, .4);
    double y = head_height;
    for (const NoticeLine& line : lines) {
        const std::string units = with_commas(line.units) + (line.points ? "ポイント" : "円");
        write(canvas, program_at, y + 6, line.program, of(4, Face::plain, Align::left, 90));
        write(canvas, units_at, y + 6, units, of(4, Face::plain, Align::right, 45));
        write(canvas, yen_at, y + 6, with_commas(line.yen) + "円", of(4, Face::bold, Align::right));
        y += row_height;
        rule(canvas, y);
    }
}

// The sum, then what is kept of it with the particulars of an invoice, and what remains.
void write_sum(const Canvas& canvas, std::size_t lines, const Notice& notice) {
    double y = head_height + static_cast<double>(lines) * row_height;
    const auto line = [&](const std::string& what, std::int64_t yen, double size) {
        write(canvas, program_at, y + 7, what, of(4, Face::bold, Align::left, 110));
        write(canvas, yen_at, y + 7, with_commas(yen) + "円", of(size, Face::bold, Align::right));
        y += 10;
    };
    line("この期間の合計", sum_of(notice), 5);
    rule(canvas, y, .4);
    if (!notice.fee) return;
    line("手数料(税抜)", -notice.fee->fee, 4);
    line("手数料の消費税 " + percent(notice.fee->tax_per_10000), -notice.fee->tax, 4);
    line("差し引きお支払いする額", owed_of(notice), 5);
    rule(canvas, y, .4);
    if (notice.fee->registration_number.empty()) return;
    const std::string invoice = fmt::format(
        "手数料の適格請求書　登録番号 {}　取引年月日 {}　{}対象 {}円　消費税 {}円",
        notice.fee->registration_number, in_japanese(notice.until),
        percent(notice.fee->tax_per_10000), with_commas(notice.fee->fee),
        with_commas(notice.fee->tax)
    );
    write(canvas, program_at, y + 6, invoice, of(3, Face::plain, Align::left, right - left - 4));
}

} // namespace

std::string with_commas(std::int64_t amount) {
    std::string digits = std::to_string(amount < 0 ? -amount : amount);
    for (std::ptrdiff_t at = std::ssize(digits) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return amount < 0 ? "−" + digits : digits;
}

std::string in_japanese(Date day) {
    const std::int64_t n = day.number();
    return fmt::format("{}年{}月{}日", n / 10'000, n / 100 % 100, n % 100);
}

PaymentNotices::PaymentNotices(NoticeLook look, Sink sink)
    : look_(std::move(look)), file_({wide, high}, std::move(sink)) {}

void PaymentNotices::add(const Notice& notice) {
    const std::span<const NoticeLine> all(notice.lines);
    const std::size_t pages =
        std::max<std::size_t>(1, (all.size() + rows_a_page - 1) / rows_a_page);
    for (std::size_t n = 0; n < pages; ++n) {
        const auto lines =
            all.subspan(n * rows_a_page, std::min(rows_a_page, all.size() - n * rows_a_page));
        file_.page([&](const Canvas& canvas) {
            write_head(canvas, look_, notice);
            write_transfer(canvas, notice);
            write_table(canvas, lines);
            if (n + 1 == pages) write_sum(canvas, lines.size(), notice);
            const std::string foot =
                fmt::format("精算番号 {}　{}/{}", notice.settlement, n + 1, pages);
            write(canvas, right, high - 8, foot, of(3, Face::plain, Align::right));
        });
    }
}

Try<> PaymentNotices::end() { return file_.end(); }

} // namespace meguri::print
