#include "capture.h"

#include "api.h"
#include "stream.h"

#include <algorithm>

namespace cudasim
{
std::vector<std::shared_ptr<Capture>>& running_captures()
{
    static auto* captures = new std::vector<std::shared_ptr<Capture>>;
    return *captures;
}

CaptureMode& thread_capture_mode()
{
    static thread_local CaptureMode mode = CaptureGlobal;
    return mode;
}

Capture* forbidding_capture()
{
    if (thread_capture_mode() == CaptureRelaxed) return nullptr;
    for (const auto& capture : running_captures())
    {
        bool own = capture->thread == std::this_thread::get_id() && capture->mode != CaptureRelaxed;
        bool anybody = capture->mode == CaptureGlobal && thread_capture_mode() == CaptureGlobal;
        if (own || anybody) return capture.get();
    }
    return nullptr;
}

namespace
{
// True when every node comes before the origin's end: all streams that joined were joined back.
bool all_joined(const Capture& capture, const std::vector<size_t>& tail)
{
    std::vector<bool> seen(capture.nodes.size());
    std::vector<size_t> open = tail;
    size_t count = 0;
    while (!open.empty())
    {
        size_t node = open.back();
        open.pop_back();
        if (seen[node]) continue;
        seen[node] = true;
        count++;
        open.insert(open.end(), capture.nodes[node].after.begin(), capture.nodes[node].after.end());
    }
    return count == capture.nodes.size();
}

void leave_capture(const std::shared_ptr<Capture>& capture)
{
    for (const auto& member : capture->members)
    {
        auto stream = member.lock();
        if (stream == nullptr || stream->capture != capture) continue;
        stream->capture = nullptr;
        stream->capture_tail.clear();
    }
    auto& running = running_captures();
    running.erase(std::remove(running.begin(), running.end(), capture), running.end());
}

uint64_t next_capture_id()
{
    static uint64_t last = 0;
    return ++last;
}
} // namespace
} // namespace cudasim

using namespace cudasim;

CUDASIM_API(10010, cuStreamBeginCapture_v2, CUstream handle, int mode)
{
    ENTER(cuStreamBeginCapture_v2, NeedsContext);
    if (mode < CaptureGlobal || mode > CaptureRelaxed)
        return refuse(CUDA_ERROR_INVALID_VALUE, "%d is no capture mode", mode);
    if (reinterpret_cast<uintptr_t>(handle) <= 2)
        return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the default stream cannot be captured");
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    if (stream->capture != nullptr) return refuse(CUDA_ERROR_INVALID_VALUE, "the stream is being captured already");
    auto capture = std::make_shared<Capture>();
    capture->id = next_capture_id();
    capture->origin = stream.get();
    capture->mode = static_cast<CaptureMode>(mode);
    capture->thread = std::this_thread::get_id();
    capture->members.push_back(stream);
    stream->capture = capture;
    stream->capture_tail.clear();
    running_captures().push_back(capture);
    return CUDA_SUCCESS;
}

CUDASIM_API(10000, cuStreamEndCapture, CUstream handle, CUgraph* graph)
{
    ENTER(cuStreamEndCapture, NeedsContext);
    if (graph == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *graph = nullptr;
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    auto capture = stream->capture;
    if (capture == nullptr || capture->origin != stream.get())
        return refuse(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, "no capture was begun on this stream");
    if (capture->mode != CaptureRelaxed && capture->thread != std::this_thread::get_id())
    {
        capture->invalid = true;
        return refuse(CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD, "the capture was begun by another thread");
    }
    bool joined = all_joined(*capture, stream->capture_tail);
    leave_capture(capture);
    if (capture->invalid) return refuse(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "the capture was invalidated before");
    if (!joined)
        return refuse(CUDA_ERROR_STREAM_CAPTURE_UNJOINED, "a stream that joined the capture was not joined back");
    *graph = world().graphs.add(std::make_shared<Graph>(Graph{stream->context, capture->nodes}));
    return CUDA_SUCCESS;
}

CUDASIM_API(10000, cuStreamIsCapturing, CUstream handle, int* status)
{
    ENTER(cuStreamIsCapturing, NeedsContext);
    if (status == nullptr) return CUDA_ERROR_INVALID_VALUE;
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    *status = stream->capture == nullptr ? 0 : stream->capture->invalid ? 2 : 1;
    return CUDA_SUCCESS;
}

namespace
{
CUresult capture_info(CUstream handle, int* status, uint64_t* id)
{
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr || status == nullptr) return stream == nullptr ? code : CUDA_ERROR_INVALID_VALUE;
    *status = stream->capture == nullptr ? 0 : stream->capture->invalid ? 2 : 1;
    if (id != nullptr && stream->capture != nullptr) *id = stream->capture->id;
    return CUDA_SUCCESS;
}
} // namespace

// The graph under construction is not offered: its nodes cannot be edited here.
CUDASIM_API(11030, cuStreamGetCaptureInfo_v2, CUstream stream, int* status, uint64_t* id, CUgraph* graph,
            const CUgraphNode** dependencies, size_t* count)
{
    ENTER(cuStreamGetCaptureInfo_v2, NeedsContext);
    if (graph != nullptr || dependencies != nullptr || count != nullptr) return CUDA_ERROR_NOT_SUPPORTED;
    return capture_info(stream, status, id);
}

CUDASIM_API(12030, cuStreamGetCaptureInfo_v3, CUstream stream, int* status, uint64_t* id, CUgraph* graph,
            const CUgraphNode** dependencies, const void** edges, size_t* count)
{
    ENTER(cuStreamGetCaptureInfo_v3, NeedsContext);
    if (graph != nullptr || dependencies != nullptr || edges != nullptr || count != nullptr)
        return CUDA_ERROR_NOT_SUPPORTED;
    return capture_info(stream, status, id);
}

CUDASIM_API(10010, cuThreadExchangeStreamCaptureMode, int* mode)
{
    ENTER(cuThreadExchangeStreamCaptureMode, NeedsNothing);
    if (mode == nullptr || *mode < CaptureGlobal || *mode > CaptureRelaxed) return CUDA_ERROR_INVALID_VALUE;
    int previous = thread_capture_mode();
    thread_capture_mode() = static_cast<CaptureMode>(*mode);
    *mode = previous;
    return CUDA_SUCCESS;
}
