// The web apps' built files, read once at start and kept in memory with their gzip and brotli
// forms. No request ever names a file of the disk. Anything under assets/ has a hash in its name
// and may be kept for ever; the rest is asked for again with its ETag.
#pragma once

#include "base/result.hpp"
#include "http/request.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace meguri::http {

class StaticFiles {
  public:
    StaticFiles() = default; // none: an API without apps
    // Reads `dist`/resident (served at /), /shop and /console. Missing apps are left out. Texts are
    // compressed at brotli's level `quality` (0 to 11): 11 for serving, low for tests.
    static Try<StaticFiles> load(const std::filesystem::path& dist, int quality = 9);

    // The file for a path, or the app's index.html for its own pages: `/`, `/s/…` and the resident
    // app's other pages,
    // `/shop/…`, `/console/…`. Nothing when there is no such thing.
    std::optional<Response>
    get(std::string_view path, std::string_view if_none_match,
        std::string_view accept_encoding) const;
    std::size_t size() const { return files_.size(); }

  private:
    struct File {
        std::string_view content_type;
        std::string etag;
        bool immutable = false;
        std::shared_ptr<const std::string> plain, gzip,
            brotli; // compressed forms only where they are smaller
    };
    Try<> read_app(const std::filesystem::path& folder, const std::string& prefix, int quality);
    const File* find(std::string_view path) const;
    const File* page_for(std::string_view path) const;

    std::map<std::string, File, std::less<>> files_;
};

} // namespace meguri::http
