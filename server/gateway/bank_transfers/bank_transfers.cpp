#include "gateway/bank_transfers/bank_transfers.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace meguri::gateway {

namespace {

// Full-width kana from U+30A1 on, without the voiced ones, as letters of JIS X 0201: banks know
// neither small kana nor ヲ. 0: no form of it.
struct KanaRow {
    char16_t kana;
    unsigned char jis;
};
constexpr KanaRow kana_rows[] = {
    {u'ァ', 0xb1}, {u'ア', 0xb1}, {u'ィ', 0xb2}, {u'イ', 0xb2}, {u'ゥ', 0xb3}, {u'ウ', 0xb3},
    {u'ェ', 0xb4}, {u'エ', 0xb4}, {u'ォ', 0xb5}, {u'オ', 0xb5}, {u'カ', 0xb6}, {u'ヵ', 0xb6},
    {u'キ', 0xb7}, {u'ク', 0xb8}, {u'ケ', 0xb9}, {u'ヶ', 0xb9}, {u'コ', 0xba}, {u'サ', 0xbb},
    {u'シ', 0xbc}, {u'ス', 0xbd}, {u'セ', 0xbe}, {u'ソ', 0xbf}, {u'タ', 0xc0}, {u'チ', 0xc1},
    {u'ッ', 0xc2}, {u'ツ', 0xc2}, {u'テ', 0xc3}, {u'ト', 0xc4}, {u'ナ', 0xc5}, {u'ニ', 0xc6},
    {u'ヌ', 0xc7}, {u'ネ', 0xc8}, {u'ノ', 0xc9}, {u'ハ', 0xca}, {u'ヒ', 0xcb}, {u'フ', 0xcc},
    {u'ヘ', 0xcd}, {u'ホ', 0xce}, {u'マ', 0xcf}, {u'ミ', 0xd0}, {u'ム', 0xd1}, {u'メ', 0xd2},
    {u'モ', 0xd3}, {u'ャ', 0xd4}, {u'ヤ', 0xd4}, {u'ュ', 0xd5}, {u'ユ', 0xd5}, {u'ョ', 0xd6},
    {u'ヨ', 0xd6}, {u'ラ', 0xd7}, {u'リ', 0xd8}, {u'ル', 0xd9}, {u'レ', 0xda}, {u'ロ', 0xdb},
    {u'ヮ', 0xdc}, {u'ワ', 0xdc}, {u'ン', 0xdd},
};
constexpr unsigned char voiced = 0xde, half_voiced = 0xdf;
constexpr char16_t half_width = 0xff61 - 0xa1; // from a byte of JIS X 0201 to its letter

bool is_mark(unsigned char jis) { return jis == voiced || jis == half_voiced; }

std::optional<unsigned char> jis_of(char16_t c) {
    if (c >= u'ぁ' && c <= u'ゖ') c = static_cast<char16_t>(c + 0x60);
    for (const KanaRow& row : kana_rows) {
        if (row.kana == c) return row.jis;
    }
    if (c >= u'a' && c <= u'z') return static_cast<unsigned char>(c - u'a' + 'A');
    const bool latin = (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
    if (latin || c == u' ' || c == u'(' || c == u')' || c == u'.' || c == u'-')
        return static_cast<unsigned char>(c);
    switch (c) {
    case 0x3099:
    case 0x309b: return voiced;
    case 0x309a:
    case 0x309c: return half_voiced;
    case u'ー':
    case u'‐':
    case u'‑':
    case u'–':
    case u'—':
    case u'−': return static_cast<unsigned char>('-');
    default: return std::nullopt;
    }
}

// In JIS X 0201; nothing when a letter has no form there.
std::optional<std::string> in_jis(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKDInstance(error);
    MEGURI_ENSURE(U_SUCCESS(error));
    const icu::UnicodeString typed = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))
    );
    const icu::UnicodeString letters = normalizer->normalize(typed, error);
    MEGURI_ENSURE(U_SUCCESS(error));
    std::string bytes;
    for (std::int32_t i = 0; i < letters.length(); ++i) {
        const auto byte = jis_of(letters.charAt(i));
        if (!byte) return std::nullopt;
        bytes += static_cast<char>(*byte);
    }
    return bytes;
}

std::string shown(std::string_view jis) {
    icu::UnicodeString letters;
    for (const char c : jis) {
        const auto byte = static_cast<unsigned char>(c);
        letters.append(
            byte < 0x80 ? static_cast<char16_t>(byte) : static_cast<char16_t>(byte + half_width)
        );
    }
    std::string out;
    letters.toUTF8String(out);
    return out;
}

class Record {
  public:
    explicit Record(char kind) : bytes_(1, kind) {}
    Record& number(std::int64_t value, std::size_t width) {
        return digits(std::to_string(value), width);
    }
    // Right-aligned with zeros.
    Record& digits(std::string_view text, std::size_t width) {
        MEGURI_ENSURE(text.size() <= width);
        MEGURI_ENSURE(text.find_first_not_of("0123456789") == std::string_view::npos);
        bytes_.append(width - text.size(), '0').append(text);
        return *this;
    }
    // Left-aligned with spaces.
    Record& name(std::string_view text, std::size_t width) {
        std::string jis = in_jis(text).value();
        if (jis.size() > width) {
            const bool splits = is_mark(static_cast<unsigned char>(jis[width]));
            jis.resize(splits ? width - 1 : width);
        }
        bytes_.append(jis).append(width - jis.size(), ' ');
        return *this;
    }
    Record& fill(char c, std::size_t width) {
        bytes_.append(width, c);
        return *this;
    }
    const std::string& done() const {
        MEGURI_ENSURE(bytes_.size() == 120);
        return bytes_;
    }

  private:
    std::string bytes_;
};

std::string header(const TransferFile& file) {
    const BankAccount& from = file.from;
    const Civil day = civil_from_days(file.pay_on.days);
    return Record('1')
        .digits("21", 2) // 総合振込
        .digits("0", 1)  // JIS
        .digits(file.client_code, 10)
        .name(from.holder, 40)
        .digits(fmt::format("{:02}{:02}", day.month, day.day), 4)
        .digits(from.bank, 4)
        .fill(' ', 15)
        .digits(from.branch, 3)
        .fill(' ', 15)
        .number(static_cast<int>(from.kind), 1)
        .digits(from.number, 7)
        .fill(' ', 17)
        .done();
}

std::string data(const BankTransfer& transfer, const BankProfile& profile) {
    const BankAccount& to = transfer.to;
    return Record('2')
        .digits(to.bank, 4)
        .fill(' ', 15)
        .digits(to.branch, 3)
        .fill(' ', 15)
        .fill(profile.clearing_house_zeros ? '0' : ' ', 4)
        .number(static_cast<int>(to.kind), 1)
        .digits(to.number, 7)
        .name(to.holder, 30)
        .number(transfer.amount, 10)
        .digits("0", 1)
        .digits(transfer.reference, 10)
        .fill('0', 10)
        .fill(profile.delivery, 1)
        .fill(' ', 8)
        .done();
}

} // namespace

std::optional<std::string> account_holder(std::string_view typed) {
    const auto jis = in_jis(typed);
    if (!jis) return std::nullopt;
    const auto first = jis->find_first_not_of(' ');
    if (first == std::string::npos) return std::nullopt;
    const std::string name = jis->substr(first, jis->find_last_not_of(' ') - first + 1);
    if (name.size() > most_holder || is_mark(static_cast<unsigned char>(name.front())))
        return std::nullopt;
    return shown(name);
}

std::string write_transfers(const TransferFile& file, const BankProfile& profile) {
    const std::string_view end = profile.line_ends ? "\r\n" : "";
    std::string out = header(file);
    out += end;
    std::int64_t sum = 0;
    for (const BankTransfer& transfer : file.transfers) {
        out += data(transfer, profile);
        out += end;
        sum += transfer.amount;
    }
    const auto count = static_cast<std::int64_t>(file.transfers.size());
    out += Record('8').number(count, 6).number(sum, 12).fill(' ', 101).done();
    out += end;
    out += Record('9').fill(' ', 119).done();
    out += end;
    if (profile.end_of_file_mark) out += '\x1a';
    return out;
}

} // namespace meguri::gateway
