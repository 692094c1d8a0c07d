#include "access/permissions.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace meguri::access {
namespace {

#include "generated/openapi_json.inc"

std::vector<Operation> every_operation() {
    std::vector<Operation> all;
    for (std::uint16_t i = 0; i < static_cast<std::uint16_t>(Operation::count_); ++i)
        all.push_back(static_cast<Operation>(i));
    return all;
}
constexpr StaffRights every_right{15};
const Caller nobody{}, resident{Role::resident, PersonId{1}, {}, {}},
    operator_{Role::operator_, PersonId{2}, {}, {}},
    clerk{Role::staff, PersonId{3}, PlaceId{7}, every_right},
    new_clerk{Role::staff, PersonId{4}, PlaceId{7}, {}};

TEST(Permissions, every_operation_of_the_contract_has_a_row_and_every_row_an_operation) {
    std::set<std::string_view> with_row;
    for (const Rule& rule : rules()) {
        EXPECT_TRUE(operation_named(rule.operation))
            << rule.operation << " is no operation of the contract";
        with_row.insert(rule.operation);
    }
    for (const Operation operation : every_operation())
        EXPECT_TRUE(with_row.contains(name_of(operation)))
            << name_of(operation) << " has no row: nobody may call it";
}

// The contract tells its readers who may call what. It decides nothing, but it must not lie.
TEST(Permissions, are_what_the_contract_says) {
    const std::map<std::string_view, Role> named = {
        {"public", Role::nobody},
        {"resident", Role::resident},
        {"staff", Role::staff},
        {"operator", Role::operator_}
    };
    const auto contract = boost::json::parse(std::string(openapi_json));
    for (const auto& [path, item] : contract.at("paths").as_object()) {
        for (const auto& [method, operation] : item.as_object()) {
            if (!operation.is_object() || !operation.as_object().contains("operationId")) continue;
            const std::string_view id = operation.at("operationId").as_string();
            std::set<Role> told, true_ones;
            for (const auto& role : operation.at("x-roles").as_array())
                told.insert(named.at(std::string_view(role.as_string())));
            for (const Rule& rule : rules()) {
                if (rule.operation == id) true_ones.insert(rule.role);
            }
            EXPECT_EQ(told, true_ones) << id;
        }
    }
}

TEST(Permissions, no_row_stands_twice_and_only_staff_need_rights) {
    std::set<std::pair<std::string_view, Role>> seen;
    for (const Rule& rule : rules()) {
        EXPECT_TRUE(seen.emplace(rule.operation, rule.role).second) << rule.operation;
        EXPECT_NE(rule.scope, Scope::none);
        EXPECT_TRUE(!rule.needs || rule.role == Role::staff) << rule.operation;
        EXPECT_EQ(rule.scope == Scope::open, rule.role == Role::nobody) << rule.operation;
        EXPECT_EQ(
            rule.scope == Scope::city, rule.role == Role::operator_ && rule.scope != Scope::self
        ) << rule.operation;
    }
}

TEST(Permissions, refuse_by_default) {
    EXPECT_EQ(allowed(operator_, Operation::count_), Scope::none);
    for (const Operation operation : every_operation()) {
        for (const Caller* caller : {&resident, &operator_, &clerk}) {
            bool has_row = false;
            for (const Rule& rule : rules())
                has_row |= rule.operation == name_of(operation) &&
                           (rule.role == caller->role || rule.role == Role::nobody);
            EXPECT_EQ(allowed(*caller, operation) != Scope::none, has_row) << name_of(operation);
        }
    }
}

TEST(Permissions, nobody_gets_in_but_by_the_open_door) {
    for (const Operation operation : every_operation()) {
        const Scope scope = allowed(nobody, operation);
        EXPECT_TRUE(scope == Scope::none || scope == Scope::open) << name_of(operation);
        EXPECT_TRUE(scope == Scope::none || allowed(resident, operation) != Scope::none)
            << name_of(operation);
    }
    EXPECT_EQ(allowed(nobody, Operation::createPayment), Scope::none);
    EXPECT_EQ(allowed(nobody, Operation::getInfo), Scope::open);
}

TEST(Permissions, staff_do_only_what_they_have_the_right_to) {
    EXPECT_EQ(allowed(clerk, Operation::createTopUp), Scope::place);
    EXPECT_EQ(allowed(new_clerk, Operation::createTopUp), Scope::none);
    EXPECT_EQ(allowed(new_clerk, Operation::cancelEntry), Scope::none);
    EXPECT_EQ(allowed(new_clerk, Operation::getSales), Scope::place);
    const Caller top_ups_only{
        Role::staff, PersonId{4}, PlaceId{7}, StaffRights{}.with(StaffRight::top_up)
    };
    EXPECT_EQ(allowed(top_ups_only, Operation::createTopUp), Scope::place);
    EXPECT_EQ(allowed(top_ups_only, Operation::removeOwnStaff), Scope::none);
    // Rights mean nothing in another role.
    const Caller odd{Role::resident, PersonId{1}, PlaceId{7}, every_right};
    EXPECT_EQ(allowed(odd, Operation::createTopUp), Scope::none);
}

} // namespace
} // namespace meguri::access
