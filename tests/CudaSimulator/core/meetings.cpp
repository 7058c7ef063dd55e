// Where the threads of a block meet, what they share, and how a kernel that breaks the rules ends.
#include "scheduler.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace cudasim
{
void describe_failure(GridFailure failure, const char* format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    Dim b = current_block.block;
    uint32_t thread = scheduler.running != nullptr ? scheduler.running->number : current_thread->x;
    char place[128];
    snprintf(place, sizeof place, "%s: block (%u, %u, %u) thread %u: ", scheduler.launch->kernel->name, b.x, b.y, b.z,
             thread);
    scheduler.failure = failure;
    scheduler.why = std::string(place) + text;
}

void wake(Lane& lane)
{
    lane.state = LaneState::Ready;
    scheduler.ready[lane.number / Lanes] |= 1u << lane.number % Lanes;
}

namespace
{
[[noreturn]] void abandon_kernel()
{
    if (scheduler.running == nullptr) throw KernelAborted();
    scheduler.running->fiber->leave_for_good();
    abort();
}

void require_fibers(const char* what)
{
    if (scheduler.running != nullptr) return;
    describe_failure(GridFailure::Failed, "%s, although the kernel's PTX has none", what);
    abandon_kernel();
}
} // namespace

uint32_t meet_warp(WarpOperation operation, WarpOperands operands)
{
    require_fibers("a warp operation");
    Lane& self = *scheduler.running;
    self.operation = operation;
    self.operands = operands;
    uint32_t first = self.number / Lanes * Lanes;
    if (first + Lanes > scheduler.lanes.size()) kernel_failure("a warp operation in a warp of fewer than 32 threads");
    Lane* warp = &scheduler.lanes[first];
    // From the last lane down: lanes run from the first up, so that all but the last find at once that they must wait.
    for (uint32_t i = Lanes; i-- > 0;)
    {
        Lane& other = warp[i];
        if (&other == &self) continue;
        if (other.state == LaneState::Done) kernel_failure("a warp operation after a lane of the warp has ended");
        if (other.state != LaneState::InWarpMeeting)
        {
            self.state = LaneState::InWarpMeeting;
            self.fiber->leave();
            return self.result;
        }
        if (other.operation != operation || other.operands.count != operands.count
            || other.operands.sum != operands.sum)
            kernel_failure("the lanes of a warp meet in different operations");
    }
    uint32_t result = combine_warp(operation, [warp](uint32_t lane) { return warp[lane].operands; });
    for (uint32_t i = 0; i < Lanes; i++)
    {
        warp[i].result = result;
        if (&warp[i] != &self) wake(warp[i]);
    }
    return result;
}

void meet_block(int line)
{
    require_fibers("a barrier");
    Lane& self = *scheduler.running;
    self.line = line;
    if (++scheduler.at_barrier + scheduler.done < scheduler.lanes.size())
    {
        self.state = LaneState::InBlockMeeting;
        self.fiber->leave();
        return;
    }
    if (scheduler.done != 0) kernel_failure("a barrier after a thread of the block has ended");
    for (Lane& other : scheduler.lanes)
    {
        if (&other == &self) continue;
        if (other.line != line) kernel_failure("the threads of a block meet at different barriers");
        wake(other);
    }
    scheduler.at_barrier = 0;
}

void* shared_variable(const void* key, size_t bytes)
{
    for (SharedVariable& variable : scheduler.shared)
    {
        if (variable.key != key) continue;
        if (!variable.poisoned) memset(variable.memory.get(), 0xFF, bytes);
        variable.poisoned = true;
        return variable.memory.get();
    }
    void* memory = nullptr;
    if (posix_memalign(&memory, 16, bytes) != 0) abort();
    memset(memory, 0xFF, bytes);
    scheduler.shared.push_back({key, {static_cast<char*>(memory), &std::free}, bytes, true});
    return memory;
}

void kernel_failure(const char* why)
{
    describe_failure(GridFailure::Failed, "%s", why);
    abandon_kernel();
}

void kernel_misaligned(const void* address)
{
    describe_failure(GridFailure::Misaligned, "a vector access to %p, which is not a multiple of its size", address);
    abandon_kernel();
}

} // namespace cudasim
