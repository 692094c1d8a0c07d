// The heads that the city has published (docs/adr/0015), held against the journal: what anybody may
// have kept a copy of cannot be changed afterwards without being found out. Code of its own again:
// the tree, the text and the chain are made from their description.
#pragma once

#include "audit/report.hpp"
#include "audit/rows.hpp"
#include "base/hash.hpp"

#include <map>

namespace meguri::audit {

struct PublishedRow {
    std::int64_t number, business_date, first_seq, last_seq;
    Bytes books, root, previous;
    std::int64_t at_ms, key_number;
    std::string text;
    Bytes signature;
};

// Root of the tree over leaves that come one by one (RFC 6962, 2.1), in log2 of them memory.
class Tree {
  public:
    void add(const Bytes& entry_hash);
    Bytes root() const;

  private:
    std::vector<Bytes> whole_; // roots of whole subtrees, the larger first
    std::uint64_t leaves_ = 0;
};

class PublishedCheck {
  public:
    // Nothing is published where there is no registry, or an older one.
    static Try<PublishedCheck> read(store::Database& database);
    // Groups that end within the page to be checked next.
    void expect(const std::vector<GroupRow>& groups);
    void check(const EntryRow& entry, Report& report);
    void finish(std::int64_t last_seq, Report& report);
    // The key that the city holds itself, where it is known: the table's own may have been put
    // there with the heads.
    void check_key(const std::string& public_key, Report& report) const;
    // Heads as somebody kept them, one after the other in one text.
    void check_kept(const std::string& kept, Report& report) const;
    std::int64_t count() const { return static_cast<std::int64_t>(heads_.size()); }

  private:
    void close(Report& report);
    void check_text(const PublishedRow& head, Report& report) const;
    void differs(const PublishedRow& head, const std::string& what, Report& report) const;

    std::vector<PublishedRow> heads_;
    std::map<std::int64_t, Bytes> keys_;
    std::size_t at_ = 0;
    Tree tree_;
    std::map<std::int64_t, Bytes> groups_; // of this page: by last entry
    Bytes books_ = Bytes(32, '\0');        // behind the last entry that was checked
};

} // namespace meguri::audit
