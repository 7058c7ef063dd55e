// Stream capture: what a captured stream collects instead of running it, and who may not do what meanwhile.
#pragma once
#include "graph.h"
#include "state.h"

#include <thread>

namespace cudasim
{
enum CaptureMode : int
{
    CaptureGlobal = 0,
    CaptureThreadLocal = 1,
    CaptureRelaxed = 2,
};

struct Capture
{
    uint64_t id;
    std::vector<GraphNode> nodes;
    Stream* origin;
    CaptureMode mode;
    std::thread::id thread;
    bool invalid = false;
    std::vector<std::weak_ptr<Stream>> members; // streams that joined it
};

// For a function that may allocate, wait or load: the capture that forbids it to the calling thread, or null.
Capture* forbidding_capture();

// The calling thread's own mode (cuThreadExchangeStreamCaptureMode).
CaptureMode& thread_capture_mode();

std::vector<std::shared_ptr<Capture>>& running_captures();
} // namespace cudasim
