// Parts of the stored form of cells that the files of cell_encoding share; nobody else includes it.
#pragma once

#include "ledger/encoding.hpp"

namespace meguri::ledger {

template <class E> std::uint64_t number(E e) { return static_cast<std::uint64_t>(e); }

void write_tallies(Writer& out, const std::vector<Tally>& tallies);
void read_tallies(Reader& in, std::vector<Tally>& tallies);
void write_lots(Writer& out, const std::vector<Lot>& lots);
void read_lots(Reader& in, std::vector<Lot>& lots);
// Receivables (their days come behind the traits) and budgets.
template <class B> void write_balances(Writer& out, const std::vector<B>& balances) {
    out.u(balances.size());
    for (const B& b : balances)
        out.i(b.program.value), out.i(b.balance.value);
}
template <class B> void read_balances(Reader& in, std::vector<B>& balances) {
    for (std::uint64_t n = in.u(); n > 0 && in.ok(); --n) {
        B& b = balances.emplace_back();
        b.program.value = in.i(), b.balance.value = in.i();
    }
}

// Cells that came with the second form: the whole of each.
#define MEGURI_LATER_CELLS(X)                                                                      \
    X(Organization) X(Card) X(Handout) X(Job) X(Hold) X(City) X(SourceShard)
#define MEGURI_DECLARE(C)                                                                          \
    void write_more(Writer& out, const C& cell);                                                   \
    void load_more(C& cell, Reader& in);
MEGURI_LATER_CELLS(MEGURI_DECLARE)
#undef MEGURI_DECLARE
#undef MEGURI_LATER_CELLS

} // namespace meguri::ledger
