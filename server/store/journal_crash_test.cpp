// kill -9 in the middle of commits: nothing half is left, and nothing acknowledged is lost.
#include "store/contract/test_journal.hpp"

#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace meguri::store {
namespace {

class JournalCrash : public JournalTest {};
INSTANTIATE_TEST_SUITE_P(stores, JournalCrash, all_stores(), store_name);

// --------------------------------------------------------------------------------------------------------------

// Commits groups of varying size for ever; after each it writes the last number to `acknowledged`.
[[noreturn]] void commit_for_ever(const std::string& url, int acknowledged) {
    auto journal = open_journal(url);
    auto head = journal ? (*journal)->take_over() : std::unexpected(journal.error());
    if (!head) ::_exit(1);
    Hash hash = head->head;
    for (std::int64_t last = head->seq.value;;) {
        std::vector<Entry> entries;
        for (std::int64_t n = 1 + last % 40; n > 0; --n)
            entries.push_back(payment(++last));
        const Group group = group_of(std::move(entries), hash);
        if (!(*journal)->commit(group)) ::_exit(2);
        hash = group.head;
        if (::write(acknowledged, &last, sizeof last) != sizeof last) ::_exit(3);
    }
}

std::int64_t last_acknowledged(int pipe) {
    std::int64_t last = 0;
    for (std::int64_t n; ::read(pipe, &n, sizeof n) == sizeof n;)
        last = n;
    return last;
}

TEST_P(JournalCrash, a_killed_process_leaves_nothing_half_and_loses_nothing_acknowledged) {
    Hash chain{};
    std::int64_t checked = 0;
    for (int round = 0; round < 8; ++round) {
        int pipe[2];
        ASSERT_EQ(::pipe(pipe), 0);
        const pid_t child = ::fork();
        if (child == 0) commit_for_ever(url(), pipe[1]);
        ::close(pipe[1]);
        std::this_thread::sleep_for(std::chrono::milliseconds(60 + 17 * round));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status))
            << "the child ended by itself with " << WEXITSTATUS(status);
        const std::int64_t acknowledged = last_acknowledged(pipe[0]);
        ::close(pipe[0]);

        Head head;
        auto journal = leader(&head);
        EXPECT_GE(head.seq.value, acknowledged);
        // Group for group from where the last round ended: each whole, its head that of its
        // entries.
        auto groups = open(OpenAs::read_only)
                          ->run(
                              "SELECT first_seq, last_seq, head FROM journal_group WHERE last_seq "
                              "> $1 ORDER BY last_seq",
                              {checked}
                          );
        const auto entries = all_entries(*journal, {checked});
        ASSERT_TRUE(groups);
        std::size_t at = 0;
        for (const Row& row : groups->rows) {
            ASSERT_EQ(row.integer(0), checked + 1);
            std::vector<Entry> group;
            for (; checked < row.integer(1); ++checked)
                group.push_back(entries.at(at++));
            for (const Entry& e : group)
                expect_same(e, payment(e.seq.value));
            chain = ledger::next_head(chain, group);
            ASSERT_EQ(view(chain), row.blob(2));
        }
        EXPECT_EQ(at, entries.size());
        EXPECT_EQ(head.seq.value, checked);
        EXPECT_EQ(head.head, chain);
    }
    EXPECT_GT(checked, 100);
}

} // namespace
} // namespace meguri::store
