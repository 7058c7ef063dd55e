// The stream functions of the driver API.
#include "api.h"
#include "capture.h"
#include "stream.h"
#include "../core/stats.h"

#include <algorithm>

using namespace cudasim;

namespace
{
constexpr int LeastPriority = 0, GreatestPriority = -5;

CUresult create(CUstream* out, unsigned flags, int priority)
{
    if (out == nullptr || flags > Stream::NonBlocking)
        return refuse(CUDA_ERROR_INVALID_VALUE, "no place for the stream, or unknown flags");
    *out = world().streams.add(
        std::make_shared<Stream>(current_context(), flags, std::clamp(priority, GreatestPriority, LeastPriority)));
    return CUDA_SUCCESS;
}

// Waiting for, or asking about, a stream under capture breaks the capture.
CUresult refuse_captured(Stream& stream)
{
    if (stream.capture == nullptr) return CUDA_SUCCESS;
    stream.capture->invalid = true;
    return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the stream is being captured");
}
} // namespace

CUDASIM_API(2000, cuStreamCreate, CUstream* out, unsigned flags)
{
    ENTER(cuStreamCreate, NeedsContext | UnsafeInCapture);
    return create(out, flags, 0);
}

CUDASIM_API(5050, cuStreamCreateWithPriority, CUstream* out, unsigned flags, int priority)
{
    ENTER(cuStreamCreateWithPriority, NeedsContext | UnsafeInCapture);
    return create(out, flags, priority);
}

CUDASIM_API(5050, cuCtxGetStreamPriorityRange, int* least, int* greatest)
{
    ENTER(cuCtxGetStreamPriorityRange, NeedsContext);
    if (least != nullptr) *least = LeastPriority;
    if (greatest != nullptr) *greatest = GreatestPriority;
    return CUDA_SUCCESS;
}

CUDASIM_API(4000, cuStreamDestroy_v2, CUstream handle)
{
    ENTER(cuStreamDestroy_v2, NeedsInit | UnsafeInCapture);
    auto stream = world().streams.find(handle);
    if (stream == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the stream does not exist");
    if (stream->capture != nullptr) stream->capture->invalid = true;
    world().streams.remove(handle);
    stream->close();
    return CUDA_SUCCESS;
}

CUDASIM_API(2000, cuStreamSynchronize, CUstream handle)
{
    ENTER(cuStreamSynchronize, NeedsContext);
    count_host_sync("cuStreamSynchronize");
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    if ((code = refuse_captured(*stream)) != CUDA_SUCCESS) return code;
    call.unlock();
    stream->wait_idle();
    return static_cast<CUresult>(stream->context->device->sticky.load());
}

CUDASIM_API(2000, cuStreamQuery, CUstream handle)
{
    ENTER(cuStreamQuery, NeedsContext);
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    if ((code = refuse_captured(*stream)) != CUDA_SUCCESS) return code;
    return stream->is_idle() ? static_cast<CUresult>(stream->context->device->sticky.load()) : CUDA_ERROR_NOT_READY;
}

CUDASIM_API(10000, cuLaunchHostFunc, CUstream handle, void (*function)(void*), void* data)
{
    ENTER(cuLaunchHostFunc, NeedsContext);
    CUresult code;
    auto stream = find_stream(handle, code);
    if (stream == nullptr) return code;
    if (function == nullptr) return CUDA_ERROR_INVALID_VALUE;
    auto run = [function, data]
    {
        function(data);
        return CUDA_SUCCESS;
    };
    return submit(*stream, {NodeKind::Host, "host function", run, false});
}

CUDASIM_API(2000, cuCtxSynchronize)
{
    ENTER(cuCtxSynchronize, NeedsContext);
    count_host_sync("cuCtxSynchronize");
    Context* context = current_context();
    std::vector<std::shared_ptr<Stream>> streams{context->legacy};
    for (const auto& [other, stream] : world().streams.all())
    {
        if (stream->context != context) continue;
        if (CUresult code = refuse_captured(*stream)) return code;
        streams.push_back(stream);
    }
    call.unlock();
    for (const auto& stream : streams) stream->wait_idle();
    return static_cast<CUresult>(context->device->sticky.load());
}
