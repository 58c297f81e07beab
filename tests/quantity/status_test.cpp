#include "wageproof/quantity/status.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace wageproof::quantity {
namespace {

TEST(Status, IsOkUnlessItSaysWhyNot) {
    EXPECT_TRUE(Status().ok());
    const Status status(StatusCode::parse_error, "punches.ndjson:1234 out: expected HH:MM, found \"25:10\"");
    EXPECT_FALSE(status.ok());
    EXPECT_EQ(to_text(status.code()), "parse_error");
    EXPECT_EQ(status.message().substr(0, 20), "punches.ndjson:1234 ");
}

TEST(Status, KeepsItsKindBelowAFinerCode) {
    const auto finer = static_cast<StatusCode>(0x0105U);
    EXPECT_EQ(Status(finer, "").kind(), StatusCode::unit_mismatch);
    EXPECT_EQ(to_text(finer), "unit_mismatch");
    EXPECT_EQ(to_text(static_cast<StatusCode>(0xFFU)), "unknown");
}

TEST(Result, HoldsAValueOrAStatus) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(result.status().ok());
    EXPECT_EQ(**result, 7);
    const std::unique_ptr<int> taken = *std::move(result);
    EXPECT_EQ(*taken, 7);

    const Result<std::string> failed(StatusCode::not_found, "no pack named 'xx'");
    EXPECT_FALSE(failed.ok());
    EXPECT_EQ(failed.code(), StatusCode::not_found);
    EXPECT_EQ(failed.status().message(), "no pack named 'xx'");
}

Status leaves_early(const Status& first, bool& went_on) {
    WAGEPROOF_RETURN_IF_ERROR(first);
    went_on = true;
    return {};
}

TEST(Status, ReturnsFromAFunctionWhereItIsNotOk) {
    bool went_on = false;
    EXPECT_EQ(leaves_early(Status(StatusCode::overflow, "too much"), went_on).code(), StatusCode::overflow);
    EXPECT_FALSE(went_on);
    EXPECT_TRUE(leaves_early(Status(), went_on).ok());
    EXPECT_TRUE(went_on);
}

TEST(Tried, BecomesAResultWithASentence) {
    EXPECT_EQ(*Tried<int>(3).or_message("unused"), 3);
    const auto failed = Tried<int>(StatusCode::overflow).or_message("the sum is too large");
    EXPECT_EQ(failed.code(), StatusCode::overflow);
    EXPECT_EQ(failed.status().message(), "the sum is too large");
}

}  // namespace
}  // namespace wageproof::quantity
