#include "app/trace.hpp"

#include "app/from_config.hpp"
#include "app/value_path.hpp"
#include "features/places/places_store.hpp"
#include "features/programs/programs_store.hpp"
#include "features/settlement/settlement_store.hpp"
#include "service/entry_words.hpp"
#include "store/city_reader.hpp"

#include <fmt/format.h>

namespace meguri::app {

namespace {

using ledger::AccountKind;

constexpr std::int64_t progress_every = 100'000; // entries
constexpr std::int64_t most_runs = 100'000;

struct Names {
    std::map<std::int64_t, std::string> places, organizations, programs;
};

std::string name_in(
    const std::map<std::int64_t, std::string>& names, std::int64_t number, std::string_view kind
) {
    const auto found = names.find(number);
    return found == names.end() ? fmt::format("{} {}", kind, number) : found->second;
}

Try<Names> read_names(store::Database& db) {
    const auto places = features::places_store::all(db);
    if (!places) return std::unexpected(places.error());
    const auto programs = features::programs_store::all(db);
    if (!programs) return std::unexpected(programs.error());
    Names names;
    for (const service::PlaceTexts& place : places->places) {
        names.places[place.number.value] = place.name;
        names.organizations.try_emplace(place.organization.value, place.organization_name);
    }
    for (const auto& program : *programs)
        names.programs[program.program.value] = program.name;
    return names;
}

// In which run a row was settled, and in which run's file a pay-out went: words for behind them.
struct Runs {
    std::map<std::int64_t, std::string> by_job, by_pay_out;
};

Try<Runs> read_runs(store::Database& db) {
    namespace settlement_store = features::settlement_store;
    const auto runs = settlement_store::newest(db, most_runs);
    if (!runs) return std::unexpected(runs.error());
    Runs all;
    for (const features::SettlementRun& run : *runs) {
        all.by_job[run.job.value] = fmt::format("settlement {} up to {}", run.id, run.until.iso());
        const auto transfers = settlement_store::transfers(db, run.number);
        if (!transfers) return std::unexpected(transfers.error());
        for (const features::Transfer& transfer : *transfers) {
            all.by_pay_out[transfer.pay_out.value] = fmt::format(
                "in the bank's file of settlement {}, transfer on {}", run.id, run.pay_on.iso()
            );
        }
    }
    return all;
}

class Writer {
  public:
    Writer(Names names, Runs runs) : names_(std::move(names)), runs_(std::move(runs)) {}

    std::string line(const Step& step) const {
        return fmt::format(
            "  entry {:<9} {}  {:<15} {:>+13}  {}{}\n", step.seq.value,
            jst_iso(step.at).substr(0, 16), service::kind_word(step.kind), step.amount.value,
            what(step.account), behind(step)
        );
    }
    std::string lines(const std::vector<Step>& steps) const {
        std::string out;
        for (const Step& step : steps)
            out += line(step);
        return out.empty() ? "  nothing\n" : out;
    }

  private:
    std::string what(const ledger::Account& account) const {
        const std::string program = name_in(names_.programs, account.program.value, "program");
        switch (account.kind) {
        case AccountKind::lot:
        case AccountKind::hold:
            return fmt::format(
                "{}, wallet {}{}", program, account.holder,
                account.expires_on ? ", until " + account.expires_on.iso() : ""
            );
        case AccountKind::receivable:
            return fmt::format("{}, {}", program, name_in(names_.places, account.holder, "place"));
        case AccountKind::budget: return fmt::format("{}, budget of {}", program, owner(account));
        case AccountKind::payable: return fmt::format("yen, {}", owner(account));
        default: return program;
        }
    }
    std::string owner(const ledger::Account& account) const {
        return name_in(names_.organizations, account.holder, "organization");
    }
    std::string behind(const Step& step) const {
        const auto said = [](const auto& words, std::int64_t number) {
            const auto found = words.find(number);
            return found == words.end() ? std::string() : ", " + found->second;
        };
        return step.job ? said(runs_.by_job, step.job.value)
                        : said(runs_.by_pay_out, step.seq.value);
    }

    Names names_;
    Runs runs_;
};

Try<ledger::Entry> find_moving(store::CityReader& reader, std::int64_t number) {
    auto found = reader.find_entry({number});
    if (!found) return std::unexpected(found.error());
    if (!*found) return fault(FaultCode::invalid, fmt::format("there is no entry {}", number));
    if ((*found)->refusal != Refusal::none)
        return fault(
            FaultCode::invalid, fmt::format("entry {} was refused: it moved nothing", number)
        );
    return std::move(**found);
}

std::string heading(const ledger::Entry& entry) {
    std::string out = fmt::format(
        "entry {}: {}, {}, business day {}\n", entry.seq.value, service::kind_word(entry.kind),
        jst_iso(entry.at).substr(0, 16), entry.business_date.iso()
    );
    if (entry.names) out += fmt::format("  takes back entry {}\n", entry.names.value);
    return out;
}

} // namespace

Try<std::string> trace(
    const Config& config, std::int64_t number, const std::function<void(std::int64_t)>& progress
) {
    const auto database = open_database(config, store::OpenAs::read_only);
    if (!database) return std::unexpected(database.error());
    auto names = read_names(**database);
    if (!names) return std::unexpected(names.error());
    auto runs = read_runs(**database);
    if (!runs) return std::unexpected(runs.error());
    auto reader = store::CityReader::open(config.database.url);
    if (!reader) return std::unexpected(reader.error());
    const auto traced = find_moving(*reader, number);
    if (!traced) return std::unexpected(traced.error());

    ValuePath path(*traced);
    const auto read = reader->read_entries({}, [&](ledger::Entry&& entry) -> Try<> {
        if (entry.seq.value % progress_every == 0) progress(entry.seq.value);
        path.see(entry);
        return {};
    });
    if (!read) return std::unexpected(read.error());

    const Writer writer(std::move(*names), std::move(*runs));
    std::string out = heading(*traced);
    for (const ledger::Leg& leg : traced->legs) {
        if (leg.amount.value == 0) continue; // a note on somebody's chain
        out +=
            writer.line({traced->seq, traced->at, traced->kind, leg.account, leg.amount, JobId{}});
    }
    out += "came from\n" + writer.lines(path.from());
    if (traced->kind == ledger::EntryKind::settle)
        out += fmt::format("  difference {}\n", path.difference().value);
    return out + "went to\n" + writer.lines(path.to());
}

} // namespace meguri::app
