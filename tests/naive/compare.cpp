#include "naive/compare.hpp"

#include "ledger/encoding.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace meguri::naive {

using namespace ledger;

namespace {

std::string_view name(Refusal word) { return word == Refusal::none ? "done" : text_of(word).word; }

auto key(const LotRow& r) {
    return std::tuple(r.program, r.expires_on, r.rights, r.amount, r.since);
}

std::vector<LotRow> rows(const Wallet& wallet, std::int64_t id) {
    std::vector<LotRow> all;
    for (const Lot& l : wallet.lots) {
        all.push_back(
            {id, l.program.value, l.expires_on, l.rights.bits, l.balance.value, l.since.value}
        );
    }
    return all;
}

std::string sums(const Program& program, const Ledger& naive, std::int64_t id) {
    if (program.redeemed.value != naive.redeemed(id))
        return fmt::format("program {}: its settled value came to other yen", id);
    for (int kind = 1; kind < int(account_kinds); ++kind) {
        const auto k = static_cast<AccountKind>(kind);
        const std::int64_t fast = program.total(k).value, slow = naive.total(k, id);
        if (fast != slow)
            return fmt::format("program {}: accounts {} hold {} against {}", id, kind, fast, slow);
    }
    return "";
}

template <class C, class CellId>
std::string differ(const Cells<C, CellId>& a, const Cells<C, CellId>& b, std::string_view what) {
    const std::int64_t size = std::max(a.size(), b.size());
    for (std::int64_t i = 1; i <= size; ++i) {
        const C *x = a.find({i}), *y = b.find({i});
        if (!x != !y) return fmt::format("{} {} is only in one of the states", what, i);
        if (x && encode_cell(*x) != encode_cell(*y)) return fmt::format("{} {} differs", what, i);
    }
    return "";
}

} // namespace

std::string differs(const Answer& real, const Answer& naive) {
    if (real.word != naive.word)
        return fmt::format("{} against {}", name(real.word), name(naive.word));
    if (real.seq != naive.seq) return fmt::format("entry {} against {}", real.seq, naive.seq);
    if (real.repeated != naive.repeated) return "only one of them repeats an answer";
    if (real.missing != naive.missing)
        return fmt::format("missing {} against {}", real.missing, naive.missing);
    if (real.field != naive.field)
        return fmt::format("field {} against {}", real.field, naive.field);
    if (real.left != naive.left)
        return fmt::format("{} left of a limit against {}", real.left, naive.left);
    if (real.wallet != naive.wallet || real.place != naive.place) return "another wallet or place";
    if (real.program != naive.program || real.proposal != naive.proposal)
        return "another program or proposal";
    if (real.digest != naive.digest) return "another digest of a proposal";
    if (real.amount != naive.amount)
        return fmt::format("amount {} against {}", real.amount, naive.amount);
    if (real.made != naive.made) return "another card, handout, hold or job";
    // A refused payment may list what it would have used; the naive ledger lists that too.
    return real.taken == naive.taken ? "" : "other lots, or another order of spending";
}

std::string differs(const State& real, const Ledger& naive, WalletId id) {
    const Wallet* wallet = real.wallets.find(id);
    if (!wallet) return naive.lots(id.value).empty() ? "" : "a wallet that only one of them knows";
    auto a = rows(*wallet, id.value), b = naive.lots(id.value);
    const auto less = [](const LotRow& x, const LotRow& y) { return key(x) < key(y); };
    std::sort(a.begin(), a.end(), less);
    std::sort(b.begin(), b.end(), less);
    const auto same = [](const LotRow& x, const LotRow& y) { return key(x) == key(y); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same)
               ? ""
               : fmt::format("other lots in wallet {}", id.value);
}

std::string differs(const State& real, const Ledger& naive) {
    if (real.last.value != naive.entries())
        return fmt::format("{} entries against {}", real.last.value, naive.entries());
    for (std::int64_t i = 1; i <= real.wallets.size(); ++i) {
        if (auto d = differs(real, naive, WalletId{i}); !d.empty()) return d;
        for (const Tally& t : real.wallets.find({i})->tallies) {
            bool bought = t.counter == Counter::topped_up && t.period == Period::ever;
            if (t.of < 0 && real.wallets.find({i})->moved_to) bought = false; // of no use any more
            const std::int64_t slow =
                t.of < 0 ? naive.handed_on(i, -t.of) : naive.topped_up(i, t.of);
            if (bought && t.total.value != slow)
                return fmt::format("wallet {}: another sum of top-ups", i);
        }
    }
    for (std::int64_t i = 1; i <= real.programs.size(); ++i) {
        if (auto d = sums(*real.programs.find({i}), naive, i); !d.empty()) return d;
    }
    for (std::int64_t i = 1; i <= real.organizations.size(); ++i) {
        const Organization* o = real.organizations.find({i});
        const auto same = [&](AccountKind kind, Amount yen) {
            return yen.value == naive.in_yen(kind, i);
        };
        if (o &&
            !(same(AccountKind::payable, o->payable) && same(AccountKind::fee, o->fee) &&
              same(AccountKind::fee_tax, o->fee_tax) && same(AccountKind::paid_out, o->paid_out)))
            return fmt::format("organization {} is owed other yen", i);
    }
    for (std::int64_t i = 1; i <= real.places.size(); ++i) {
        for (const Receivable& r : real.places.find({i})->receivables) {
            if (r.balance.value != naive.receivable(i, r.program.value))
                return fmt::format("place {} is owed another sum", i);
        }
    }
    return "";
}

std::string differs(const State& a, const State& b) {
    if (a.last != b.last || a.last_at != b.last_at) return "they end at different entries";
    if (a.open_top_ups != b.open_top_ups) return "other top-ups are under way";
    std::string found;
    for_each_kind(a, [&](CellKind kind, const auto& cells) {
        for_each_kind(b, [&](CellKind other, const auto& others) {
            if constexpr (std::is_same_v<decltype(cells), decltype(others)>) {
                if (kind == other && found.empty())
                    found = differ(cells, others, fmt::format("kind {}, cell", int(kind)));
            }
        });
    });
    return found;
}

} // namespace meguri::naive
