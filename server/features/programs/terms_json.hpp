// Terms of a program as the contract has them, both ways.
#pragma once

#include "base/hash.hpp"
#include "http/fields.hpp"
#include "ledger/terms.hpp"

namespace meguri::features {

struct NamedTerms {
    std::string name, stamp;
    ledger::ProgramTerms terms;

    // What the second person approves along with the terms.
    Hash texts_digest() const;
};

// Reads `program`; the first thing wrong is kept in `in`.
NamedTerms read_program(http::Fields& in);
void write_terms(http::JsonOut& out, std::string_view name, const NamedTerms& program);

} // namespace meguri::features
