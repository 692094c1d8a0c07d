// "One process owns this file": an flock that the kernel gives back when the process ends, however
// it ends. The connections of one process share it.
#pragma once

#include "base/result.hpp"

#include <memory>
#include <string>

namespace meguri::store {

class FileLock {
  public:
    // `unavailable` when another process holds it; the detail names the process if that is known.
    static Try<std::shared_ptr<FileLock>> take(const std::string& path);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

  private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

} // namespace meguri::store
