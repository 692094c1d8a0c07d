// Copies SQLite's write-ahead log back into the file (a "checkpoint"), on a thread and a connection
// of its own: the many writes and the fsync that this costs never fall on a payment.
//
// It never waits for a reader or for the writer (PASSIVE), and copies only what is committed. A
// copy that fails loses nothing: everything is still in the log.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <sqlite3.h>
#include <string>
#include <thread>

namespace meguri::store {

class LogCopier {
  public:
    explicit LogCopier(std::string path) : path_(std::move(path)), thread_([this] { run(); }) {}
    ~LogCopier(); // after the copy under way

    // Asks for a copy of what is in the log now; returns at once. Nothing while one is under way.
    void start();
    bool busy() const { return busy_.load(); }
    // Pages of the log that are in the file since the last copy. A reader of long ago holds copying
    // up, a full disk stops it: then fewer than there were.
    int copied() const { return copied_.load(); }

  private:
    void run();
    void copy(sqlite3* connection);

    const std::string path_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    bool ending_ = false;
    std::atomic<bool> busy_{false};
    std::atomic<int> copied_{0};
    std::thread thread_;
};

} // namespace meguri::store
