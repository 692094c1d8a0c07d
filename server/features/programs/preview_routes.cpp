// What terms come to before anybody approves them: worked examples of terms that are still being
// written, and what each version of a program has changed.
#include "features/programs/programs.hpp"
#include "http/fields.hpp"
#include "service/ask.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;

namespace {

std::string_view kind_word(Example::Kind kind) {
    switch (kind) {
    case Example::Kind::top_up: return "top_up";
    case Example::Kind::grant: return "grant";
    case Example::Kind::payment: return "payment";
    case Example::Kind::at_limit: return "at_limit";
    }
    return "";
}

} // namespace

void Programs::write_examples(
    JsonOut& out, const NamedTerms& named, const ExampleBase& base, Instant now
) const {
    const auto part = [&](const Example::Part& each) {
        out.object([&] {
            const bool own = each.program == base.number;
            const auto* other = p_.directory.program(each.program);
            out.field("of", own ? "program" : "other");
            out.field("name", own ? named.name : other ? other->name : "—");
            out.field("unit", own ? unit_word(named.terms.unit) : other ? other->unit : "money");
            out.field("amount", each.amount.value);
            out.field("expires_on", each.expires_on);
        });
    };
    const auto examples = worked_examples(named.terms, base, now);
    out.array("examples", examples, [&](const Example& e) {
        out.object([&] {
            out.field("kind", kind_word(e.kind));
            out.field("date", jst_date(e.at));
            out.field("at", e.at);
            out.field("amount", e.amount.value);
            if (!e.received.empty()) out.field("expires_on", e.received.front().expires_on);
            if (e.refusal != Refusal::none) out.field("refusal", text_of(e.refusal).word);
            out.array("received", e.received, part);
            out.array("spent", e.spent, part);
            out.array("limits", e.limits, [&](const ledger::LimitLeft& left) {
                out.object([&] {
                    out.field("limit", service::limit_word(left.limit));
                    out.field("remaining", left.left.value);
                });
            });
        });
    });
}

const service::ProgramTexts* Programs::read_replaced(Fields& in) const {
    const auto id = in.optional_id("replaces");
    if (!id) return nullptr;
    const auto* texts = p_.directory.program(*id);
    if (!texts) in.refuse("replaces", Refusal::program_unknown);
    return texts;
}

Programs::Reply Programs::preview(Request& request) {
    Fields in(request.body);
    const service::ProgramTexts* replaced = read_replaced(in);
    Fields program = in.object("program");
    const NamedTerms named = terms_.read(program);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const ProgramId number = replaced ? replaced->number : ProgramId{};
    struct Seen {
        ExampleBase base;
        ledger::Outcome judged; // as the rules will when it is proposed
    };
    const ledger::Propose propose{number, named.terms, named.texts_digest()};
    const auto now = ledger::Now::of(request.at);
    const auto look_at = [propose, by = request.caller().person, now](const ledger::State& state) {
        return Seen{
            example_base(state, propose.program, propose.terms),
            ledger::decide_propose(state, propose, by, now)
        };
    };
    const auto seen = co_await service::look(p_.engine, look_at);
    if (!seen) co_return problem(Refusal::paused);
    const ledger::Outcome& judged = seen->judged;
    if (!judged) co_return json_.refused(judged.error().word, judged.error().explanation);
    const ExampleBase& base = seen->base;
    JsonOut out;
    out.object([&] {
        write_examples(out, named, base, request.at);
        std::vector<std::string_view> changed;
        if (replaced && base.program) {
            const NamedTerms before{replaced->name, replaced->stamp, base.program->terms};
            changed = terms_.changed(before, named);
        }
        out.array("changed", changed, [&](std::string_view part) { out.item(part); });
    });
    co_return http::ok(std::move(out));
}

// Every version came by a proposal that two people made: the proposals are the history.
Programs::Reply Programs::versions(Request& request) {
    const auto* texts = p_.directory.program(request.id);
    if (!texts) co_return problem(Refusal::not_found);
    std::vector<const ProposalRow*> rows; // oldest first
    std::vector<ProposalId> asked;
    for (const auto& [number, row] : proposals_) {
        if (row.program != texts->number) continue;
        rows.push_back(&row);
        asked.push_back(row.proposal);
    }
    const auto look_at = [asked](const ledger::State& state) {
        std::vector<std::optional<ledger::Proposal>> all;
        for (const ProposalId id : asked) {
            const ledger::Proposal* p = state.proposals.find(id);
            const bool approved = p && p->state == ledger::ProposalState::approved;
            all.push_back(approved ? std::optional(*p) : std::nullopt);
        }
        return all;
    };
    const auto seen = co_await service::look(p_.engine, look_at);
    if (!seen) co_return problem(Refusal::paused);
    struct Version {
        const ProposalRow* row;
        const ledger::Proposal* proposal;
        std::vector<std::string_view> changed;
    };
    std::vector<Version> all;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if ((*seen)[i]) all.push_back({rows[i], &*(*seen)[i], {}});
    }
    std::ranges::sort(all, {}, [](const Version& v) { return v.proposal->content.based_on; });
    for (std::size_t i = 1; i < all.size(); ++i) {
        const auto named = [](const Version& v) {
            return NamedTerms{v.row->name, v.row->stamp, v.proposal->content.terms};
        };
        all[i].changed = terms_.changed(named(all[i - 1]), named(all[i]));
    }
    std::ranges::reverse(all);
    JsonOut out;
    out.object([&] {
        out.array("versions", all, [&](const Version& v) {
            const ledger::Proposed& content = v.proposal->content;
            out.object([&] {
                out.field("version", std::int64_t{content.based_on} + 1);
                out.field("proposal", v.row->id);
                write_person(out, "proposed_by", content.by);
                out.field("proposed_at", v.row->proposed_at);
                write_person(out, "approved_by", v.proposal->closed_by);
                terms_.write(out, "terms", {v.row->name, v.row->stamp, content.terms});
                out.array("changed", v.changed, [&](std::string_view part) { out.item(part); });
            });
        });
    });
    co_return http::ok(std::move(out));
}

} // namespace meguri::features
