#include "store/city.hpp"
#include "store/postgres/postgres_journal.hpp"
#include "store/sqlite/sqlite_journal.hpp"

namespace meguri::store {

Try<City> open_city(const std::string& url) {
    auto opened = open_database(url);
    if (!opened) return std::unexpected(opened.error());
    std::shared_ptr<Database> registry = std::move(*opened);
    if (registry->kind() == Database::Kind::sqlite) {
        auto same = std::static_pointer_cast<SqliteDatabase>(registry);
        auto journal = SqliteJournal::on(std::move(same));
        if (!journal) return std::unexpected(journal.error());
        return City{std::move(registry), std::move(*journal)};
    }
    auto journal = PostgresJournal::open(url);
    if (!journal) return std::unexpected(journal.error());
    return City{std::move(registry), std::move(*journal)};
}

Try<std::unique_ptr<Database>> open_registry(const std::string& url, std::int64_t epoch) {
    auto opened = PostgresDatabase::open(url);
    if (!opened) return std::unexpected(opened.error());
    (*opened)->fence(epoch);
    return std::move(*opened);
}

Try<std::unique_ptr<JournalStore>> open_journal(const std::string& url) {
    auto city = open_city(url);
    if (!city) return std::unexpected(city.error());
    return std::move(city->journal); // keeps what it needs of the connection
}

} // namespace meguri::store
