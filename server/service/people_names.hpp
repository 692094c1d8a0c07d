// Names of staff and operators as colleagues see them ("proposed by …"). Kept by features/people in
// memory, read from the vault. Residents have no name here. io thread only.
#pragma once

#include "base/ids.hpp"

#include <string>
#include <unordered_map>

namespace meguri::service {

struct PersonName {
    std::string id; // public
    std::string name;
};

class PeopleNames {
  public:
    void put(PersonId person, PersonName name) { names_.insert_or_assign(person, std::move(name)); }
    // Somebody who was deleted keeps an empty name.
    const PersonName& of(PersonId person) const {
        static const PersonName nobody{"0", "—"};
        const auto found = names_.find(person);
        return found == names_.end() ? nobody : found->second;
    }

  private:
    std::unordered_map<PersonId, PersonName> names_;
};

} // namespace meguri::service
