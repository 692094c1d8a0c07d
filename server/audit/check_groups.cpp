#include "audit/checks.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::audit {

void GroupCheck::expect(std::vector<GroupRow> groups) {
    expected_.erase(expected_.begin(), expected_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    expected_.insert(expected_.end(), groups.begin(), groups.end());
}

void GroupCheck::close(const GroupRow& group, Report& report) {
    if (group.first_seq != last_seq_ + 1) {
        report.add(
            group.last_seq,
            fmt::format("its group begins with {}, not with {}", group.first_seq, last_seq_ + 1)
        );
    }
    if (!any_) report.add(group.last_seq, "a group without entries");
    const Hash head = sha256(head_ + hashes_);
    if (view(head) != group.head) {
        report.add(
            group.last_seq,
            fmt::format(
                "the head of the group {} to {} does not follow from the head before and its "
                "entries: one of them was changed, added or taken away",
                group.first_seq, group.last_seq
            )
        );
    }
    head_ = group.head; // go on from what is written, so that one change is named once
    hashes_.clear();
    any_ = false;
    last_seq_ = group.last_seq;
    ++count_;
    ++at_;
}

void GroupCheck::check(const EntryRow& e, Report& report) {
    // An entry past the group under way: the group's own last entry is missing.
    while (at_ < expected_.size() && e.seq > expected_[at_].last_seq)
        close(expected_[at_], report);
    hashes_ += e.hash;
    any_ = true;
    if (at_ < expected_.size() && e.seq == expected_[at_].last_seq) close(expected_[at_], report);
}

void GroupCheck::finish(const std::optional<HeadRow>& head, std::int64_t last_seq, Report& report) {
    if (any_ && at_ == expected_.size())
        report.add(last_seq, "the last entries belong to no group");
    while (at_ < expected_.size())
        close(expected_[at_], report);
    const HeadRow written = head.value_or(HeadRow{0, 0, Bytes(32, '\0')});
    if (written.seq != last_seq) {
        report.add(
            last_seq,
            fmt::format("the journal ends with entry {}, its head says {}", last_seq, written.seq)
        );
    }
    if (written.head != head_)
        report.add(last_seq, "the head of the books is not that of the last group");
    if (head && head->epoch < 1) report.add(0, fmt::format("epoch {} is no epoch", head->epoch));
}

} // namespace meguri::audit
