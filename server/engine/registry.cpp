#include "engine/registry.hpp"

#include "engine/engine.hpp"

namespace meguri::engine {

CoreRegistry::CoreRegistry(Engine& engine, std::shared_ptr<store::Database> database)
    : engine_(engine), database_(std::move(database)) {}

void CoreRegistry::post(Work work) {
    engine_.between_groups([this, work = std::move(work)]() mutable { work(*database_); });
}

PoolRegistry::PoolRegistry(std::vector<std::unique_ptr<store::Database>> connections)
    : connections_(std::move(connections)) {
    for (auto& connection : connections_)
        threads_.emplace_back([this, &connection] { run(*connection); });
}

PoolRegistry::~PoolRegistry() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
}

void PoolRegistry::post(Work work) {
    {
        std::lock_guard lock(mutex_);
        queue_.push_back(std::move(work));
    }
    arrived_.notify_one();
}

void PoolRegistry::run(store::Database& database) {
    for (;;) {
        Work work;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            work = std::move(queue_.front());
            queue_.erase(queue_.begin());
        }
        work(database);
    }
}

} // namespace meguri::engine
