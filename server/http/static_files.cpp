#include "http/static_files.hpp"

#include "base/hash.hpp"
#include "base/log.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <array>
#include <fstream>

namespace meguri::http {

namespace fs = std::filesystem;

namespace {
struct Type {
    std::string_view extension, content_type;
    bool compress;
};
constexpr std::array types{
    Type{".html", "text/html; charset=utf-8", true},
    Type{".js", "text/javascript; charset=utf-8", true},
    Type{".css", "text/css; charset=utf-8", true},
    Type{".svg", "image/svg+xml", true},
    Type{".json", "application/json", true},
    Type{".webmanifest", "application/manifest+json", true},
    Type{".txt", "text/plain; charset=utf-8", true},
    Type{".wasm", "application/wasm", true},
    Type{".png", "image/png", false},
    Type{".jpg", "image/jpeg", false},
    Type{".webp", "image/webp", false},
    Type{".ico", "image/x-icon", false},
    Type{".woff2", "font/woff2", false},
};
constexpr std::uintmax_t largest_file = 8 * 1024 * 1024;

const Type* type_of(const fs::path& path) {
    const std::string extension = path.extension().string();
    for (const Type& type : types) {
        if (type.extension == extension) return &type;
    }
    return nullptr;
}

std::string gzip(const std::string& plain) {
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string out(deflateBound(&stream, plain.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(whole ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

std::string brotli(const std::string& plain, int quality) {
    std::size_t size = BrotliEncoderMaxCompressedSize(plain.size());
    std::string out(size, '\0');
    const auto done = BrotliEncoderCompress(
        quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, plain.size(),
        reinterpret_cast<const std::uint8_t*>(plain.data()), &size,
        reinterpret_cast<std::uint8_t*>(out.data())
    );
    out.resize(done == BROTLI_TRUE ? size : 0);
    return out;
}

std::shared_ptr<const std::string> if_smaller(std::string form, const std::string& plain) {
    if (form.empty() || form.size() >= plain.size()) return nullptr;
    return std::make_shared<const std::string>(std::move(form));
}

// "br;q=0" is rare enough to be given what it refuses to want: only whole words are looked for.
bool accepts(std::string_view header, std::string_view coding) {
    const auto at = header.find(coding);
    return at != std::string_view::npos && !header.substr(at + coding.size()).starts_with(";q=0");
}
} // namespace

Try<StaticFiles> StaticFiles::load(const fs::path& dist, int quality) {
    StaticFiles files;
    try { // the standard library's walk throws when a file vanishes under it: a build going on
        for (const auto& [app, prefix] :
             {std::pair{"resident", "/"}, std::pair{"shop", "/shop/"},
              std::pair{"console", "/console/"}}) {
            if (auto read = files.read_app(dist / app, prefix, quality); !read)
                return std::unexpected(read.error());
        }
    } catch (const fs::filesystem_error& gone) {
        return fault(FaultCode::unavailable, std::string("reading the web apps: ") + gone.what());
    }
    return files;
}

Try<> StaticFiles::read_app(const fs::path& folder, const std::string& prefix, int quality) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        log::warning("no_web_app", {{"folder", folder.string()}});
        return {};
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const Type* type = type_of(entry.path());
        if (!entry.is_regular_file() || type == nullptr || entry.file_size() > largest_file)
            continue;
        std::ifstream in(entry.path(), std::ios::binary);
        auto plain = std::make_shared<const std::string>(
            std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()
        );
        if (!in) return fault(FaultCode::invalid, "cannot read " + entry.path().string());
        const std::string name = fs::relative(entry.path(), folder).generic_string();
        File file{
            type->content_type,
            "\"" + to_hex(view(sha256(*plain))).substr(0, 20) + "\"",
            name.starts_with("assets/"),
            plain,
            {},
            {}
        };
        if (type->compress) {
            file.gzip = if_smaller(gzip(*plain), *plain);
            file.brotli = if_smaller(brotli(*plain, quality), *plain);
        }
        files_.emplace(prefix + name, std::move(file));
    }
    return {};
}

const StaticFiles::File* StaticFiles::find(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}

// The apps' own addresses (/s/CODE, /history, /shop/sales …) have no file; a name with a dot in it
// is one that is missing.
const StaticFiles::File* StaticFiles::page_for(std::string_view path) const {
    if (path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos) return nullptr;
    for (const std::string_view app : {"/shop", "/console"}) {
        if (path == app || (path.starts_with(app) && path[app.size()] == '/'))
            return find(std::string(app) + "/index.html");
    }
    for (const std::string_view other : {"/api", "/sim", "/assets"}) {
        if (path == other || (path.starts_with(other) && path[other.size()] == '/')) return nullptr;
    }
    return find("/index.html");
}

std::optional<Response> StaticFiles::get(
    std::string_view path, std::string_view if_none_match, std::string_view accept_encoding
) const {
    const File* file = find(path);
    if (file == nullptr) file = page_for(path);
    if (file == nullptr) return std::nullopt;
    Response response;
    response.content_type = file->content_type;
    response.headers.emplace_back("ETag", file->etag);
    response.headers.emplace_back(
        "Cache-Control", file->immutable ? "public, max-age=31536000, immutable" : "no-cache"
    );
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (if_none_match.find(file->etag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.shared_body = file->plain;
    if (file->brotli && accepts(accept_encoding, "br")) {
        response.shared_body = file->brotli;
        response.headers.emplace_back("Content-Encoding", "br");
    } else if (file->gzip && accepts(accept_encoding, "gzip")) {
        response.shared_body = file->gzip;
        response.headers.emplace_back("Content-Encoding", "gzip");
    }
    return response;
}

} // namespace meguri::http
