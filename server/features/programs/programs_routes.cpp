#include "features/programs/programs.hpp"
#include "http/fields.hpp"
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
}

struct Programs::Answered {
    engine::Answer answer;
    std::optional<Response> refused; // set: answer the caller with this
};

http::Async<Programs::Answered>
Programs::ask(Request& request, std::string token, ledger::Body body) {
    const auto key = p_.keys.open(token, actor_of(request));
    if (!key) co_return Answered{{}, problem(Refusal::key_unknown, {.field = "key"})};
    auto answer = co_await service::submit(p_.engine, {actor_of(request), *key, std::move(body)});
    if (!answer.done()) co_return Answered{{}, json_.refused(answer.refusal, answer.explanation())};
    co_return Answered{std::move(answer), std::nullopt};
}

namespace {

// Reads the only field of a command that needs nothing but its key.
std::string read_key(Fields& in) { return in.token("key"); }

template <class F> const F* fact_of(const ledger::Entry& entry) {
    for (const ledger::Fact& fact : entry.facts) {
        if (const auto* f = std::get_if<F>(&fact)) return f;
    }
    return nullptr;
}

std::optional<Hash> parse_hash(const std::string& hex) {
    const auto bytes = from_hex(hex);
    return bytes ? to_array<32>(*bytes) : std::nullopt;
}

std::string_view state_word(ledger::ProposalState state) {
    switch (state) {
    case ledger::ProposalState::open: return "open";
    case ledger::ProposalState::approved: return "approved";
    case ledger::ProposalState::withdrawn: return "withdrawn";
    }
    return "";
}

// The real rules, run on a copy of nothing but these terms: what three residents would meet on the
// first day.
struct Example {
    Date date;
    ledger::Amount amount;
    std::expected<Date, Refusal> result;
};
std::vector<Example> worked_examples(const ledger::ProgramTerms& terms, Instant now) {
    const Date today = std::max(jst_date(now), terms.issue_from);
    ledger::State city;
    ledger::Wallet& wallet = city.wallets.at({1});
    wallet.exists = true;
    ledger::Place& place = city.places.at({1});
    place.exists = true;
    place.capabilities.bits = ledger::Capabilities::tops_up;
    ledger::Program& program = city.programs.at({1});
    program.exists = true;
    program.terms = terms;
    std::vector<Example> examples;
    const ledger::TopUpTerms& t = terms.top_up;
    for (const ledger::Amount amount : {t.minimum, t.maximum, t.maximum + t.step}) {
        const ledger::Now at{today.begins(), today};
        const auto outcome = ledger::decide_top_up(city, {{1}, {1}, {1}, amount}, at);
        examples.push_back(
            {today, amount,
             outcome ? std::expected<Date, Refusal>(terms.expiry.of(today))
                     : std::unexpected(outcome.error().word)}
        );
    }
    return examples;
}

} // namespace

const ProposalRow* Programs::find(std::string_view id) const {
    for (const auto& [number, row] : proposals_) {
        if (row.id == id) return &row;
    }
    return nullptr;
}

void Programs::published(ProposalRow& row, ProgramId program) {
    row.program = program;
    p_.directory.put(service::ProgramTexts{program, row.program_id, row.name, row.stamp});
}

http::Async<Try<>> Programs::load() {
    auto rows = co_await service::transact(p_.registry, [](store::Database& db) {
        return programs_store::all(db);
    });
    if (!rows) co_return std::unexpected(rows.error());
    for (ProposalRow& row : *rows) {
        if (!row.program) {
            const auto program =
                co_await service::look(p_.engine, [id = row.proposal](const ledger::State& state) {
                    const ledger::Proposal* p = state.proposals.find(id);
                    return p ? p->published : ProgramId{};
                });
            if (program && *program) {
                const auto joined = co_await service::transact(
                    p_.registry, [id = row.proposal, to = *program](store::Database& db
                                 ) { return programs_store::set_program(db, id, to); }
                );
                if (!joined) co_return std::unexpected(joined.error());
                row.program = *program;
            }
        }
        if (row.program) published(row, row.program);
        proposals_.insert_or_assign(row.proposal.value, row);
    }
    co_return Try<>{};
}

void Programs::write_program(
    JsonOut& out, const service::ProgramTexts& texts, const ledger::Program& program
) const {
    out.object([&] {
        out.field("id", texts.id);
        out.field("name", texts.name);
        out.field("stamp", texts.stamp);
        out.field("unit", "money");
        out.field("state", program.stopped ? "stopped" : "open");
        write_terms(out, "terms", {texts.name, texts.stamp, program.terms});
        out.field("issued", program.issued().value);
        out.field("outstanding", program.total(ledger::AccountKind::lot).value);
    });
}

Programs::Reply Programs::list(Request&) {
    const auto seen = co_await service::look(p_.engine, [](const ledger::State& state) {
        return state.programs;
    });
    if (!seen) co_return problem(Refusal::paused);
    JsonOut out;
    out.object([&] {
        out.array("programs", p_.directory.programs(), [&](const service::ProgramTexts* texts) {
            if (const ledger::Program* p = seen->find(texts->number))
                write_program(out, *texts, *p);
        });
    });
    co_return http::ok(std::move(out));
}

Programs::Reply Programs::show_program(const service::ProgramTexts& texts) {
    const auto seen =
        co_await service::look(p_.engine, [id = texts.number](const ledger::State& state) {
            const ledger::Program* p = state.programs.find(id);
            return p ? std::optional(*p) : std::nullopt;
        });
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::program_unknown);
    JsonOut out;
    write_program(out, texts, **seen);
    co_return http::ok(std::move(out));
}

Programs::Reply Programs::get(Request& request) {
    const auto* texts = p_.directory.program(request.id);
    if (!texts) co_return problem(Refusal::not_found);
    co_return co_await show_program(*texts);
}

Programs::Reply Programs::stop(Request& request) {
    Fields in(request.body);
    const std::string token = read_key(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto* texts = p_.directory.program(request.id);
    if (!texts) co_return problem(Refusal::program_unknown);
    auto answered = co_await ask(request, token, ledger::StopProgram{texts->number});
    if (answered.refused) co_return std::move(*answered.refused);
    co_return co_await show_program(*texts);
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
    };
    const auto look_at = [asked](const ledger::State& state) {
        std::vector<Seen> all; // in the order asked
        for (const ProposalId id : asked) {
            const ledger::Proposal* p = state.proposals.find(id);
            all.push_back(p ? Seen{true, p->state, p->content.by} : Seen{});
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
                out.field("state", state_word(p.state));
                out.field("own", p.by == request.caller().person);
            });
        });
    });
    co_return http::ok(std::move(out));
}

Programs::Reply
Programs::show_proposal(const Request& request, const ProposalRow& row, int status) {
    const auto seen =
        co_await service::look(p_.engine, [id = row.proposal](const ledger::State& state) {
            const ledger::Proposal* p = state.proposals.find(id);
            return p ? std::optional(*p) : std::nullopt;
        });
    if (!seen) co_return problem(Refusal::paused);
    if (!*seen) co_return problem(Refusal::proposal_unknown);
    const ledger::Proposal& p = **seen;
    const service::PersonName& by = p_.names.of(p.content.by);
    JsonOut out;
    out.object([&] {
        out.field("id", row.id);
        out.field("digest", to_hex(view(p.content.digest)));
        write_terms(out, "terms", {row.name, row.stamp, p.content.terms});
        out.array("examples", worked_examples(p.content.terms, request.at), [&](const Example& e) {
            out.object([&] {
                out.field("date", e.date);
                out.field("amount", e.amount.value);
                if (e.result)
                    out.field("expires_on", *e.result);
                else
                    out.field("refusal", text_of(e.result.error()).word);
            });
        });
        out.object("proposed_by", [&] { out.field("id", by.id), out.field("name", by.name); });
        out.field("proposed_at", row.proposed_at);
        out.field("state", state_word(p.state));
        if (p.state == ledger::ProposalState::approved) {
            const service::PersonName& second = p_.names.of(p.closed_by);
            out.object("approved_by", [&] {
                out.field("id", second.id), out.field("name", second.name);
            });
            out.field("program", row.program_id);
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
    Fields program = in.object("program");
    const NamedTerms named = read_program(program);
    if (auto refused = in.refused()) co_return std::move(*refused);
    auto answered =
        co_await ask(request, token, ledger::Propose{{}, named.terms, named.texts_digest()});
    if (answered.refused) co_return std::move(*answered.refused);
    const auto* proposed = fact_of<ledger::Proposed>(*answered.answer.entry);
    MEGURI_ENSURE(proposed);
    const auto known = proposals_.find(proposed->proposal.value);
    if (known != proposals_.end())
        co_return co_await show_proposal(request, known->second, 201); // sent twice

    ProposalRow row{
        proposed->proposal,
        service::fresh_public_id(p_.random),
        service::fresh_public_id(p_.random),
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
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto digest = parse_hash(hex);
    if (!digest) co_return problem(Refusal::invalid_request, {.field = "digest"});
    const ProposalRow* found = find(request.id);
    if (!found) co_return problem(Refusal::proposal_unknown);
    ProposalRow& row = proposals_.at(found->proposal.value);
    auto answered = co_await ask(request, token, ledger::Approve{row.proposal, *digest});
    if (answered.refused) co_return std::move(*answered.refused);
    const auto* program = fact_of<ledger::ProgramPublished>(*answered.answer.entry);
    MEGURI_ENSURE(program);
    const auto joined = co_await service::transact(
        p_.registry, [id = row.proposal, to = program->program](store::Database& db
                     ) { return programs_store::set_program(db, id, to); }
    );
    if (!joined) co_return problem(joined.error());
    published(row, program->program);
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
