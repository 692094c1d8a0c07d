// Both stores for tests that must pass on each: TEST_P over all_stores(), one fresh empty database
// a test.
//
//   class Lots : public store::StoreTest {};
//   INSTANTIATE_TEST_SUITE_P(stores, Lots, store::all_stores(), store::store_name);
//   TEST_P(Lots, …) { auto db = open(); … }
#pragma once

#include "store/database.hpp"

#include <filesystem>
#include <gtest/gtest.h>

namespace meguri::store {

// A folder that lives as long as the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

inline auto all_stores() {
    return ::testing::Values(Database::Kind::sqlite, Database::Kind::postgres);
}
inline std::string store_name(const ::testing::TestParamInfo<Database::Kind>& info) {
    return info.param == Database::Kind::sqlite ? "sqlite" : "postgres";
}

// Every Kind value, both stores; skips, visibly, only where PostgreSQL is not installed.
class StoreTest : public ::testing::TestWithParam<Database::Kind> {
  protected:
    void SetUp() override;
    // Another connection to this test's database.
    std::unique_ptr<Database> open(OpenAs as = OpenAs::own);
    const std::string& url() const { return url_; }
    const std::filesystem::path& folder() const { return folder_.path(); }

  private:
    TemporaryFolder folder_;
    std::string url_;
};

} // namespace meguri::store
