#include "http/static_files.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace meguri::http {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("meguri-static-" + std::to_string(::getpid()));
        put("resident/index.html", "<p>resident</p>");
        put("resident/assets/main-abc.js", std::string(5000, 'x'));
        put("resident/favicon.svg", "<svg/>");
        put("resident/secret.key", "not a web file");
        put("shop/index.html", "<p>shop</p>");
        put("console/index.html", "<p>console</p>");
        files_ = *StaticFiles::load(folder_, 5);
    }
    void TearDown() override { fs::remove_all(folder_); }

    void put(const std::string& name, const std::string& text) {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
    }
    std::string body(std::string_view path) const {
        const auto response = files_.get(path, "", "");
        return response ? *response->shared_body : "nothing";
    }
    static std::string header(const Response& response, std::string_view name) {
        for (const auto& [each, value] : response.headers) {
            if (each == name) return value;
        }
        return "";
    }

    fs::path folder_;
    StaticFiles files_;
};

TEST_F(StaticFilesTest, gives_each_app_its_pages) {
    for (const char* path : {"/", "/s/ABC", "/history", "/pay/1"})
        EXPECT_EQ(body(path), "<p>resident</p>") << path;
    for (const char* path : {"/shop", "/shop/", "/shop/sales"})
        EXPECT_EQ(body(path), "<p>shop</p>") << path;
    for (const char* path : {"/console", "/console/programs/3"})
        EXPECT_EQ(body(path), "<p>console</p>") << path;
    EXPECT_EQ(body("/favicon.svg"), "<svg/>");
}

TEST_F(StaticFilesTest, gives_nothing_that_is_not_in_the_apps_SEC_3) {
    for (const char* path :
         {"/secret.key", "/../shop/index.htm", "/assets/none.js", "/assets/x", "/api/none",
          "/sim/none", "/.env", "/shop/x.php", "/%2e%2e/etc/passwd.txt"}) {
        EXPECT_EQ(body(path), "nothing") << path;
    }
}

TEST_F(StaticFilesTest, lets_hashed_names_be_kept_and_asks_for_others_again) {
    const auto asset = files_.get("/assets/main-abc.js", "", "gzip, deflate, br");
    EXPECT_EQ(header(*asset, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(header(*asset, "Content-Encoding"), "br");
    EXPECT_LT(asset->shared_body->size(), 500U);
    EXPECT_EQ(header(*files_.get("/assets/main-abc.js", "", "gzip"), "Content-Encoding"), "gzip");
    EXPECT_EQ(header(*files_.get("/assets/main-abc.js", "", "br;q=0"), "Content-Encoding"), "");
    const auto page = files_.get("/", "", "");
    EXPECT_EQ(header(*page, "Cache-Control"), "no-cache");
    const auto again = files_.get("/", header(*page, "ETag"), "");
    EXPECT_EQ(again->status, 304);
    EXPECT_EQ(again->shared_body, nullptr);
}

} // namespace
} // namespace meguri::http
