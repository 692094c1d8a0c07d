#include "ledger/command.hpp"

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
void put(Writer& out, const TopUp& c) {
    out.i(c.wallet.value), out.i(c.place.value), out.i(c.program.value), out.i(c.amount.value);
}
void put(Writer& out, const Payment& c) {
    out.i(c.wallet.value), out.i(c.place.value), out.i(c.amount.value);
}
void put(Writer& out, const Cancel& c) {
    out.i(c.payment.value), out.i(c.place.value), out.u(static_cast<std::uint64_t>(c.reason));
}
void put(Writer& out, const Expire& c) { out.i(c.wallet.value); }
void put(Writer& out, const CloseKey& c) { out.i(c.wallet.value), out.i(c.place.value); }
} // namespace

Hash content_digest(const Body& body) {
    Writer out;
    out.u(body.index());
    std::visit([&](const auto& c) { put(out, c); }, body);
    return sha256(out.done());
}

} // namespace meguri::ledger
