// The names that go with the ledger's numbers: places and programs, by number and by public id. A
// copy in memory of registry rows, filled at start and kept by the features that change them. io
// thread only.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace meguri::service {

struct PlaceTexts {
    PlaceId number;
    std::string id; // public, random
    std::string name, reading, type, area;
    OrganizationId organization{};
    std::string organization_id, organization_name;
    std::int64_t code = 0;          // number of the printed code in use (access/place_code.hpp)
    std::string shop_number;        // eight digits under the QR
    std::uint32_t capabilities = 0; // as registered (ledger::Capabilities); fixed for a place
    std::string photo{};            // its first, by number (features/guide); "" for none
    // Filled in by Directory::put, for searching: what people may know of it, and the reading.
    std::string folded{}, folded_reading{};
};

// Where a photo of a place is fetched; `small` for lists.
inline std::string photo_url(std::string_view photo, bool small) {
    return "/api/photos/" + std::string(photo) + (small ? "?size=small" : "");
}

// Whose a printed code is. A reprint retires the old one; retired codes are remembered for ever.
struct CodeOwner {
    PlaceId place;
    bool retired = false;
};

struct ProgramTexts {
    ProgramId number;
    std::string id; // public, random
    std::string name, stamp;
    std::string_view unit = "money"; // the contract's word, which lives for ever: money or point
};

// A way of giving (配布): its name, and the printed code that is in use.
struct HandoutTexts {
    HandoutId number;
    std::string id; // public, random
    std::string name;
    std::int64_t code = 0;
    Instant opened_at;
};
struct HandoutCodeOwner {
    HandoutId handout;
    Instant retired_at; // 0: in use
    bool retired() const { return retired_at.ms != 0; }
    // A page that was opened with the code before it was replaced may finish. Both moments are the
    // engine's; within the same millisecond the page wins.
    bool good_for(Instant opened) const { return !retired() || opened <= retired_at; }
};

class Directory {
  public:
    void put(PlaceTexts place);
    void put(ProgramTexts program);
    void put(HandoutTexts handout);

    // Null when there is none, or (after a crash between ledger and registry) when its texts were
    // never written.
    const PlaceTexts* place(PlaceId number) const;
    const PlaceTexts* place(std::string_view id) const;
    const ProgramTexts* program(ProgramId number) const;
    const ProgramTexts* program(std::string_view id) const;
    void put_code(std::int64_t code, CodeOwner owner);
    const CodeOwner* owner_of_code(std::int64_t code) const;
    const PlaceTexts* place_of_shop_number(std::string_view eight_digits) const;
    // The first place of an organization, whose texts say what it is called.
    const PlaceTexts* place_of_organization(std::string_view organization_id) const;
    const PlaceTexts* place_of_organization(OrganizationId number) const;
    std::vector<const PlaceTexts*> organizations() const; // the first place of each
    const HandoutTexts* handout(HandoutId number) const;
    const HandoutTexts* handout(std::string_view id) const;
    void put_handout_code(std::int64_t code, HandoutCodeOwner owner);
    const HandoutCodeOwner* owner_of_handout_code(std::int64_t code) const;
    std::vector<const HandoutTexts*> handouts() const; // by number
    std::vector<const PlaceTexts*> places() const;     // by number
    std::vector<const ProgramTexts*> programs() const; // by number

  private:
    template <class Texts> struct Shelf {
        std::unordered_map<std::int64_t, Texts> by_number;
        std::unordered_map<std::string, std::int64_t> by_id;
        void put(Texts texts);
        const Texts* find(std::int64_t number) const;
        const Texts* find(std::string_view id) const;
        std::vector<const Texts*> all() const;
    };
    Shelf<PlaceTexts> places_;
    std::unordered_map<std::int64_t, CodeOwner> codes_;
    std::unordered_map<std::string, PlaceId> shop_numbers_;
    std::unordered_map<std::string, PlaceId> organizations_; // their first places, by public id
    std::unordered_map<OrganizationId, std::string> organization_ids_;
    Shelf<ProgramTexts> programs_;
    Shelf<HandoutTexts> handouts_;
    std::unordered_map<std::int64_t, HandoutCodeOwner> handout_codes_;
};

} // namespace meguri::service
