#include "scenarios/runner.hpp"
#include "scenarios/terms_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

namespace meguri::scenarios {

using namespace ledger;

namespace {

std::string_view name_of(Refusal word) {
    return word == Refusal::none ? "done" : text_of(word).word;
}

class Run {
  public:
    Run(const Scenario& scenario, Backend& backend) : scenario_(scenario), backend_(backend) {}
    std::vector<std::string> all();

  private:
    struct Proposed {
        ProposalId id;
        Hash digest;
    };

    void step(const Step& s);
    bool time(const Step& s);
    bool fact(const Step& s);
    bool value(const Step& s);
    bool giving(const Step& s);
    bool key(const Step& s);
    void check(const Step& s);

    void publish(const Step& s);
    void expire(const Step& s);
    void say(const Step& s, Actor actor, Body body);
    void expect(const Step& s, const naive::Answer& answer);
    void expect_used(const Step& s, const naive::Answer& answer);
    void number(const Step& s, std::int64_t found);
    void problem(const Step& s, const std::string& what) {
        problems_.push_back(fmt::format("{}:{}: {}: {}", scenario_.name, s.line, s.text, what));
    }

    Key fresh_key();
    std::int64_t id(std::map<std::string, std::int64_t>& names, const std::string& name) {
        return names.contains(name) ? names[name] : 0;
    }
    Actor actor(const std::string& name, ActorKind kind);
    Actor someone(const std::string& name) {
        return actor(name, places_.contains(name) ? ActorKind::staff : ActorKind::resident);
    }
    WalletId wallet(const std::string& name) { return {id(residents_, name)}; }
    PlaceId place(const std::string& name) { return {id(places_, name)}; }
    ProgramId program(const std::string& name) { return {id(programs_, name)}; }
    ProgramTerms terms(const Step& s) {
        return terms_of(
            s, {[this](const std::string& n) { return program(n); },
                [this](const std::string& n) { return place(n); }}
        );
    }

    const Scenario& scenario_;
    Backend& backend_;
    std::vector<std::string> problems_;
    Instant clock_ = Date::from_civil(2026, 11, 22).begins() + 9 * 60 * ms_per_minute;
    std::map<std::string, std::int64_t> programs_, places_, residents_, people_, labels_, cards_,
        holds_, events_;
    std::map<std::string, Proposed> proposals_;
    std::map<std::int64_t, Key> pages_;    // open page of a person
    std::map<std::int64_t, Key> last_key_; // that a person used
    std::string first_program_;
    std::int64_t keys_ = 0;
    std::int64_t last_payment_ = 0;
    Command last_command_;
    naive::Answer last_answer_;
};

std::vector<std::string> Run::all() {
    for (const Step& s : scenario_.steps) {
        step(s);
        if (auto broken = backend_.broken(); !broken.empty())
            problem(s, "broken invariant: " + broken);
        if (!problems_.empty()) break;
    }
    return problems_;
}

void Run::step(const Step& s) {
    if (!time(s) && !fact(s) && !value(s) && !giving(s) && !key(s)) check(s);
}

bool Run::time(const Step& s) {
    if (s.verb == "day") {
        clock_ = s.date("date").begins() + 9 * 60 * ms_per_minute;
    } else if (s.verb == "clock") {
        int h = 0, m = 0, sec = 0, ms = 0;
        std::sscanf(s.word("time").c_str(), "%d:%d:%d.%d", &h, &m, &sec, &ms);
        clock_ =
            jst_date(clock_).begins() + ((h * 60 + m) * ms_per_minute + sec * ms_per_second + ms);
    } else if (s.verb == "after") {
        const std::string& unit = s.word("unit");
        const std::int64_t one = unit.starts_with("milli")    ? 1
                                 : unit.starts_with("second") ? ms_per_second
                                 : unit.starts_with("minute") ? ms_per_minute
                                 : unit.starts_with("hour")   ? 60 * ms_per_minute
                                                              : ms_per_day;
        clock_ = clock_ + s.number("number") * one;
    } else if (s.verb == "restart") {
        backend_.restart();
    } else {
        return false;
    }
    return true;
}

Key Run::fresh_key() {
    Key key;
    ++keys_;
    std::memcpy(key.id.data(), &keys_, sizeof keys_);
    key.issued_at = clock_;
    return key;
}

// Each name is one person; a place's name stands for its staff.
Actor Run::actor(const std::string& name, ActorKind kind) {
    const auto [person, fresh] = people_.try_emplace(name, std::ssize(people_) + 1);
    return {kind, PersonId{person->second}};
}

void Run::say(const Step& s, Actor actor, Body body) {
    Command command{actor, std::nullopt, std::move(body)};
    if (actor.kind != ActorKind::system) {
        const std::int64_t who = actor.person.value;
        if (s.has("same_key"))
            command.key = last_key_[who];
        else if (auto page = pages_.extract(who))
            command.key = page.mapped();
        else
            command.key = fresh_key();
        last_key_[who] = *command.key;
    }
    last_command_ = command;
    last_answer_ = backend_.execute(command, clock_);
    expect(s, last_answer_);
}

void Run::expect(const Step& s, const naive::Answer& answer) {
    const std::string_view got = name_of(answer.word);
    if (!s.refused) {
        if (answer.word != Refusal::none)
            problem(s, fmt::format("refused {}, but should have been done", got));
        return expect_used(s, answer);
    }
    const auto& refused = *s.refused;
    if (std::get<std::string>(refused.at("word")) != got) {
        return problem(
            s,
            fmt::format("{} instead of refused {}", got, std::get<std::string>(refused.at("word")))
        );
    }
    const auto matches = [&](const char* name, std::int64_t found) {
        if (refused.contains(name) && std::get<std::int64_t>(refused.at(name)) != found)
            problem(s, fmt::format("{} {}", name, found));
    };
    matches("missing", answer.missing);
    matches("left", answer.left);
    if (refused.contains("field") && std::get<std::string>(refused.at("field")) != answer.field)
        problem(s, "field " + answer.field);
    expect_used(s, answer);
}

void Run::expect_used(const Step& s, const naive::Answer& answer) {
    if (s.used.empty()) return;
    bool same = s.used.size() == answer.taken.size();
    for (std::size_t i = 0; same && i < s.used.size(); ++i) {
        const auto& told = s.used[i];
        const naive::Taken& found = answer.taken[i];
        same = program(std::get<std::string>(told.at("program"))).value == found.program;
        same = same && std::get<std::int64_t>(told.at("amount")) == found.amount;
        if (told.contains("until"))
            same = same && Date::parse(std::get<std::string>(told.at("until"))) == found.expires_on;
    }
    if (same) return;
    std::string list;
    for (const naive::Taken& t : answer.taken)
        list += fmt::format(" {}×{} until {}", t.program, t.amount, t.expires_on.iso());
    problem(s, "used" + list);
}

// Two operators, in one line of the story.
void Run::publish(const Step& s) {
    const std::string& name = s.word("name");
    say(s, actor("operator 1", ActorKind::operator_), Propose{program(name), terms(s), {}});
    if (!problems_.empty() || last_answer_.word != Refusal::none) return;
    const Approve approve{{last_answer_.proposal}, last_answer_.digest};
    say(s, actor("operator 2", ActorKind::operator_), approve);
    programs_[name] = last_answer_.program;
    if (first_program_.empty()) first_program_ = name;
}

bool Run::fact(const Step& s) {
    const std::string name = s.has("name") ? s.word("name") : "";
    const Actor city = actor("operator 1", ActorKind::operator_);
    if (s.verb == "program") {
        publish(s);
    } else if (s.verb == "propose") {
        say(s, actor(s.word("by"), ActorKind::operator_), Propose{program(name), terms(s), {}});
        if (last_answer_.word == Refusal::none)
            proposals_[name] = {{last_answer_.proposal}, last_answer_.digest};
    } else if (s.verb == "approve") {
        const Proposed& p = proposals_[name];
        say(s, actor(s.word("by"), ActorKind::operator_),
            Approve{p.id, s.has("unseen") ? Hash{1} : p.digest});
        if (last_answer_.program) programs_[name] = last_answer_.program;
        if (first_program_.empty()) first_program_ = name;
    } else if (s.verb == "withdraw") {
        say(s, actor(s.word("by"), ActorKind::operator_), Withdraw{proposals_[name].id});
    } else if (s.verb == "stop") {
        say(s, city, StopProgram{program(name)});
    } else if (s.verb == "place") {
        const std::uint32_t can = (s.has("takes_money") ? Capabilities::takes_money : 0) |
                                  (s.has("tops_up") ? Capabilities::tops_up : 0);
        say(s, city, RegisterPlace{{s.has("of") ? id(places_, s.word("of")) : 0}, {can}});
        if (last_answer_.word == Refusal::none) places_[name] = last_answer_.place;
    } else if (s.verb == "close" || s.verb == "open") {
        say(s, city,
            SetPlaceStatus{place(name), s.verb == "close" ? PlaceStatus::closed : PlaceStatus::open}
        );
    } else if (s.verb == "resident") {
        say(s, {}, OpenWallet{actor(name, ActorKind::resident).person});
        residents_[name] = last_answer_.wallet;
    } else if (s.verb == "block" || s.verb == "unblock") {
        say(s, city,
            SetWalletStatus{
                wallet(name), s.verb == "block" ? WalletStatus::blocked : WalletStatus::active
            });
    } else {
        return false;
    }
    return true;
}

CancelReason reason_of(const Step& s) {
    const std::string why = s.has("because") ? s.word("because") : "wrong_amount";
    if (why == "wrong_person") return CancelReason::wrong_person;
    if (why == "goods_returned") return CancelReason::goods_returned;
    return why == "other" ? CancelReason::other : CancelReason::wrong_amount;
}

bool Run::value(const Step& s) {
    if (s.verb == "charge") {
        const ProgramId of = program(s.has("of") ? s.word("of") : first_program_);
        say(s, actor(s.word("at"), ActorKind::staff),
            TopUp{wallet(s.word("who")), place(s.word("at")), of, {s.number("amount")}});
    } else if (s.verb == "pay") {
        say(s, actor(s.word("who"), ActorKind::resident),
            Payment{wallet(s.word("who")), place(s.word("place")), {s.number("amount")}});
        last_payment_ = last_answer_.seq;
        if (s.has("as")) labels_[s.word("as")] = last_answer_.seq;
    } else if (s.verb == "cancel") {
        const std::int64_t what =
            s.word("what") == "last" ? last_payment_ : id(labels_, s.word("what"));
        say(s, actor(s.word("at"), ActorKind::staff),
            Cancel{{what}, place(s.word("at")), reason_of(s), nullptr, {s.number_or("amount", 0)}});
    } else if (s.verb == "expire") {
        expire(s);
    } else {
        return false;
    }
    return true;
}

// The night's run for one person: program by program, as far as there is anything.
void Run::expire(const Step& s) {
    naive::Answer last;
    last.word = Refusal::not_found;
    for (const auto& [name, id] : programs_) {
        const auto answer =
            backend_.execute({{}, std::nullopt, Expire{{id}, {wallet(s.word("who"))}}}, clock_);
        if (answer.word == Refusal::none) last = answer;
    }
    expect(s, last);
}

// Everything that gives, moves or holds value otherwise.
bool Run::giving(const Step& s) {
    const Actor city = actor("operator 1", ActorKind::operator_);
    const std::string& v = s.verb;
    const auto of = [&] { return program(s.has("of") ? s.word("of") : first_program_); };
    if (v == "grant") {
        say(s, city, Grant{wallet(s.word("who")), of(), {s.number("amount")}});
    } else if (v == "subtract") {
        const Amount taken{-s.number("amount")};
        say(s, city, Adjust{wallet(s.word("who")), of(), taken, AdjustReason::correction});
    } else if (v == "send") {
        say(s, actor(s.word("who"), ActorKind::resident),
            Transfer{wallet(s.word("who")), wallet(s.word("to")), of(), {s.number("amount")}});
    } else if (v == "card") {
        const CardKind kind = s.has("single_use") ? CardKind::single_use : CardKind::rechargeable;
        say(s, city, RegisterCards{1, kind});
        cards_[s.word("name")] = last_answer_.made;
        say(s, city, ActivateCard{{last_answer_.made}});
        residents_[s.word("name")] = last_answer_.wallet;
    } else if (v == "move") {
        say(s, city, MoveCard{{id(cards_, s.word("name"))}, wallet(s.word("to"))});
    } else if (v == "event") {
        say(s, city, OpenHandout{event_of(s, of())});
        events_[s.word("name")] = last_answer_.made;
    } else if (v == "enter") {
        say(s, city, CheckIn{wallet(s.word("who")), {id(events_, s.word("name"))}});
    } else if (v == "leave") {
        say(s, city, CheckOut{wallet(s.word("who")), {id(events_, s.word("name"))}});
    } else if (v == "hold") {
        say(s, actor(s.word("who"), ActorKind::resident),
            HoldTopUp{wallet(s.word("who")), of(), {s.number("amount")}});
        holds_[s.word("as")] = last_answer_.made;
    } else if (v == "dues") {
        say(s, actor(s.word("who"), ActorKind::resident),
            HoldDues{
                wallet(s.word("who")),
                {s.number("amount")},
                static_cast<std::int32_t>(s.number("kind"))
            });
        holds_[s.word("as")] = last_answer_.made;
    } else if (v == "post") {
        say(s, city, PostHold{{id(holds_, s.word("name"))}});
    } else if (v == "void") {
        say(s, city, VoidHold{{id(holds_, s.word("name"))}});
    } else if (v == "type") {
        const auto type = static_cast<std::int32_t>(s.number("type"));
        const auto area = static_cast<std::int32_t>(s.number_or("area", 0));
        say(s, city, SetPlaceTraits{place(s.word("name")), {type, area}});
    } else if (v == "limited_first") {
        say(s, city, SetPolicy{true});
    } else {
        return false;
    }
    return true;
}

bool Run::key(const Step& s) {
    if (s.verb == "page") {
        pages_[someone(s.word("who")).person.value] = fresh_key();
    } else if (s.verb == "retry") {
        const naive::Answer again = backend_.execute(last_command_, clock_);
        expect(s, again);
        if (last_answer_.seq != 0 && again.seq != last_answer_.seq)
            problem(s, "it was done a second time");
    } else if (s.verb == "ask") {
        const Actor who = someone(s.word("who"));
        const auto page = pages_.find(who.person.value);
        const Key asked = page != pages_.end() ? page->second : last_key_[who.person.value];
        const bool staff = who.kind == ActorKind::staff;
        const CloseKey close{
            staff ? WalletId{} : wallet(s.word("who")), staff ? place(s.word("who")) : PlaceId{}
        };
        expect(s, backend_.execute({who, asked, close}, clock_));
    } else {
        return false;
    }
    return true;
}

void Run::number(const Step& s, std::int64_t found) {
    if (found != s.number("amount")) problem(s, fmt::format("it is {}", found));
}

void Run::check(const Step& s) {
    if (s.verb == "balance") {
        std::int64_t sum = 0;
        for (const naive::LotRow& lot : backend_.lots(wallet(s.word("who")))) {
            const bool that_day = !s.has("until") || s.date("until") == lot.expires_on;
            if (that_day && lot.program == program(s.word("program")).value) sum += lot.amount;
        }
        number(s, sum);
    } else if (s.verb == "issued") {
        number(s, backend_.sums(program(s.word("program"))).issued);
    } else if (s.verb == "outstanding") {
        number(s, backend_.sums(program(s.word("program"))).outstanding);
    } else if (s.verb == "expired") {
        number(s, backend_.sums(program(s.word("program"))).expired);
    } else if (s.verb == "receivable") {
        number(s, backend_.receivable(place(s.word("place")), program(s.word("program"))));
    } else {
        problem(s, "nobody knows how to do this");
    }
}

} // namespace

std::vector<std::string> run(const Scenario& scenario, Backend& backend) {
    return Run(scenario, backend).all();
}

} // namespace meguri::scenarios
