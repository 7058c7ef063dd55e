// What the block scheduler knows of the block that is running; shared by grid.cpp, which runs it, and meetings.cpp,
// where its threads meet.
#pragma once
#include "fiber.h"
#include "grid.h"
#include "warp.h"

#include <cstdlib>
#include <memory>
#include <vector>

namespace cudasim
{
enum class LaneState : uint8_t
{
    Ready,
    InWarpMeeting,
    InBlockMeeting,
    Done,
};

struct Lane
{
    Fiber* fiber;
    Dim thread;
    uint32_t number;
    LaneState state;
    WarpOperation operation;
    WarpOperands operands;
    uint32_t result;
    int line;
};

struct SharedVariable
{
    const void* key;
    std::unique_ptr<char, decltype(&std::free)> memory;
    size_t bytes;
    bool poisoned;
};

struct KernelAborted
{
};

// One of these for each worker thread; keeps its stacks and shared variables from launch to launch.
struct Scheduler
{
    const GridLaunch* launch = nullptr;
    std::vector<Lane> lanes;
    std::vector<uint32_t> ready; // for each warp a bit for each lane
    std::vector<std::unique_ptr<Fiber>> fibers;
    std::vector<Fiber*> idle_fibers;
    std::vector<SharedVariable> shared;
    Lane* running = nullptr; // null while threads run as a plain loop
    uint32_t done = 0, at_barrier = 0;
    GridFailure failure = GridFailure::None;
    std::string why;
    uint64_t random = 0;
};

extern thread_local Scheduler scheduler;

// Notes the failure of the running thread; its place in the grid is told with it.
void describe_failure(GridFailure failure, const char* format, ...) __attribute__((format(printf, 2, 3)));

// Makes a lane run again.
void wake(Lane& lane);
} // namespace cudasim
