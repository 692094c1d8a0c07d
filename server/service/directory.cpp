#include "service/directory.hpp"

#include "service/folded.hpp"

#include <algorithm>

namespace meguri::service {

template <class Texts> void Directory::Shelf<Texts>::put(Texts texts) {
    by_id[texts.id] = texts.number.value;
    by_number.insert_or_assign(texts.number.value, std::move(texts));
}

template <class Texts> const Texts* Directory::Shelf<Texts>::find(std::int64_t number) const {
    const auto found = by_number.find(number);
    return found == by_number.end() ? nullptr : &found->second;
}

template <class Texts> const Texts* Directory::Shelf<Texts>::find(std::string_view id) const {
    const auto found = by_id.find(std::string(id));
    return found == by_id.end() ? nullptr : find(found->second);
}

template <class Texts> std::vector<const Texts*> Directory::Shelf<Texts>::all() const {
    std::vector<const Texts*> texts;
    for (const auto& [number, each] : by_number)
        texts.push_back(&each);
    std::sort(texts.begin(), texts.end(), [](const Texts* a, const Texts* b) {
        return a->number < b->number;
    });
    return texts;
}

void Directory::put(PlaceTexts place) {
    place.folded_reading = folded(place.reading);
    place.folded = folded(place.name) + '\n' + place.folded_reading + '\n' + folded(place.type) +
                   '\n' + folded(place.area);
    shop_numbers_[place.shop_number] = place.number;
    const auto first = organizations_.try_emplace(place.organization_id, place.number).first;
    first->second = std::min(first->second, place.number);
    organization_ids_.try_emplace(place.organization, place.organization_id);
    if (place.code) codes_[place.code] = {place.number, false};
    places_.put(std::move(place));
}

void Directory::put_code(std::int64_t code, CodeOwner owner) { codes_[code] = owner; }

const CodeOwner* Directory::owner_of_code(std::int64_t code) const {
    const auto found = codes_.find(code);
    return found == codes_.end() ? nullptr : &found->second;
}

const PlaceTexts* Directory::place_of_shop_number(std::string_view eight_digits) const {
    const auto found = shop_numbers_.find(std::string(eight_digits));
    return found == shop_numbers_.end() ? nullptr : place(found->second);
}

void Directory::put(HandoutTexts handout) {
    handout_codes_[handout.code] = {handout.number, {}};
    handouts_.put(std::move(handout));
}

void Directory::put_handout_code(std::int64_t code, HandoutCodeOwner owner) {
    handout_codes_[code] = owner;
}

const HandoutCodeOwner* Directory::owner_of_handout_code(std::int64_t code) const {
    const auto found = handout_codes_.find(code);
    return found == handout_codes_.end() ? nullptr : &found->second;
}

const HandoutTexts* Directory::handout(HandoutId number) const {
    return handouts_.find(number.value);
}
const HandoutTexts* Directory::handout(std::string_view id) const { return handouts_.find(id); }
std::vector<const HandoutTexts*> Directory::handouts() const { return handouts_.all(); }

const PlaceTexts* Directory::place_of_organization(std::string_view organization_id) const {
    const auto found = organizations_.find(std::string(organization_id));
    return found == organizations_.end() ? nullptr : place(found->second);
}

const PlaceTexts* Directory::place_of_organization(OrganizationId number) const {
    const auto found = organization_ids_.find(number);
    return found == organization_ids_.end() ? nullptr : place_of_organization(found->second);
}

std::vector<const PlaceTexts*> Directory::organizations() const {
    std::vector<const PlaceTexts*> first;
    for (const auto& [id, place_number] : organizations_)
        first.push_back(place(place_number));
    return first;
}

void Directory::put(ProgramTexts program) { programs_.put(std::move(program)); }
const PlaceTexts* Directory::place(PlaceId number) const { return places_.find(number.value); }
const PlaceTexts* Directory::place(std::string_view id) const { return places_.find(id); }
const ProgramTexts* Directory::program(ProgramId number) const {
    return programs_.find(number.value);
}
const ProgramTexts* Directory::program(std::string_view id) const { return programs_.find(id); }
std::vector<const PlaceTexts*> Directory::places() const { return places_.all(); }
std::vector<const ProgramTexts*> Directory::programs() const { return programs_.all(); }

} // namespace meguri::service
