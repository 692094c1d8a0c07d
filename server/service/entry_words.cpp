#include "service/entry_words.hpp"

#include "base/ensure.hpp"

namespace meguri::service {

using ledger::EntryKind;

std::string_view kind_word(EntryKind kind) {
    switch (kind) {
    case EntryKind::open_wallet: return "open_wallet";
    case EntryKind::set_wallet_status: return "set_wallet_status";
    case EntryKind::register_place: return "register_place";
    case EntryKind::set_place_status: return "set_place_status";
    case EntryKind::propose: return "propose";
    case EntryKind::approve: return "approve";
    case EntryKind::withdraw: return "withdraw";
    case EntryKind::stop_program: return "stop_program";
    case EntryKind::top_up: return "top_up";
    case EntryKind::payment: return "payment";
    case EntryKind::cancel: return "cancel";
    case EntryKind::expiry: return "expiry";
    case EntryKind::set_place_traits: return "set_place_traits";
    case EntryKind::set_wallet_marks: return "set_wallet_marks";
    case EntryKind::set_policy: return "set_policy";
    case EntryKind::register_cards: return "register_cards";
    case EntryKind::activate_card: return "activate_card";
    case EntryKind::set_card_status: return "set_card_status";
    case EntryKind::reissue_card: return "reissue_card";
    case EntryKind::give_mandate: return "give_mandate";
    case EntryKind::revoke_mandate: return "revoke_mandate";
    case EntryKind::propose_job: return "propose_job";
    case EntryKind::grant: return "grant";
    case EntryKind::adjustment: return "adjustment";
    case EntryKind::transfer: return "transfer";
    case EntryKind::move_card: return "move_card";
    case EntryKind::hold_top_up: return "hold_top_up";
    case EntryKind::hold_dues: return "hold_dues";
    case EntryKind::post_hold: return "post_hold";
    case EntryKind::void_hold: return "void_hold";
    case EntryKind::give_budget: return "give_budget";
    case EntryKind::claim: return "claim";
    case EntryKind::check_in: return "check_in";
    case EntryKind::check_out: return "check_out";
    case EntryKind::correct_stay: return "correct_stay";
    case EntryKind::grant_rows: return "grant_rows";
    case EntryKind::end_job: return "end_job";
    case EntryKind::open_handout: return "open_handout";
    case EntryKind::close_handout: return "close_handout";
    case EntryKind::set_household: return "set_household";
    case EntryKind::close_day: return "close_day";
    case EntryKind::propose_settlement: return "propose_settlement";
    case EntryKind::settle: return "settle";
    case EntryKind::pay_out: return "pay_out";
    case EntryKind::return_pay_out: return "return_pay_out";
    case EntryKind::close_key: return "close_key";
    }
    MEGURI_ENSURE(!"an entry kind outside the list");
    return "";
}

std::string_view way_word(std::uint32_t way) {
    switch (way) {
    case ledger::Ways::printed_code: return "printed_code";
    case ledger::Ways::code_word: return "code_word";
    case ledger::Ways::staff_scan: return "staff_scan";
    case ledger::Ways::check_in: return "check_in";
    case ledger::Ways::list: return "list";
    }
    MEGURI_ENSURE(!"a way outside the list");
    return "";
}

std::string_view cancel_word(std::uint8_t reason) {
    constexpr std::string_view words[] = {"",      "wrong_amount", "wrong_person", "goods_returned",
                                          "other", "charged_back"};
    MEGURI_ENSURE(reason < std::size(words));
    return words[reason];
}

std::string_view adjust_word(std::uint8_t reason) {
    constexpr std::string_view words[] = {"",       "correction", "city_error", "compensation",
                                          "misuse", "other"};
    MEGURI_ENSURE(reason < std::size(words));
    return words[reason];
}

std::string_view limit_word(ledger::Limit limit) {
    switch (limit) {
    case ledger::Limit::person_maximum: return "person_maximum";
    case ledger::Limit::program_budget: return "program_budget";
    case ledger::Limit::rule: return "person_limit";
    case ledger::Limit::everybody_rule: return "program_limit";
    case ledger::Limit::household_rule: return "household_limit";
    case ledger::Limit::organization_budget: return "organization_budget";
    case ledger::Limit::handout_person: return "handout_person";
    case ledger::Limit::handout_times: return "handout_times";
    case ledger::Limit::mandate: return "mandate";
    }
    return "";
}

std::string_view unused_word(ledger::Unused why) {
    switch (why) {
    case ledger::Unused::not_needed: return "not_needed";
    case ledger::Unused::expired: return "expired";
    case ledger::Unused::not_money: return "not_money";
    case ledger::Unused::not_here: return "not_here";
    case ledger::Unused::not_now: return "not_now";
    case ledger::Unused::limit: return "limit";
    case ledger::Unused::not_for_dues: return "not_for_dues";
    case ledger::Unused::may_not_move: return "may_not_move";
    }
    return "";
}

} // namespace meguri::service
