#include "audit/checks.hpp"

#include <fmt/core.h>

namespace meguri::audit {

namespace {

constexpr std::uint64_t open = 1, approved = 2, withdrawn = 3;

std::int64_t next_id(const auto& all) { return static_cast<std::int64_t>(all.size()) + 1; }

// The facts of an entry, in order, by their tags.
bool facts_are(const Subject& s, std::initializer_list<std::uint64_t> tags) {
    if (s.effects.facts.size() != tags.size()) return false;
    std::size_t i = 0;
    for (const std::uint64_t tag : tags) {
        if (s.effects.facts[i++].tag != tag) return false;
    }
    return true;
}

std::uint64_t version_of(const Subject& s, std::int64_t program) {
    const Program* p = s.books.program(program);
    return p ? p->version : 0;
}

void check_opened(const Subject& s, const Fact& f) {
    if (f.wallet != next_id(s.books.wallets) || f.wallet != s.entry.wallet)
        s.differs(fmt::format("wallet {} is not the next one", f.wallet));
}

void check_registered(const Subject& s) {
    const Fact& f = s.effects.facts.back();
    if (f.place != next_id(s.books.places) || f.place != s.entry.place)
        s.differs(fmt::format("place {} is not the next one", f.place));
    const bool with_new = s.effects.facts.size() == 2;
    const std::int64_t newest = s.books.organizations;
    const bool sound =
        with_new ? f.organization == newest + 1 && s.effects.facts[0].organization == f.organization
                 : f.organization >= 1 && f.organization <= newest;
    if (!sound) s.differs(fmt::format("organization {} does not exist", f.organization));
    if (f.number < 1 || f.number > 3)
        s.differs(fmt::format("capabilities {} are not known", f.number));
}

void check_proposed(const Subject& s, const Fact& f) {
    if (f.proposal != next_id(s.books.proposals))
        s.differs(fmt::format("proposal {} is not the next one", f.proposal));
    if (f.person != s.entry.actor || f.person == 0) s.differs("the proposer is not who acted");
    if (f.program != 0 && !s.books.program(f.program))
        s.differs(fmt::format("program {} does not exist", f.program));
    if (f.number != version_of(s, f.program))
        s.differs("the proposal is based on another version than the one in force");
    Encoder said;
    said.raw("meguri proposal 1")
        .signed_number(f.program)
        .number(f.number)
        .raw(f.terms.bytes)
        .raw(f.texts);
    if (view(sha256(said.bytes())) != f.digest)
        s.differs("the proposal's digest is not that of its terms and texts");
}

void check_approved(const Subject& s) {
    const Fact &closed = s.effects.facts[0], &published = s.effects.facts[1];
    const Proposal* p = s.books.proposal(closed.proposal);
    if (!p || p->state != open)
        return s.differs(fmt::format("proposal {} is not open", closed.proposal));
    if (closed.number != approved) s.differs("a program is published without an approval");
    if (closed.person != s.entry.actor || closed.person == 0)
        s.differs("the approver is not who acted");
    if (closed.person == p->content.person)
        s.differs(fmt::format("proposal {} was approved by the person who made it", closed.proposal)
        );
    if (p->content.number != version_of(s, p->content.program))
        s.differs("the program has changed since it was proposed");
    const std::int64_t program =
        p->content.program != 0 ? p->content.program : next_id(s.books.programs);
    if (published.program != program)
        s.differs(fmt::format("program {} is not the one proposed", published.program));
    if (published.terms.bytes != p->content.terms.bytes)
        s.differs("the terms published are not those proposed");
    if (published.number != p->content.number + 1)
        s.differs(fmt::format("version {} is not the next one", published.number));
    Encoder asked;
    asked.number(5).signed_number(closed.proposal).raw(p->content.digest);
    if (s.entry.content && view(sha256(asked.bytes())) != *s.entry.content)
        s.differs("the approver approved another digest than the one proposed");
}

void check_withdrawn(const Subject& s, const Fact& f) {
    const Proposal* p = s.books.proposal(f.proposal);
    if (!p || p->state != open) s.differs(fmt::format("proposal {} is not open", f.proposal));
    if (f.number != withdrawn || f.person != s.entry.actor)
        s.differs("a proposal is closed otherwise than withdrawn by who acted");
}

bool sound_status(std::uint64_t status) { return status == 1 || status == 2; }

bool check_kind(const Subject& s) {
    const auto& facts = s.effects.facts;
    switch (s.entry.kind) {
    case kind::open_wallet:
        return facts_are(s, {fact::wallet_opened}) && (check_opened(s, facts[0]), true);
    case kind::set_wallet_status:
        return facts_are(s, {fact::wallet_status}) && s.books.wallet(facts[0].wallet) &&
               facts[0].wallet == s.entry.wallet && sound_status(facts[0].number);
    case kind::register_place:
        return (facts_are(s, {fact::place_registered}) ||
                facts_are(s, {fact::organization_registered, fact::place_registered})) &&
               (check_registered(s), true);
    case kind::set_place_status:
        return facts_are(s, {fact::place_status}) && s.books.place(facts[0].place) &&
               facts[0].place == s.entry.place && sound_status(facts[0].number);
    case kind::propose:
        return facts_are(s, {fact::proposed}) && (check_proposed(s, facts[0]), true);
    case kind::approve:
        return facts_are(s, {fact::proposal_closed, fact::program_published}) &&
               (check_approved(s), true);
    case kind::withdraw:
        return facts_are(s, {fact::proposal_closed}) && (check_withdrawn(s, facts[0]), true);
    case kind::stop_program:
        return facts_are(s, {fact::program_stopped}) && s.books.program(facts[0].program) &&
               !s.books.program(facts[0].program)->stopped;
    case kind::cancel: return facts_are(s, {fact::payment_cancelled});
    default: return facts.empty();
    }
}

} // namespace

void check_facts(const Subject& s) {
    if (s.entry.refused()) return;
    if (!check_kind(s))
        s.differs(fmt::format("its facts are not those of an entry of kind {}", s.entry.kind));
}

} // namespace meguri::audit
