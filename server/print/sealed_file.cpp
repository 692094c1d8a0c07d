#include "print/sealed_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sodium.h>
#include <unistd.h>

namespace meguri::print {

namespace {
constexpr std::size_t block = 256 * 1024,
                      sealed_block = block + crypto_secretstream_xchacha20poly1305_ABYTES;

bool write_all(int file, const unsigned char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(file, data, size);
        if (written <= 0) return false;
        data += written, size -= static_cast<std::size_t>(written);
    }
    return true;
}

unsigned char* octets(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }
} // namespace

struct SealedFile::State {
    int file = -1;
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES]{};
    unsigned char header[crypto_secretstream_xchacha20poly1305_HEADERBYTES]{};
    crypto_secretstream_xchacha20poly1305_state stream{};
    Bytes waiting;
    bool broken = false;
};

SealedFile::SealedFile(std::unique_ptr<State> state) : state_(std::move(state)) {
    crypto_secretstream_xchacha20poly1305_keygen(state_->key);
    crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, state_->header, state_->key);
}

SealedFile::~SealedFile() {
    ::close(state_->file);
    sodium_memzero(state_->key, sizeof state_->key);
}

Try<std::unique_ptr<SealedFile>> SealedFile::create() {
    std::error_code error;
    std::string path = std::filesystem::temp_directory_path(error).string() + "/meguri-XXXXXX";
    auto state = std::make_unique<State>();
    if (!error) state->file = ::mkostemp(path.data(), O_CLOEXEC);
    if (state->file < 0)
        return fault(FaultCode::unavailable, "no file can be made in the folder for print files");
    ::unlink(path.c_str());
    return std::unique_ptr<SealedFile>(new SealedFile(std::move(state)));
}

bool SealedFile::flush(bool last) {
    State& s = *state_;
    Bytes sealed(sealed_block, '\0');
    for (std::size_t at = 0; at < s.waiting.size() || last;) {
        const std::size_t size = std::min(block, s.waiting.size() - at);
        const bool end = last && at + size == s.waiting.size();
        if (size < block && !end) {
            s.waiting.erase(0, at);
            return true;
        }
        unsigned long long length = 0;
        crypto_secretstream_xchacha20poly1305_push(
            &s.stream, octets(sealed), &length, octets(s.waiting) + at, size, nullptr, 0,
            end ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0
        );
        if (!write_all(s.file, octets(sealed), length)) return false;
        at += size;
        if (end) break;
    }
    s.waiting.clear();
    return true;
}

bool SealedFile::append(std::string_view piece) {
    if (state_->broken) return false;
    state_->waiting += piece;
    size_ += static_cast<std::int64_t>(piece.size());
    if (state_->waiting.size() >= block) state_->broken = !flush(false);
    return !state_->broken;
}

Try<> SealedFile::end() {
    if (state_->broken || !flush(true))
        return fault(FaultCode::unavailable, "a print file could not be written");
    return {};
}

Try<Bytes> SealedFile::read() const {
    const State& s = *state_;
    crypto_secretstream_xchacha20poly1305_state stream;
    crypto_secretstream_xchacha20poly1305_init_pull(&stream, s.header, s.key);
    Bytes all, sealed(sealed_block, '\0'), plain(block, '\0');
    all.reserve(static_cast<std::size_t>(size_));
    unsigned char tag = 0;
    for (off_t at = 0; tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL;) {
        std::size_t got = 0;
        while (got < sealed.size()) {
            const ssize_t some = ::pread(
                s.file, sealed.data() + got, sealed.size() - got, at + static_cast<off_t>(got)
            );
            if (some < 0) return fault(FaultCode::unavailable, "a print file could not be read");
            if (some == 0) break;
            got += static_cast<std::size_t>(some);
        }
        unsigned long long length = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(
                &stream, octets(plain), &length, &tag, octets(sealed), got, nullptr, 0
            ) != 0)
            return fault(FaultCode::corrupt, "a print file was changed on the disk");
        all.append(plain.data(), length);
        at += static_cast<off_t>(got);
    }
    return all;
}

} // namespace meguri::print
