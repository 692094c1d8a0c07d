// Where registry rows (people, names of places, sessions, settings) are read and written. The
// ledger's transaction never holds them, and they never hold money: the two are joined by an id.
#pragma once

#include "store/database.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace meguri::engine {

class Engine;

// SQLite has one writer per file: registry work runs on the core's thread, between two groups.
class CoreRegistry : public store::Registry {
  public:
    CoreRegistry(Engine& engine, std::shared_ptr<store::Database> database);
    void post(Work work) override;

  private:
    Engine& engine_;
    std::shared_ptr<store::Database> database_;
};

// PostgreSQL: a few connections of their own, fenced (store::open_registry).
class PoolRegistry : public store::Registry {
  public:
    explicit PoolRegistry(std::vector<std::unique_ptr<store::Database>> connections);
    ~PoolRegistry() override; // finishes what is queued
    void post(Work work) override;

  private:
    void run(store::Database& database);

    std::vector<std::unique_ptr<store::Database>> connections_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Work> queue_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace meguri::engine
