#include "store/sqlite/log_copier.hpp"

#include "base/log.hpp"

namespace meguri::store {

LogCopier::~LogCopier() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wanted_.notify_one();
    thread_.join();
}

void LogCopier::start() {
    if (busy_.exchange(true)) return;
    {
        std::lock_guard lock(mutex_);
    } // the thread is waiting, or will look at busy_ again
    wanted_.notify_one();
}

void LogCopier::run() {
    sqlite3* connection = nullptr;
    const int opened = sqlite3_open_v2(
        path_.c_str(), &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr
    );
    if (opened != SQLITE_OK) log::warning("log_copier", {{"detail", sqlite3_errstr(opened)}});
    sqlite3_exec(connection, "PRAGMA synchronous = FULL", nullptr, nullptr, nullptr);
    std::unique_lock lock(mutex_);
    for (;;) {
        wanted_.wait(lock, [&] { return ending_ || busy_; });
        if (ending_) break;
        lock.unlock();
        copy(connection);
        lock.lock();
        busy_ = false;
    }
    sqlite3_close_v2(connection);
}

void LogCopier::copy(sqlite3* connection) {
    int pages = 0, copied = 0;
    const int done =
        sqlite3_wal_checkpoint_v2(connection, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
    if (done == SQLITE_OK) copied_ = copied;
    if (done != SQLITE_OK) log::warning("log_copier", {{"detail", sqlite3_errmsg(connection)}});
}

} // namespace meguri::store
