// Terms of a program as the contract has them, both ways. Fields are called as the rules call them
// when they contradict each other ("limits.0.cap", "bonus.into"): tests hold the two together.
#pragma once

#include "base/hash.hpp"
#include "http/fields.hpp"
#include "http/json_out.hpp"
#include "ledger/terms.hpp"
#include "service/city_lists.hpp"
#include "service/directory.hpp"

#include <set>

namespace meguri::features {

struct NamedTerms {
    std::string name, stamp;
    ledger::ProgramTerms terms;

    // What the second person approves along with the terms.
    Hash texts_digest() const;
};

std::string_view unit_word(ledger::Unit unit);

class TermsJson {
  public:
    // Both must outlive it: places and programs by public id, the city's lists by number.
    TermsJson(const service::Directory& directory, const service::CityLists& lists)
        : directory_(directory), lists_(lists) {}

    // Reads `program`; the first thing wrong is kept in `in`.
    NamedTerms read(http::Fields& in) const;
    void write(http::JsonOut& out, std::string_view name, const NamedTerms& program) const;
    // Which parts of the contract's ProgramTerms differ, by name, in its order.
    std::vector<std::string_view> changed(const NamedTerms& before, const NamedTerms& after) const;

  private:
    ledger::Where read_where(http::Fields& in) const;
    ledger::Bonus read_bonus(http::Fields& in) const;
    ledger::Reward read_reward(http::Fields& in) const;
    std::uint64_t read_marks(http::Fields& in, std::string_view name) const;
    void write_where(http::JsonOut& out, std::string_view name, const ledger::Where& where) const;
    void write_further(http::JsonOut& out, const ledger::ProgramTerms& terms) const;

    const service::Directory& directory_;
    const service::CityLists& lists_;
};

} // namespace meguri::features
