#include "audit/published.hpp"

#include "audit/canonical.hpp"
#include "base/signature.hpp"
#include "base/time.hpp"

#include <fmt/core.h>

namespace meguri::audit {

namespace {
Bytes node(const Bytes& left, const Bytes& right) {
    return Bytes(view(sha256(Bytes(1, '\1') + left + right)));
}
} // namespace

void Tree::add(const Bytes& entry_hash) {
    Bytes rising(view(sha256(Bytes(1, '\0') + entry_hash)));
    for (std::uint64_t n = leaves_++; n % 2 == 1; n /= 2) {
        rising = node(whole_.back(), rising);
        whole_.pop_back();
    }
    whole_.push_back(std::move(rising));
}

Bytes Tree::root() const {
    if (whole_.empty()) return Bytes(view(sha256("")));
    Bytes root = whole_.back();
    for (std::size_t i = whole_.size() - 1; i-- > 0;)
        root = node(whole_[i], root);
    return root;
}

Try<PublishedCheck> PublishedCheck::read(store::Database& database) {
    PublishedCheck check;
    const auto there = database.has_table("book_head");
    if (!there) return std::unexpected(there.error());
    if (!*there) return check;
    const auto keys = database.run("SELECT number, public_key FROM book_key");
    if (!keys) return std::unexpected(keys.error());
    for (const store::Row& r : keys->rows)
        check.keys_[r.integer(0)] = r.blob(1);
    const auto rows = database.run(
        "SELECT number, business_date, first_seq, last_seq, books, root, previous, at_ms, "
        "key_number, text, signature FROM book_head ORDER BY number"
    );
    if (!rows) return std::unexpected(rows.error());
    for (const store::Row& r : rows->rows) {
        check.heads_.push_back(
            {r.integer(0), r.integer(1), r.integer(2), r.integer(3), r.blob(4), r.blob(5),
             r.blob(6), r.integer(7), r.integer(8), r.text(9), r.blob(10)}
        );
    }
    return check;
}

void PublishedCheck::differs(const PublishedRow& head, const std::string& what, Report& report)
    const {
    report.add(
        0, fmt::format(
               "published head {} of {}: {}", head.number,
               Date::of_number(head.business_date).iso(), what
           )
    );
}

void PublishedCheck::expect(const std::vector<GroupRow>& groups) {
    for (const GroupRow& group : groups)
        groups_[group.last_seq] = group.head;
}

// The text says what the row says, and is signed by the key that it names.
void PublishedCheck::check_text(const PublishedRow& head, Report& report) const {
    const std::string text = fmt::format(
        "meguri head 1\nnumber {}\nday {}\nfirst {}\nlast {}\nbooks {}\nroot {}\nprevious {}\n"
        "at {}\nkey {}\n",
        head.number, Date::of_number(head.business_date).iso(), head.first_seq, head.last_seq,
        to_hex(head.books), to_hex(head.root), to_hex(head.previous), jst_iso({head.at_ms}),
        head.key_number
    );
    if (text != head.text) differs(head, "its text says something else than its row", report);
    const auto key = keys_.find(head.key_number);
    if (key == keys_.end() || !is_signed(head.text, head.signature, key->second))
        differs(head, "its signature is not that of the city", report);
}

// The head under way ends where the books have been read to.
void PublishedCheck::close(Report& report) {
    const PublishedRow& head = heads_[at_];
    const PublishedRow* before = at_ > 0 ? &heads_[at_ - 1] : nullptr;
    check_text(head, report);
    if (head.number != static_cast<std::int64_t>(at_) + 1)
        differs(head, fmt::format("it should be number {}", at_ + 1), report);
    if (head.first_seq != (before ? before->last_seq : 0) + 1)
        differs(head, "it does not begin behind the head before it", report);
    if (before && Date::of_number(head.business_date) != Date::of_number(before->business_date) + 1)
        differs(head, "it is not of the day after the head before it", report);
    const Bytes previous = before ? Bytes(view(sha256(before->text))) : Bytes(32, '\0');
    if (head.previous != previous) differs(head, "it does not name the head before it", report);
    if (head.root != tree_.root()) {
        differs(
            head,
            fmt::format(
                "entries {} to {} are not those that were published: one of them was changed, "
                "added or taken away",
                head.first_seq, head.last_seq
            ),
            report
        );
    }
    if (head.books != books_)
        differs(head, "the books did not stand there when it was published", report);
    tree_ = Tree();
    ++at_;
}

void PublishedCheck::check(const EntryRow& entry, Report& report) {
    while (at_ < heads_.size() && entry.seq > heads_[at_].last_seq)
        close(report);
    tree_.add(entry.hash);
    const auto group = groups_.find(entry.seq);
    if (group == groups_.end()) return;
    books_ = group->second;
    groups_.erase(groups_.begin(), std::next(group));
}

void PublishedCheck::finish(std::int64_t last_seq, Report& report) {
    for (; at_ < heads_.size() && heads_[at_].last_seq <= last_seq;)
        close(report);
    for (; at_ < heads_.size(); ++at_)
        differs(heads_[at_], "the journal ends before the entries that it is of", report);
}

void PublishedCheck::check_key(const std::string& public_key, Report& report) const {
    for (const auto& [number, key] : keys_) {
        if (number == 1 && key != public_key)
            report.add(0, "the published key of the heads is not the city's own");
    }
}

void PublishedCheck::check_kept(const std::string& kept, Report& report) const {
    const std::string begin = "meguri head 1\nnumber ";
    std::size_t found = 0;
    for (std::size_t at = kept.find(begin); at != Bytes::npos; at = kept.find(begin, at + 1)) {
        ++found;
        const std::string number = kept.substr(at + begin.size(), 20);
        bool same = false;
        for (const PublishedRow& head : heads_)
            same = same || kept.compare(at, head.text.size(), head.text) == 0;
        if (!same) {
            report.add(
                0, fmt::format(
                       "the kept head {} is not among the published ones",
                       number.substr(0, number.find('\n'))
                   )
            );
        }
    }
    if (found == 0) report.add(0, "there is no head in what was kept");
}

} // namespace meguri::audit
