#include "ledger/encoding.hpp"
#include "ledger/job_rows.hpp"
#include "ledger/settlement_rows.hpp"

namespace meguri::ledger {

namespace {
void put(Writer& out, const OpenWallet& c) { out.i(c.owner.value); }
void put(Writer& out, const SetWalletStatus& c) {
    out.i(c.wallet.value), out.u(static_cast<std::uint64_t>(c.status));
}
void put(Writer& out, const RegisterPlace& c) {
    out.i(c.organization.value), out.u(c.capabilities.bits);
}
void put(Writer& out, const SetPlaceStatus& c) {
    out.i(c.place.value), out.u(static_cast<std::uint64_t>(c.status));
}
void put(Writer& out, const Propose& c) {
    out.i(c.program.value), write(out, c.terms), out.raw(view(c.texts));
}
void put(Writer& out, const Approve& c) { out.i(c.proposal.value), out.raw(view(c.digest)); }
void put(Writer& out, const Withdraw& c) { out.i(c.proposal.value); }
void put(Writer& out, const StopProgram& c) { out.i(c.program.value); }
// What came with format 2 stands at the end, and only where it says something.
void put(Writer& out, const TopUp& c) {
    out.i(c.wallet.value), out.i(c.place.value), out.i(c.program.value), out.i(c.amount.value);
    if (c.card) out.i(c.card.value);
}
void put(Writer& out, const Payment& c) {
    out.i(c.wallet.value), out.i(c.place.value), out.i(c.amount.value);
    if (c.points || c.card || c.mandate != 0)
        out.i(c.points.value), out.i(c.card.value), out.i(c.mandate);
}
void put(Writer& out, const Cancel& c) {
    out.i(c.payment.value), out.i(c.place.value), out.u(static_cast<std::uint64_t>(c.reason));
    if (c.amount.value != 0) out.i(c.amount.value);
}
void put(Writer& out, const Expire& c) {
    out.i(c.program.value);
    for (const WalletId wallet : c.wallets)
        out.i(wallet.value);
}
void put(Writer& out, const SetWalletMarks& c) { out.i(c.wallet.value), out.u(c.marks); }
void put(Writer& out, const SetPlaceTraits& c) {
    out.i(c.place.value), out.i(c.traits.type), out.i(c.traits.area);
}
void put(Writer& out, const SetPolicy& c) { out.u(c.limited_first); }
void put(Writer& out, const ProposeJob& c) {
    out.i(c.program.value), out.i(c.rows), out.i(c.total.value), out.raw(view(c.audience));
}
void put(Writer& out, const RegisterCards& c) {
    out.i(c.count), out.u(static_cast<std::uint64_t>(c.kind));
}
void put(Writer& out, const ActivateCard& c) { out.i(c.card.value); }
void put(Writer& out, const SetCardStatus& c) {
    out.i(c.card.value), out.u(static_cast<std::uint64_t>(c.status));
}
void put(Writer& out, const ReissueCard& c) { out.i(c.lost.value), out.i(c.fresh.value); }
void put(Writer& out, const GiveMandate& c) { write(out, c); }
void put(Writer& out, const RevokeMandate& c) { out.i(c.wallet.value), out.i(c.mandate); }
void put(Writer& out, const Grant& c) {
    out.i(c.wallet.value), out.i(c.program.value), out.i(c.amount.value);
}
void put(Writer& out, const Adjust& c) {
    out.i(c.wallet.value), out.i(c.program.value), out.i(c.amount.value),
        out.u(static_cast<std::uint64_t>(c.reason));
}
void put(Writer& out, const Transfer& c) {
    out.i(c.from.value), out.i(c.to.value), out.i(c.program.value), out.i(c.amount.value);
}
void put(Writer& out, const MoveCard& c) { out.i(c.card.value), out.i(c.to.value); }
void put(Writer& out, const HoldTopUp& c) {
    out.i(c.wallet.value), out.i(c.program.value), out.i(c.amount.value);
}
void put(Writer& out, const HoldDues& c) {
    out.i(c.wallet.value), out.i(c.amount.value), out.i(c.kind);
}
void put(Writer& out, const PostHold& c) { out.i(c.hold.value); }
void put(Writer& out, const VoidHold& c) { out.i(c.hold.value); }
void put(Writer& out, const GiveBudget& c) {
    out.i(c.organization.value), out.i(c.program.value), out.i(c.amount.value);
}
void put(Writer& out, const OpenHandout& c) { write(out, c.terms); }
void put(Writer& out, const CloseHandout& c) { out.i(c.handout.value); }
void put(Writer& out, const Claim& c) {
    out.i(c.wallet.value), out.i(c.handout.value), out.u(c.way), out.i(c.place.value),
        out.raw(view(c.word));
}
void put(Writer& out, const CheckIn& c) { out.i(c.wallet.value), out.i(c.handout.value); }
void put(Writer& out, const CheckOut& c) { out.i(c.wallet.value), out.i(c.handout.value); }
void put(Writer& out, const CorrectStay& c) {
    out.i(c.wallet.value), out.i(c.handout.value), out.i(c.minutes);
}
void put(Writer& out, const GrantRows& c) {
    out.i(c.job.value), out.raw(view(rows_digest(c.rows, 0, c.rest)));
}
void put(Writer& out, const EndJob& c) { out.i(c.job.value); }
void put(Writer& out, const SetHousehold& c) { out.i(c.wallet.value), out.i(c.with.value); }
void put(Writer& out, const CloseDay& c) { out.i(c.day.days); }
void put(Writer& out, const ProposeSettlement& c) {
    out.i(c.until.days), out.i(c.rows), out.i(c.total.value), out.raw(view(c.audience));
}
void put(Writer& out, const Settle& c) {
    out.i(c.job.value), out.raw(view(rows_digest({c.row}, 0, c.rest)));
}
void put(Writer& out, const PayOut& c) { out.i(c.organization.value), out.i(c.amount.value); }
void put(Writer& out, const ReturnPayOut& c) {
    out.i(c.organization.value), out.i(c.pay_out.value);
}
void put(Writer& out, const CloseKey& c) { out.i(c.wallet.value), out.i(c.place.value); }
} // namespace

Hash content_digest(const Body& body) {
    Writer out;
    out.u(body.index());
    std::visit([&](const auto& c) { put(out, c); }, body);
    return sha256(out.done());
}

} // namespace meguri::ledger
