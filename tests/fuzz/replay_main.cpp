// Gives every file of a folder to a fuzz target, and each with one byte changed or cut off, so that the
// corpus is more than its files. Fails where the folder has none.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void give(const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int count, char** arguments) {
    constexpr int kVariants = 200;
    std::mt19937 random(20260101);
    int files = 0;
    for (int i = 1; i < count; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(file), {}};
            give(bytes);
            for (int variant = 0; variant < kVariants && !bytes.empty(); ++variant) {
                std::string changed = bytes;
                changed[random() % changed.size()] = static_cast<char>(random());
                if (variant % 3 == 0) changed.resize(random() % changed.size());
                if (variant % 5 == 0)
                    changed.insert(random() % (changed.size() + 1), bytes.substr(random() % bytes.size()));
                give(changed);
            }
            ++files;
        }
    }
    std::printf("%d files, %d variants of each, seed 20260101\n", files, kVariants);
    return files > 0 ? 0 : 1;
}
