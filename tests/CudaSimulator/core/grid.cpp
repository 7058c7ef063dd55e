// The block scheduler. Kernels whose threads never meet run as plain loops; in the others every thread is a fiber, a
// warp runs until all its lanes wait or are done, and a block that cannot go on is a deadlock that a GPU would hang in.
#include "scheduler.h"

#include <algorithm>
#include <numeric>

namespace cudasim
{
thread_local const Dim* current_thread __attribute__((tls_model("initial-exec")));
thread_local BlockPosition current_block __attribute__((tls_model("initial-exec")));
thread_local Scheduler scheduler;

namespace
{
void fiber_entry()
{
    Lane* lane = scheduler.running;
    lane->fiber->arrived();
    scheduler.launch->kernel->call(scheduler.launch->argument);
    lane->state = LaneState::Done;
    scheduler.done++;
    lane->fiber->leave_for_good();
}

bool next_random(uint32_t bound, uint32_t& value)
{
    if (scheduler.random == 0) return false;
    scheduler.random = scheduler.random * 6364136223846793005ull + 1442695040888963407ull;
    value = static_cast<uint32_t>((scheduler.random >> 33) % bound);
    return true;
}

// 0, 1, 2, ... or, with a seed, the same numbers in a random order.
void fill_order(std::vector<uint32_t>& order, uint32_t count)
{
    order.resize(count);
    std::iota(order.begin(), order.end(), 0u);
    for (uint32_t i = count, j; i > 1 && next_random(i, j); i--) std::swap(order[i - 1], order[j]);
}

Dim thread_of(uint32_t number, Dim block)
{
    return {number % block.x, number / block.x % block.y, number / block.x / block.y};
}

void run_plain_block(const GridLaunch& launch, uint32_t threads)
{
    scheduler.running = nullptr;
    for (uint32_t i = 0; i < threads; i++)
    {
        Dim thread = thread_of(i, launch.block);
        current_thread = &thread;
        launch.kernel->call(launch.argument);
    }
}

void start_lane(Lane& lane)
{
    if (scheduler.idle_fibers.empty())
    {
        scheduler.fibers.push_back(std::make_unique<Fiber>());
        scheduler.idle_fibers.push_back(scheduler.fibers.back().get());
    }
    lane.fiber = scheduler.idle_fibers.back();
    scheduler.idle_fibers.pop_back();
    lane.fiber->prepare(&fiber_entry, lane.number);
}

// Runs every lane of a warp that can run; true if there was one.
bool run_warp(uint32_t warp)
{
    bool progress = false;
    while (uint32_t bits = scheduler.ready[warp])
    {
        progress = true;
        scheduler.ready[warp] = bits & (bits - 1);
        Lane& lane = scheduler.lanes[warp * Lanes + static_cast<uint32_t>(__builtin_ctz(bits))];
        if (lane.fiber == nullptr) start_lane(lane);
        scheduler.running = &lane;
        current_thread = &lane.thread;
        lane.fiber->resume();
        if (lane.state == LaneState::Done) scheduler.idle_fibers.push_back(lane.fiber);
        if (scheduler.failure != GridFailure::None) return false;
    }
    return progress;
}

void describe_deadlock(uint32_t threads)
{
    uint32_t in_warp = 0, at_barrier = 0;
    for (const Lane& lane : scheduler.lanes)
    {
        if (lane.state == LaneState::InWarpMeeting) in_warp++;
        if (lane.state == LaneState::InBlockMeeting) at_barrier++;
    }
    describe_failure(GridFailure::Failed,
                     "deadlock: of %u threads %u wait in warp operations, %u at a barrier, %u have ended", threads,
                     in_warp, at_barrier, scheduler.done);
}

void run_fiber_block(const GridLaunch& launch, uint32_t threads, std::vector<uint32_t>& warp_order)
{
    uint32_t warps = (threads + Lanes - 1) / Lanes;
    scheduler.lanes.assign(threads, Lane{});
    scheduler.ready.assign(warps, 0);
    scheduler.done = scheduler.at_barrier = 0;
    scheduler.idle_fibers.clear();
    for (auto& fiber : scheduler.fibers) scheduler.idle_fibers.push_back(fiber.get());
    for (uint32_t i = 0; i < threads; i++)
    {
        Lane& lane = scheduler.lanes[i];
        lane.number = i;
        lane.thread = thread_of(i, launch.block);
        wake(lane);
    }
    fill_order(warp_order, warps);
    for (bool progress = true; progress && scheduler.failure == GridFailure::None;)
    {
        progress = false;
        for (uint32_t warp : warp_order) progress |= run_warp(warp);
    }
    if (scheduler.failure == GridFailure::None && scheduler.done != threads) describe_deadlock(threads);
}

void run_blocks(const GridLaunch& launch)
{
    uint32_t threads = launch.block.x * launch.block.y * launch.block.z;
    uint64_t blocks = uint64_t{launch.grid.x} * launch.grid.y * launch.grid.z;
    static thread_local std::vector<uint32_t> warp_order;
    for (uint64_t i = 0; i < blocks && scheduler.failure == GridFailure::None; i++)
    {
        uint64_t b = scheduler.random != 0 ? blocks - 1 - i : i;
        current_block.block = {static_cast<uint32_t>(b % launch.grid.x),
                               static_cast<uint32_t>(b / launch.grid.x % launch.grid.y),
                               static_cast<uint32_t>(b / launch.grid.x / launch.grid.y)};
        for (SharedVariable& variable : scheduler.shared) variable.poisoned = false;
        if (launch.threads_meet) run_fiber_block(launch, threads, warp_order);
        else run_plain_block(launch, threads);
    }
}

} // namespace

GridFailure run_grid(const GridLaunch& launch, std::string& why)
{
    scheduler.launch = &launch;
    scheduler.failure = GridFailure::None;
    scheduler.random = launch.shuffle;
    current_block.threads = launch.block;
    current_block.grid = launch.grid;
    try
    {
        run_blocks(launch);
    }
    catch (const KernelAborted&)
    {
    }
    scheduler.running = nullptr;
    // Lanes that stopped in the middle of a kernel are never resumed: their stacks go.
    if (scheduler.failure != GridFailure::None) scheduler.fibers.clear();
    why = scheduler.why;
    return scheduler.failure;
}

} // namespace cudasim
