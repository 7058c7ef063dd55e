// The block scheduler finds what a GPU would hang, crash or give wrong results on.
#include "../core/grid.h"
#include "test.h"

#include <cmath>
#include <cstring>

namespace
{
struct Result
{
    cudasim::GridFailure failure;
    std::string why;
    std::vector<float> output;
};

Result run(const char* name, uint32_t threads, int count, bool threads_meet = true, uint64_t shuffle = 0,
           uint32_t blocks = 1)
{
    struct
    {
        float* output;
        int count, reserved;
    } arguments;
    Result result;
    result.output.resize(1024 + 16);
    // Aligned to 16 bytes, as device memory is.
    auto start = reinterpret_cast<uintptr_t>(result.output.data());
    arguments = {result.output.data() + (16 - start % 16) % 16 / 4, count, 0};
    const cudasim::KernelCode* kernel = cudasim::find_kernel(name);
    CHECK(kernel != nullptr);
    result.failure =
        cudasim::run_grid({kernel, {blocks, 1, 1}, {threads, 1, 1}, &arguments, threads_meet, shuffle}, result.why);
    result.output.erase(result.output.begin(), result.output.begin() + (arguments.output - result.output.data()));
    return result;
}

void expect_failure(const char* kernel, uint32_t threads, int count, const char* text, bool threads_meet = true)
{
    Result result = run(kernel, threads, count, threads_meet);
    CHECK_EQUAL(cudasim::GridFailure::Failed, result.failure);
    report(result.why.find(text) != std::string::npos, __FILE__, __LINE__, kernel, "said: " + result.why);
}
} // namespace

TEST(barriers_that_not_all_threads_reach_are_found)
{
    expect_failure("bad_partial_barrier", 64, 40, "barrier");
    expect_failure("bad_two_barriers", 64, 40, "different barriers");
}

TEST(warp_operations_that_not_all_lanes_reach_are_found)
{
    expect_failure("bad_partial_warp", 64, 20, "warp operation");
    expect_failure("bad_mixed_warp", 64, 20, "different operations");
    expect_failure("bad_partial_warp", 20, 20, "fewer than 32");
}

TEST(deadlocks_are_found) { expect_failure("bad_deadlock", 64, 48, "deadlock"); }

TEST(threads_that_meet_need_ptx_that_says_so)
{
    expect_failure("bad_partial_barrier", 64, 64, "the kernel's PTX has none", false);
}

TEST(unaligned_vector_accesses_are_found)
{
    CHECK_EQUAL(cudasim::GridFailure::Misaligned, run("bad_alignment", 1, 0, false).failure);
}

TEST(a_good_kernel_runs_after_bad_ones)
{
    Result result = run("bad_partial_barrier", 64, 64);
    CHECK_EQUAL(cudasim::GridFailure::None, result.failure);
    CHECK(result.output[0] == 1 && result.output[63] == 1);
}

TEST(a_missing_barrier_shows_when_warps_are_shuffled)
{
    int wrong = 0;
    for (uint64_t seed = 1; seed <= 8; seed++)
    {
        Result result = run("bad_race", 256, 0, true, seed);
        CHECK_EQUAL(cudasim::GridFailure::None, result.failure);
        for (int i = 0; i < 256; i++) wrong += result.output[static_cast<size_t>(i)] != 1 ? 1 : 0;
    }
    CHECK(wrong > 0);
}

TEST(shared_memory_is_poisoned_for_every_block)
{
    Result result = run("bad_fresh_shared", 32, 0, true, 0, 2);
    for (size_t i = 0; i < 32; i++) CHECK(std::isnan(result.output[i]));
}
