#include "ledger/command.hpp"

namespace meguri::ledger {

namespace {

struct SubjectOf {
    Subject operator()(const Payment& c) const { return {c.wallet, c.place, c.amount}; }
    Subject operator()(const TopUp& c) const { return {c.wallet, c.place, c.amount}; }
    Subject operator()(const Cancel& c) const {
        return {{}, c.place, {}, c.payment, static_cast<std::uint8_t>(c.reason)};
    }
    Subject operator()(const CloseKey& c) const { return {c.wallet, c.place}; }
    Subject operator()(const SetWalletStatus& c) const { return {c.wallet}; }
    Subject operator()(const SetWalletMarks& c) const { return {c.wallet}; }
    Subject operator()(const SetHousehold& c) const { return {c.wallet}; }
    Subject operator()(const SetPlaceStatus& c) const { return {{}, c.place}; }
    Subject operator()(const SetPlaceTraits& c) const { return {{}, c.place}; }
    Subject operator()(const GiveMandate& c) const { return {c.wallet}; }
    Subject operator()(const RevokeMandate& c) const { return {c.wallet}; }
    Subject operator()(const Grant& c) const { return {c.wallet, {}, c.amount}; }
    Subject operator()(const Adjust& c) const {
        return {c.wallet, {}, c.amount, {}, static_cast<std::uint8_t>(c.reason)};
    }
    Subject operator()(const Transfer& c) const { return {c.from, {}, c.amount}; }
    Subject operator()(const MoveCard& c) const { return {c.to}; }
    Subject operator()(const HoldTopUp& c) const { return {c.wallet, {}, c.amount}; }
    Subject operator()(const HoldDues& c) const { return {c.wallet, {}, c.amount}; }
    Subject operator()(const Claim& c) const {
        return {c.wallet, c.place, {}, {c.handout.value}, static_cast<std::uint8_t>(c.way)};
    }
    Subject operator()(const CheckIn& c) const { return {c.wallet, {}, {}, {c.handout.value}}; }
    Subject operator()(const CheckOut& c) const { return {c.wallet, {}, {}, {c.handout.value}}; }
    Subject operator()(const CorrectStay& c) const { return {c.wallet, {}, {}, {c.handout.value}}; }
    Subject operator()(const PayOut& c) const { return {{}, {}, c.amount}; }
    Subject operator()(const ReturnPayOut& c) const { return {{}, {}, {}, c.pay_out}; }
    // The city's own commands stand on nobody's chain.
    template <class C> Subject operator()(const C&) const { return {}; }
};

} // namespace

Subject subject_of(const Body& body) { return std::visit(SubjectOf{}, body); }

} // namespace meguri::ledger
