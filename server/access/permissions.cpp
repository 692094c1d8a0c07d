#include "access/permissions.hpp"

#include "base/ensure.hpp"

#include <array>

namespace meguri::access {

namespace {

constexpr std::array operation_names = {
#define MEGURI_OPERATION(name, method, path, kind) std::string_view(#name),
#include "generated/operations.inc"
#undef MEGURI_OPERATION
};
constexpr std::size_t operations = static_cast<std::size_t>(Operation::count_);
static_assert(operation_names.size() == operations);

constexpr Rule everybody(std::string_view operation) {
    return {operation, Role::nobody, Scope::open, std::nullopt};
}
constexpr Rule resident(std::string_view operation) {
    return {operation, Role::resident, Scope::self, std::nullopt};
}
constexpr Rule staff(std::string_view operation, std::optional<StaffRight> needs = std::nullopt) {
    return {operation, Role::staff, Scope::place, needs};
}
constexpr Rule city(std::string_view operation) {
    return {operation, Role::operator_, Scope::city, std::nullopt};
}

// The table. A row of Role::nobody holds for everybody, signed in or not.
constexpr Rule table[] = {
    // what runs
    everybody("getHealth"),
    everybody("getReadiness"),
    everybody("getMetrics"),
    everybody("getVersion"),
    everybody("getContract"),
    everybody("getInfo"),
    everybody("listBookHeads"),
    everybody("getBookHead"),
    everybody("listGuide"),
    everybody("getGuidePlace"),
    everybody("getPhoto"),
    everybody("getCityStyle"),
    everybody("getCityLogo"),
    everybody("getResidentManifest"),
    everybody("getShopManifest"),

    // coming in: these check a code, a password or an invitation by themselves
    everybody("getSession"),
    everybody("startSession"),
    everybody("endSession"),
    everybody("sendSignUpCode"),
    everybody("verifySignUpCode"),
    everybody("openInvitation"),
    everybody("acceptInvitation"),

    // partners' servers: signed, which the handler checks first
    everybody("receiveCardMessage"),

    // each role: its own keys, and the entries and events that concern it
    resident("getOwnProfile"),
    resident("openKey"),
    {"openKey", Role::staff, Scope::self, {}},
    {"openKey", Role::operator_, Scope::self, {}},
    resident("closeKey"),
    {"closeKey", Role::staff, Scope::self, {}},
    {"closeKey", Role::operator_, Scope::self, {}},
    resident("getEntry"),
    staff("getEntry"),
    city("getEntry"),
    resident("streamEvents"),
    staff("streamEvents"),
    city("streamEvents"),

    // a resident's own wallet
    resident("getWallet"),
    resident("getWalletHistory"),
    resident("getWalletHistoryChoices"),
    resident("getEntryProof"),
    resident("createWalletCode"),
    resident("listTopUpChoices"),
    resident("openPlaceCode"),
    resident("previewPayment"),
    resident("createPayment"),
    resident("previewCardTopUp"),
    resident("createCardTopUp"),
    resident("getCardTopUp"),
    resident("leaveCardTopUp"),
    resident("previewPublicDues"),
    resident("payPublicDues"),
    resident("listOwnPublicDues"),
    resident("getPublicDues"),
    resident("openHandoutCode"),
    resident("createClaim"),
    resident("checkIn"),
    resident("checkOut"),
    resident("openTransfer"),
    resident("previewTransfer"),
    resident("createTransfer"),

    // at the counter
    staff("getOwnPlace"),
    staff("getSales"),
    staff("listSales"),
    staff("getSalesCsv"),
    staff("getCash"),
    staff("cancelEntry", StaffRight::cancel),
    city("cancelEntry"),
    staff("openWalletCode", StaffRight::top_up),
    staff("openWalletCodeToPay", StaffRight::receive),
    staff("payByWalletCode", StaffRight::receive),
    staff("createTopUp", StaffRight::top_up),
    staff("getOwnStaff", StaffRight::manage),
    staff("inviteOwnStaff", StaffRight::manage),
    staff("removeOwnStaff", StaffRight::manage),

    // where an organization hands out: its own budgets and handouts only
    staff("listBudgets"),
    staff("listHandouts"),
    staff("getHandout"),
    staff("openHandout", StaffRight::manage),
    staff("closeHandout", StaffRight::manage),
    staff("retireHandoutCode", StaffRight::manage),
    staff("openHandoutScan"),
    staff("giveByScan"),
    staff("listStays", StaffRight::manage),
    staff("correctStay", StaffRight::manage),

    // at the city's office
    city("createGrant"),
    city("createAdjustment"),
    city("listPublicDues"),
    city("getDuesReconciliation"),
    city("listJobs"),
    city("createJob"),
    city("getJob"),
    city("addJobRows"),
    city("proposeJob"),
    city("approveJob"),
    city("stopJob"),
    city("listBudgets"),
    city("giveBudget"),
    city("listHandouts"),
    city("openHandout"),
    city("getHandout"),
    city("closeHandout"),
    city("retireHandoutCode"),
    city("listSettlements"),
    city("createSettlement"),
    city("getSettlement"),
    city("listSettlementRows"),
    city("proposeSettlement"),
    city("approveSettlement"),
    city("stopSettlement"),
    city("makeTransfers"),
    city("markTransfersPaid"),
    city("returnTransfer"),
    city("getTransferFile"),
    city("getStatementFile"),
    city("getPaymentNotices"),
    city("getTransferSettings"),
    city("setTransferSettings"),
    city("listSettlementGroups"),
    city("setSettlementGroup"),
    city("setOrganizationGroup"),
    city("listOrganizations"),
    city("getOrganizationAccount"),
    city("setOrganizationAccount"),
    city("confirmOrganizationAccount"),
    city("getDashboard"),
    city("listPrograms"),
    city("getProgram"),
    city("stopProgram"),
    city("listProposals"),
    city("createProposal"),
    city("getProposal"),
    city("approveProposal"),
    city("withdrawProposal"),
    city("previewProgram"),
    city("listProgramVersions"),
    city("dryRunProposal"),
    city("getCityLists"),
    city("addCityListItem"),
    city("renameCityListItem"),
    city("getPolicy"),
    city("setPolicy"),
    city("getCityLook"),
    city("previewCityLook"),
    city("setCityLook"),
    city("getBaseDateFigures"),
    city("getProgramBalances"),
    city("getProgramFlows"),
    city("listPlaceTotals"),
    city("listPlaces"),
    city("createPlace"),
    city("getPlace"),
    city("setPlaceStatus"),
    city("setPlaceTraits"),
    city("retirePlaceCode"),
    city("getPlaceDirectory"),
    city("setPlaceDirectory"),
    city("addPlacePhoto"),
    city("removePlacePhoto"),
    city("invitePlaceStaff"),
    city("listPlaceStaff"),
    city("listPlaceSales"),
    city("getPlaceSalesCsv"),
    city("removeStaff"),
    city("listOperators"),
    city("inviteOperator"),
    city("removeOperator"),
    city("listInvitations"),
    city("approveInvitation"),
    city("revokeInvitation"),
    city("findResident"),
    city("getResidentHistory"),
    city("setResidentStatus"),
    city("setResidentMarks"),
    city("setResidentHousehold"),

    // cards: the city makes them, shops and counters use them, a resident's app links and moves
    // them
    city("listCardBatches"),
    city("createCardBatch"),
    city("approveCardBatch"),
    city("findCard"),
    city("activateCard"),
    staff("activateCard", StaffRight::top_up),
    city("setCardStatus"),
    city("reissueCard"),
    city("grantToCard"),
    city("listPrints"),
    city("createCardPrint"),
    city("createPlacePrint"),
    city("getPrint"),
    city("getPrintFile"),
    city("getCardFront"),
    city("setCardArtwork"),
    city("getPrintForm"),
    city("setPrintForm"),
    staff("openCardCode"),
    staff("getCardHistory"),
    city("getCardHistory"),
    staff("blockCard"),
    staff("payByCard", StaffRight::receive),
    resident("chooseCardPin"),
    staff("chooseCardPin", StaffRight::top_up),
    city("chooseCardPin"),
    city("getCardPolicy"),
    city("setCardPolicy"),
    staff("topUpCard", StaffRight::top_up),
    resident("listOwnCards"),
    resident("linkCard"),
    resident("blockOwnCard"),
    resident("unlinkOwnCard"),
    resident("moveCard"),

    // mandates: the feature asks whether the caller gave or holds the one that is named
    resident("listMandates"),
    resident("giveMandate"),
    resident("openMandateCode"),
    resident("revokeMandate"),
    resident("getMandateWallet"),
    resident("createMandateCode"),
    resident("previewOnMandate"),
    resident("payOnMandate"),
    resident("closeMandateKey"),

    // what expires soon
    resident("getExpiring"),
    city("getCityExpiring"),

    // simulators; mounted in demo and test environments only
    everybody("simulateSms"),
    everybody("readSmsInbox"),
    everybody("setSmsFaults"),
    everybody("readClock"),
    everybody("setClock"),
    everybody("simulateCardCheckout"),
    everybody("simulateCardList"),
    everybody("simulateCardSession"),
    everybody("simulateCardExpiry"),
    everybody("simulateCardSearch"),
    everybody("simulateCardRefund"),
    everybody("showCardPage"),
    everybody("pressCardPage"),
    everybody("readCardPayments"),
    everybody("chargeCardBack"),
    everybody("setCardFaults"),
    everybody("simulateSlip"),
    everybody("simulateDuesPayment"),
    everybody("simulateDuesResult"),
    everybody("addSimulatedSlip"),
    everybody("readDuesPayments"),
    everybody("setDuesFaults"),
};

struct Cell {
    Scope scope = Scope::none;
    std::optional<StaffRight> needs;
};
constexpr std::size_t roles = 5; // index = Role
using Cells = std::array<std::array<Cell, roles>, operations>;

Cells by_operation() {
    Cells cells{};
    for (const Rule& rule : table) {
        const auto operation = operation_named(rule.operation);
        if (!operation)
            continue; // no operation of this name: refused as everything unknown; the test says so
        cells[static_cast<std::size_t>(*operation)][static_cast<std::size_t>(rule.role)] = {
            rule.scope, rule.needs
        };
    }
    return cells;
}

} // namespace

std::string_view name_of(Operation operation) {
    MEGURI_ENSURE(operation < Operation::count_);
    return operation_names[static_cast<std::size_t>(operation)];
}

std::optional<Operation> operation_named(std::string_view operation_id) {
    for (std::size_t i = 0; i < operations; ++i) {
        if (operation_names[i] == operation_id) return static_cast<Operation>(i);
    }
    return std::nullopt;
}

Scope allowed(const Caller& caller, Operation operation) {
    static const Cells cells = by_operation();
    if (operation >= Operation::count_) return Scope::none;
    const auto& row = cells[static_cast<std::size_t>(operation)];
    const Cell& own = row[static_cast<std::size_t>(caller.role)];
    if (own.scope != Scope::none && (!own.needs || caller.rights.has(*own.needs))) return own.scope;
    return row[static_cast<std::size_t>(Role::nobody)].scope;
}

std::span<const Rule> rules() { return table; }

} // namespace meguri::access
