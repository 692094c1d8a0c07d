// The honest books of a small city, and questions to a report about falsified ones.
#pragma once

#include "audit/test_city.hpp"
#include "audit/verify.hpp"
#include "store/contract/test_stores.hpp"

namespace meguri::audit {

inline std::string listing(const Report& report) {
    std::string text;
    for (const Difference& d : report.differences)
        text += std::to_string(d.seq) + ": " + d.what + "\n";
    return text;
}

inline bool names(const Report& report, std::int64_t seq, std::string_view what) {
    for (const Difference& d : report.differences) {
        if ((seq < 0 || d.seq == seq) && d.what.find(what) != std::string::npos) return true;
    }
    return false;
}

// The honest books, made once; each case works on a copy.
struct Honest {
    Honest() {
        city = std::make_unique<TestCity>();
        at = live(*city);
        plan = city->plan();
        JournalPlan(plan).write("sqlite://" + file());
    }
    std::string file() const { return (folder.path() / "honest.db").string(); }
    store::TemporaryFolder folder;
    std::unique_ptr<TestCity> city;
    Landmarks at;
    JournalPlan plan;
};
inline const Honest& honest() {
    static const Honest books;
    return books;
}

} // namespace meguri::audit
