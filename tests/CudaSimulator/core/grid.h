// Runs a kernel's whole grid on the calling thread.
#pragma once
#include "kernel.h"

#include <string>

namespace cudasim
{
struct GridLaunch
{
    const KernelCode* kernel;
    Dim grid, block;
    const void* argument;
    bool threads_meet; // the kernel has barriers or warp operations (its PTX says so): threads become fibers
    uint64_t shuffle;  // not 0: blocks and warps run in an order drawn from this seed, which brings out races
};

enum class GridFailure
{
    None,
    Failed,
    Misaligned,
};

// Says in `why` what went wrong.
GridFailure run_grid(const GridLaunch& launch, std::string& why);
} // namespace cudasim
