#include "features/guide/photo.hpp"

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "base/hash.hpp"

#include <memory>
#include <vips/vips.h>

namespace meguri::features {

namespace {

constexpr int longest_side = 1'200, small_side = 216; // three times the 72 pixels of a list's tile
constexpr std::int64_t most_pixels = 50'000'000;
constexpr std::size_t number_bytes = 20; // 40 letters: a public id

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

bool ready() {
    static const bool started = [] {
        if (vips_init("meguri") != 0) return false;
        vips_block_untrusted_set(TRUE); // only loaders that are kept safe against made-up files
        vips_concurrency_set(1);
        vips_cache_set_max(0);
        return true;
    }();
    return started;
}

bool is_photo(std::string_view bytes) {
    using namespace std::literals;
    const bool webp =
        bytes.starts_with("RIFF"sv) && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP"sv;
    return webp || bytes.starts_with("\xff\xd8\xff"sv) || bytes.starts_with("\x89PNG\r\n\x1a\n"sv);
}

bool fits(std::string_view bytes) {
    const Image head(vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr));
    if (!head) return false;
    const auto pixels =
        std::int64_t{vips_image_get_width(head.get())} * vips_image_get_height(head.get());
    return pixels <= most_pixels;
}

// What is seen through goes white.
Image flat(Image image) {
    if (!vips_image_hasalpha(image.get())) return image;
    const std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> white(
        vips_array_double_newv(1, 255.0),
        [](VipsArrayDouble* array) { vips_area_unref(VIPS_AREA(array)); }
    );
    VipsImage* out = nullptr;
    if (vips_flatten(image.get(), &out, "background", white.get(), nullptr) != 0) return nullptr;
    return Image(out);
}

// Never larger than it came: a strip of 20,000 × 1 would have to be drawn at millions of dots
// first.
std::optional<std::string> jpeg(std::string_view bytes, int side, VipsInteresting cut) {
    VipsImage* drawn = nullptr;
    if (vips_thumbnail_buffer(
            const_cast<char*>(bytes.data()), bytes.size(), &drawn, side, "height", side, "size",
            VIPS_SIZE_DOWN, "crop", cut, "export_profile", "srgb", "fail_on", VIPS_FAIL_ON_ERROR,
            nullptr
        ) != 0)
        return std::nullopt;
    const Image image = flat(Image(drawn));
    if (!image) return std::nullopt;
    void* written = nullptr;
    std::size_t size = 0;
    if (vips_jpegsave_buffer(
            image.get(), &written, &size, "Q", 80, "strip", TRUE, "optimize_coding", TRUE, nullptr
        ) != 0)
        return std::nullopt;
    std::string out(static_cast<const char*>(written), size);
    g_free(written);
    return out;
}

} // namespace

std::optional<guide_store::Photo> redrawn(std::string_view bytes) {
    if (!ready() || !is_photo(bytes) || !fits(bytes)) {
        vips_error_clear();
        return std::nullopt;
    }
    auto large = jpeg(bytes, longest_side, VIPS_INTERESTING_NONE);
    auto small = jpeg(bytes, small_side, VIPS_INTERESTING_CENTRE);
    vips_error_clear();
    vips_thread_shutdown();
    if (!large || !small) return std::nullopt;
    const Hash hash = sha256(*large);
    return guide_store::Photo{
        to_hex(view(hash)).substr(0, number_bytes * 2), std::move(*large), std::move(*small)
    };
}

} // namespace meguri::features
