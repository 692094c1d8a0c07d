// A file that only this process can read: it has no name in any folder, so nothing of it stays when
// the process ends, and what stands on the disk is encrypted (libsodium's secretstream) under a key
// that is only in memory. For print files: whoever has one can use the cards on it.
//
// One thread writes it, then any may read it.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <memory>
#include <string_view>

namespace meguri::print {

class SealedFile {
  public:
    static Try<std::unique_ptr<SealedFile>> create(); // in the machine's folder for such files
    ~SealedFile();
    SealedFile(const SealedFile&) = delete;
    SealedFile& operator=(const SealedFile&) = delete;

    // False: the disk is full. Then the file is of no more use.
    bool append(std::string_view piece);
    Try<> end();                                // nothing is appended after this
    std::int64_t size() const { return size_; } // of what was appended, bytes
    // All of it. `corrupt` when somebody changed what stands on the disk.
    Try<Bytes> read() const;

  private:
    struct State;
    explicit SealedFile(std::unique_ptr<State> state);
    bool flush(bool last);

    std::unique_ptr<State> state_;
    std::int64_t size_ = 0;
};

} // namespace meguri::print
