#include "wageproof/quantity/sha256.hpp"

#include <gtest/gtest.h>
#include <array>
#include <random>

namespace wageproof::quantity {
namespace {

// FIPS 180-4 example messages and NIST's short-message vectors.
TEST(Sha256, GivesThePublishedDigests) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PiecesGiveTheSameAsTheWhole) {
    std::string text(1000, '\0');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 7);
    const std::string whole = sha256_hex(text);
    for (const std::size_t piece : {1U, 3U, 55U, 56U, 63U, 64U, 65U, 128U, 999U}) {
        Sha256 hash;
        for (std::size_t at = 0; at < text.size(); at += piece)
            hash.update(std::string_view(text).substr(at, piece));
        EXPECT_EQ(hash.finish_hex(), whole) << "pieces of " << piece;
    }
}

TEST(Sha256, InstructionsAndPlainCodeAgree) {
    std::mt19937 random(20260101);
    std::array<unsigned char, 64 * 5> bytes{};
    for (int round = 0; round < 50; ++round) {
        for (auto& byte : bytes) byte = static_cast<unsigned char>(random());
        std::array<std::uint32_t, 8> fast{};
        for (auto& word : fast) word = static_cast<std::uint32_t>(random());
        auto plain = fast;
        detail::sha256_blocks(fast.data(), bytes.data(), 5);
        detail::sha256_blocks_plain(plain.data(), bytes.data(), 5);
        ASSERT_EQ(fast, plain) << "seed 20260101, round " << round;
    }
}

}  // namespace
}  // namespace wageproof::quantity
