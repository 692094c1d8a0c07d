#include "store/contract/test_stores.hpp"

#include "base/ensure.hpp"
#include "store/contract/postgres_cluster.hpp"

#include <cstdlib>

namespace meguri::store {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "meguri-test-XXXXXX").string();
    MEGURI_ENSURE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void StoreTest::SetUp() {
    if (GetParam() == Database::Kind::sqlite) {
        url_ = "sqlite://" + (folder() / "city.db").string();
        return;
    }
    if (!PostgresCluster::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    auto cluster = PostgresCluster::shared();
    ASSERT_TRUE(cluster) << cluster.error().detail;
    auto created = (*cluster)->create_database();
    ASSERT_TRUE(created) << created.error().detail;
    url_ = *created;
}

std::unique_ptr<Database> StoreTest::open(OpenAs as) {
    auto database = open_database(url_, as);
    EXPECT_TRUE(database) << database.error().detail;
    MEGURI_ENSURE(database.has_value());
    return std::move(*database);
}

} // namespace meguri::store
