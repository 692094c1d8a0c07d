#include "features/programs/programs.hpp"
#include "http/fields.hpp"
#include "ledger/top_up.hpp"
#include "service/actor.hpp"
#include "service/ask.hpp"
#include "service/public_id.hpp"

namespace meguri::features {

using access::Operation;
using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using http::Response;
using service::actor_of;

void Programs::add_routes(http::Router& router) {
    router.on(Operation::listPrograms, [this](Request& r) { return list(r); });
    router.on(Operation::getProgram, [this](Request& r) { return get(r); });
    router.on(Operation::stopProgram, [this](Request& r) { return stop(r); });
    router.on(Operation::listProposals, [this](Request& r) { return list_proposals(r); });
    router.on(Operation::createProposal, [this](Request& r) { return propose(r); });
    router.on(Operation::getProposal, [this](Request& r) { return get_proposal(r); });
    router.on(Operation::approveProposal, [this](Request& r) { return approve(r); });
    router.on(Operation::withdrawProposal, [this](Request& r) { return withdraw(r); });
    router.on(Operation::previewProgram, [this](Request& r) { return preview(r); });
    router.on(Operation::dryRunProposal, [this](Request& r) { return dry_run(r); });
    router.on(Operation::listProgramVersions, [this](Request& r) { return versions(r); });
}

struct Programs::Answered {
    engine::Answer answer;
    std::optional<Response> refused; // set: answer the caller with this
};

http::Async<Programs::Answered>
Programs::ask(Request& request, std::string token, ledger::Body body) {
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return Answered{{}, problem(Refusal::key_unknown, {.field = "key"})};
    // Named: it holds lists, and g++ 12 destroys what is written inside a co_await twice.
    ledger::Command command{actor_of(request), *key, std::move(body)};
    auto answer = co_await service::submit(p_.engine, std::move(command));
    if (!answer.done()) co_return Answered{{}, json_.refused(answer.refusal, answer.explanation())};
    co_return Answered{std::move(answer), std::nullopt};
}

namespace {

// Reads the only field of a command that needs nothing but its key.
std::string read_key(Fields& in) { return in.token("key"); }

std::optional<Hash> parse_hash(const std::string& hex) {
    const auto bytes = from_hex(hex);
    return bytes ? to_array<32>(*bytes) : std::nullopt;
}

// `applies`: an open one can still be approved.
std::string_view state_word(ledger::ProposalState state, bool applies) {
    switch (state) {
    case ledger::ProposalState::open: return applies ? "open" : "void";
    case ledger::ProposalState::approved: return "approved";
    case ledger::ProposalState::withdrawn: return "withdrawn";
    }
    return "";
}

} // namespace

const ProposalRow* Programs::find(std::string_view id) const {
    for (const auto& [number, row] : proposals_) {
        if (row.id == id) return &row;
    }
    return nullptr;
}

void Programs::published(ProposalRow& row, ProgramId program, ledger::Unit unit) {
    row.program = program;
    p_.directory.put(
        service::ProgramTexts{program, row.program_id, row.name, row.stamp, unit_word(unit)}
    );
}

http::Async<Try<>> Programs::load() {
    auto rows = co_await service::transact(p_.registry, [](store::Database& db) {
        return programs_store::all(db);
    });
    if (!rows) co_return std::unexpected(rows.error());
    for (ProposalRow& row : *rows) {
        struct Seen {
            ProgramId program;
            ledger::Unit unit{};
        };
        const auto seen =
            co_await service::look(p_.engine, [id = row.proposal](const ledger::State& state) {
                const ledger::Proposal* p = state.proposals.find(id);
                return p ? Seen{p->published, p->content.terms.unit} : Seen{};
            });
        if (seen && seen->program && !row.program) {
            const auto joined = co_await service::transact(
                p_.registry, [id = row.proposal, to = seen->program](store::Database& db
                             ) { return programs_store::set_program(db, id, to); }
            );
            if (!joined) co_return std::unexpected(joined.error());
            row.program = seen->program;
        }
        if (row.program) published(row, row.program, seen ? seen->unit : ledger::Unit::money);
        proposals_.insert_or_assign(row.proposal.value, row);
    }
    co_return Try<>{};
}

std::optional<Programs::SeenProgram>
Programs::see(const ledger::State& state, ProgramId id, Instant now) {
    const ledger::Program* p = state.programs.find(id);
    if (!p) return std::nullopt;
    return SeenProgram{*p, ledger::closed_for_top_ups(state, id, ledger::Now::of(now))};
}

void Programs::write_person(JsonOut& out, std::string_view name, PersonId person) const {
    const service::PersonName& known = p_.names.of(person);
    out.object(name, [&] { out.field("id", known.id), out.field("name", known.name); });
}

void Programs::write_program(
    JsonOut& out, const service::ProgramTexts& texts, const SeenProgram& seen
) const {
    const ledger::Program& program = seen.program;
    out.object([&] {
        out.field("id", texts.id);
        out.field("name", texts.name);
        out.field("stamp", texts.stamp);
        out.field("unit", unit_word(program.terms.unit));
        out.field("state", program.stopped ? "stopped" : "open");
        out.field("version", std::int64_t{program.version});
        if (seen.closed != Refusal::none && program.terms.top_up.offered())
            out.field("closed", text_of(seen.closed).word);
        out.field("restrictedness", std::int64_t{program.terms.where.restrictedness()});
        terms_.write(out, "terms", {texts.name, texts.stamp, program.terms});
        out.field("issued", program.issued().value);
        out.field("outstanding", program.total(ledger::AccountKind::lot).value);
    });
}

Programs::Reply Programs::list(Request& request) {
    const auto look_at = [now = request.at](const ledger::State& state) {
        std::vector<std::optional<SeenProgram>> all; // by number, from 1
        for (std::int64_t n = 1; n <= state.programs.size(); ++n)
            all.push_back(see(state, {n}, now));
        return all;
    };
    const auto seen = co_await service::look(p_.engine, look_at);
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.array("programs", p_.directory.programs(), [&](const service::ProgramTexts* texts) {
            const auto at = static_cast<std::size_t>(texts->number.value - 1);
            if (at < seen->size() && (*seen)[at]) write_program(out, *texts, *(*seen)[at]);
        });
    });
    co_return http::ok(std::move(out));
}

Programs::Reply Programs::show_program(const Request& request, const service::ProgramTexts& texts) {
    const auto look_at = [id = texts.number, now = request.at](const ledger::State& state) {
        return see(state, id, now);
    };
    const auto seen = co_await service::look(p_.engine, look_at);
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::program_unknown);
    JsonOut out;
    write_program(out, texts, **seen);
    co_return http::ok(std::move(out));
}

Programs::Reply Programs::get(Request& request) {
    const auto* texts = p_.directory.program(request.id);
    if (!texts) co_return problem(Refusal::not_found);
    co_return co_await show_program(request, *texts);
}

Programs::Reply Programs::stop(Request& request) {
    Fields in(request.body);
    const std::string token = read_key(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* texts = p_.directory.program(request.id);
    if (!texts) co_return problem(Refusal::program_unknown);
    auto answered = co_await ask(request, token, ledger::StopProgram{texts->number});
    if (answered.refused) co_return std::move(*answered.refused);
    co_return co_await show_program(request, *texts);
}

Programs::Reply Programs::list_proposals(Request& request) {
    std::vector<const ProposalRow*> newest_first;
    std::vector<ProposalId> asked;
    for (auto it = proposals_.rbegin(); it != proposals_.rend() && asked.size() < 1000; ++it) {
        newest_first.push_back(&it->second);
        asked.push_back(it->second.proposal);
    }
    struct Seen {
        bool exists = false;
        ledger::ProposalState state{};
        PersonId by;
        bool applies = false;
    };
    const auto look_at = [asked, today = jst_date(request.at)](const ledger::State& state) {
        std::vector<Seen> all; // in the order asked
        for (const ProposalId id : asked) {
            const ledger::Proposal* p = state.proposals.find(id);
            if (!p) {
                all.emplace_back();
                continue;
            }
            const bool open = p->state == ledger::ProposalState::open;
            all.push_back(
                {true, p->state, p->content.by,
                 open && ledger::still_applies(state, p->content, today)}
            );
        }
        return all;
    };
    const auto seen = co_await service::look(p_.engine, look_at);
    if (!seen) co_return problem(Refusal::paused);
    auto each = seen->begin();
    JsonOut out;
    out.object([&] {
        out.array("proposals", newest_first, [&](const ProposalRow* row) {
            const Seen p = *each++;
            if (!p.exists) return;
            const service::PersonName& by = p_.names.of(p.by);
            out.object([&] {
                out.field("id", row->id);
                out.field("name", row->name);
                out.field("stamp", row->stamp);
                out.object("proposed_by", [&] {
                    out.field("id", by.id), out.field("name", by.name);
                });
                out.field("proposed_at", row->proposed_at);
                out.field("state", state_word(p.state, p.applies));
                out.field("own", p.by == request.caller().person);
            });
        });
    });
    co_return http::ok(std::move(out));
}

Programs::Reply
Programs::show_proposal(const Request& request, const ProposalRow& row, int status) {
    struct Seen {
        ledger::Proposal proposal;
        ExampleBase base;
        bool applies;
    };
    const auto look_at = [id = row.proposal, today = jst_date(request.at
                                             )](const ledger::State& state) -> std::optional<Seen> {
        const ledger::Proposal* p = state.proposals.find(id);
        if (!p) return std::nullopt;
        return Seen{
            *p, example_base(state, p->content.program, p->content.terms),
            ledger::still_applies(state, p->content, today)
        };
    };
    const auto seen = co_await service::look(p_.engine, look_at);
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::proposal_unknown);
    const ledger::Proposal& p = (*seen)->proposal;
    const NamedTerms named{row.name, row.stamp, p.content.terms};
    JsonOut out;
    out.object([&] {
        out.field("id", row.id);
        out.field("digest", to_hex(view(p.content.digest)));
        terms_.write(out, "terms", named);
        write_examples(out, named, (*seen)->base, request.at);
        write_person(out, "proposed_by", p.content.by);
        out.field("proposed_at", row.proposed_at);
        out.field("state", state_word(p.state, (*seen)->applies));
        if (p.state == ledger::ProposalState::approved) {
            write_person(out, "approved_by", p.closed_by);
            out.field("program", row.program_id);
        }
        if (const auto* replaced = p_.directory.program(p.content.program)) {
            out.field("replaces", replaced->id);
            const auto& before = (*seen)->base.program;
            if (p.state == ledger::ProposalState::open && before) {
                const NamedTerms in_force{replaced->name, replaced->stamp, before->terms};
                out.array("changed", terms_.changed(in_force, named), [&](std::string_view part) {
                    out.item(part);
                });
            }
        }
        out.field("own", p.content.by == request.caller().person);
    });
    co_return http::answer(status, std::move(out));
}

Programs::Reply Programs::get_proposal(Request& request) {
    const ProposalRow* row = find(request.id);
    if (!row) co_return problem(Refusal::not_found);
    co_return co_await show_proposal(request, *row, 200);
}

Programs::Reply Programs::propose(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const service::ProgramTexts* replaced = read_replaced(in);
    Fields program = in.object("program");
    const NamedTerms named = terms_.read(program);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const ProgramId number = replaced ? replaced->number : ProgramId{};
    ledger::Body body = ledger::Propose{number, named.terms, named.texts_digest()};
    auto answered = co_await ask(request, token, std::move(body));
    if (answered.refused) co_return std::move(*answered.refused);
    const auto* proposed = ledger::fact_of<ledger::Proposed>(*answered.answer.entry);
    MEGURI_ENSURE(proposed);
    const auto known = proposals_.find(proposed->proposal.value);
    if (known != proposals_.end())
        co_return co_await show_proposal(request, known->second, 201); // sent twice

    ProposalRow row{
        proposed->proposal,
        service::fresh_public_id(p_.random),
        replaced ? replaced->id : service::fresh_public_id(p_.random),
        {},
        named.name,
        named.stamp,
        answered.answer.entry->at
    };
    const auto insert_row = [row](store::Database& db) { return programs_store::insert(db, row); };
    const auto written = co_await service::transact(p_.registry, insert_row);
    if (!written) co_return problem(written.error());
    const auto placed = proposals_.try_emplace(row.proposal.value, row).first;
    co_return co_await show_proposal(request, placed->second, 201);
}

Programs::Reply Programs::approve(Request& request) {
    Fields in(request.body);
    const std::string token = in.token("key");
    const std::string hex = in.text("digest", 64, 64);
    const std::string dry_hex = in.text("dry_run", 64, 64);
    const auto digest = parse_hash(hex), dry_run = parse_hash(dry_hex);
    if (!digest) in.refuse("digest");
    if (!dry_run) in.refuse("dry_run");
    if (auto refused = in.refused()) co_return std::move(*refused);
    const ProposalRow* found = find(request.id);
    if (!found) co_return problem(Refusal::proposal_unknown);
    ProposalRow& row = proposals_.at(found->proposal.value);
    const ledger::Approve approval{row.proposal, *digest};
    auto unseen = co_await refuse_unseen(approval, *dry_run, request.caller().person, request.at);
    if (unseen) co_return std::move(*unseen);
    auto answered = co_await ask(request, token, approval);
    if (answered.refused) co_return std::move(*answered.refused);
    const auto* program = ledger::fact_of<ledger::ProgramPublished>(*answered.answer.entry);
    MEGURI_ENSURE(program);
    const auto joined = co_await service::transact(
        p_.registry, [id = row.proposal, to = program->program](store::Database& db
                     ) { return programs_store::set_program(db, id, to); }
    );
    if (!joined) co_return problem(joined.error());
    published(row, program->program, program->terms.unit);
    co_return co_await show_proposal(request, row, 200);
}

Programs::Reply Programs::withdraw(Request& request) {
    Fields in(request.body);
    const std::string token = read_key(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const ProposalRow* row = find(request.id);
    if (!row) co_return problem(Refusal::proposal_unknown);
    auto answered = co_await ask(request, token, ledger::Withdraw{row->proposal});
    if (answered.refused) co_return std::move(*answered.refused);
    co_return co_await show_proposal(request, *row, 200);
}

} // namespace meguri::features
