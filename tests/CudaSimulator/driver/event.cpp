#include "event.h"

#include "api.h"
#include "capture.h"
#include "../core/stats.h"

using namespace cudasim;

namespace
{
constexpr unsigned External = 1;

CUresult event_and_stream(CUevent event_handle, CUstream stream_handle, std::shared_ptr<Event>& event,
                          std::shared_ptr<Stream>& stream)
{
    CUresult code;
    stream = find_stream(stream_handle, code);
    if (stream == nullptr) return code;
    event = world().events.find(event_handle);
    return event != nullptr ? CUDA_SUCCESS
                            : refuse(CUDA_ERROR_INVALID_HANDLE, "%p is no event", static_cast<void*>(event_handle));
}

Work record_work(std::shared_ptr<Completion> completion)
{
    auto run = [completion]
    {
        completion->complete();
        return CUDA_SUCCESS;
    };
    return {NodeKind::EventRecord, "event record", run, true};
}

Work wait_work(std::shared_ptr<Completion> completion)
{
    auto run = [completion]
    {
        completion->wait();
        return CUDA_SUCCESS;
    };
    return {NodeKind::EventWait, "event wait", run, false};
}

CUresult record(CUevent event_handle, CUstream stream_handle, unsigned flags)
{
    std::shared_ptr<Event> event;
    std::shared_ptr<Stream> stream;
    if (CUresult code = event_and_stream(event_handle, stream_handle, event, stream)) return code;
    if (event->context != stream->context)
        return refuse(CUDA_ERROR_INVALID_HANDLE, "the event is of another context than the stream");
    bool external = (flags & External) != 0;
    if (flags > External || (external && stream->capture == nullptr)) return CUDA_ERROR_INVALID_VALUE;
    if (stream->capture != nullptr && !external)
    {
        if (stream->capture->invalid) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
        event->capture = stream->capture;
        event->capture_tail = stream->capture_tail;
        event->captured = true;
        return CUDA_SUCCESS;
    }
    if (external)
    {
        // Each launch of the graph records anew.
        auto run = [event]
        {
            auto completion = std::make_shared<Completion>();
            completion->complete();
            std::lock_guard<std::recursive_mutex> guard(world().lock);
            event->last = completion;
            return CUDA_SUCCESS;
        };
        event->captured = false;
        return submit(*stream, {NodeKind::EventRecord, "external event record", run, true});
    }
    auto completion = std::make_shared<Completion>();
    CUresult code = submit(*stream, record_work(completion));
    if (code != CUDA_SUCCESS) return code;
    event->last = completion;
    event->captured = false;
    return CUDA_SUCCESS;
}

// A wait for an event of a capture joins the stream to it, or joins another stream's work back.
CUresult join_capture(Stream& stream, Event& event)
{
    auto capture = event.capture.lock();
    bool running = capture != nullptr && capture->origin->capture == capture;
    if (!running || (stream.capture != nullptr && stream.capture != capture))
        return refuse(CUDA_ERROR_STREAM_CAPTURE_ISOLATION,
                      "the event was recorded in a capture that this stream is not part of");
    if (capture->invalid) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    if (stream.capture == nullptr)
    {
        stream.capture = capture;
        stream.capture_tail.clear();
        capture->members.push_back(stream.weak_from_this());
    }
    for (size_t node : event.capture_tail) stream.capture_tail.push_back(node);
    return CUDA_SUCCESS;
}
} // namespace

CUDASIM_API(2000, cuEventCreate, CUevent* out, unsigned flags)
{
    ENTER(cuEventCreate, NeedsContext | UnsafeInCapture);
    if (out == nullptr || flags > 7) return CUDA_ERROR_INVALID_VALUE;
    auto event = std::make_shared<Event>();
    event->context = current_context();
    event->flags = flags;
    *out = world().events.add(event);
    return CUDA_SUCCESS;
}

CUDASIM_API(4000, cuEventDestroy_v2, CUevent event)
{
    ENTER(cuEventDestroy_v2, NeedsInit | UnsafeInCapture);
    return world().events.remove(event) ? CUDA_SUCCESS : refuse(CUDA_ERROR_INVALID_HANDLE, "the event does not exist");
}

CUDASIM_API(2000, cuEventRecord, CUevent event, CUstream stream)
{
    ENTER(cuEventRecord, NeedsContext);
    return record(event, stream, 0);
}

CUDASIM_API(11010, cuEventRecordWithFlags, CUevent event, CUstream stream, unsigned flags)
{
    ENTER(cuEventRecordWithFlags, NeedsContext);
    return record(event, stream, flags);
}

CUDASIM_API(3020, cuStreamWaitEvent, CUstream stream_handle, CUevent event_handle, unsigned flags)
{
    ENTER(cuStreamWaitEvent, NeedsContext);
    std::shared_ptr<Event> event;
    std::shared_ptr<Stream> stream;
    if (CUresult code = event_and_stream(event_handle, stream_handle, event, stream)) return code;
    if (flags > External) return CUDA_ERROR_INVALID_VALUE;
    if (event->captured) return join_capture(*stream, *event);
    if (stream->capture != nullptr && flags != External)
    {
        stream->capture->invalid = true;
        return refuse(CUDA_ERROR_STREAM_CAPTURE_ISOLATION,
                      "a captured stream waits for an event from outside the capture");
    }
    return event->last == nullptr ? CUDA_SUCCESS : submit(*stream, wait_work(event->last));
}

CUDASIM_API(2000, cuEventSynchronize, CUevent handle)
{
    ENTER(cuEventSynchronize, NeedsContext);
    count_host_sync("cuEventSynchronize");
    auto event = world().events.find(handle);
    if (event == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the event does not exist");
    if (event->captured) return refuse(CUDA_ERROR_CAPTURED_EVENT, "the event was recorded in a capture");
    if (event->last == nullptr) return CUDA_SUCCESS;
    auto last = event->last;
    call.unlock();
    last->wait();
    return static_cast<CUresult>(event->context->device->sticky.load());
}

CUDASIM_API(2000, cuEventQuery, CUevent handle)
{
    ENTER(cuEventQuery, NeedsContext);
    auto event = world().events.find(handle);
    if (event == nullptr) return refuse(CUDA_ERROR_INVALID_HANDLE, "the event does not exist");
    if (event->captured)
    {
        if (auto capture = event->capture.lock()) capture->invalid = true;
        return refuse(CUDA_ERROR_CAPTURED_EVENT, "the event was recorded in a capture");
    }
    return event->last == nullptr || event->last->is_complete() ? CUDA_SUCCESS : CUDA_ERROR_NOT_READY;
}

namespace
{
CUresult elapsed(float* milliseconds, CUevent start_handle, CUevent end_handle)
{
    auto start = world().events.find(start_handle), end = world().events.find(end_handle);
    if (milliseconds == nullptr) return CUDA_ERROR_INVALID_VALUE;
    if (start == nullptr || end == nullptr || start->context != end->context) return CUDA_ERROR_INVALID_HANDLE;
    if (((start->flags | end->flags) & Event::DisableTiming) != 0 || start->last == nullptr || end->last == nullptr)
        return refuse(CUDA_ERROR_INVALID_HANDLE, "an event without timing, or never recorded");
    if (start->captured || end->captured) return CUDA_ERROR_CAPTURED_EVENT;
    if (!start->last->is_complete() || !end->last->is_complete()) return CUDA_ERROR_NOT_READY;
    *milliseconds = std::chrono::duration<float, std::milli>(end->last->when() - start->last->when()).count();
    return CUDA_SUCCESS;
}
} // namespace

CUDASIM_API(2000, cuEventElapsedTime, float* milliseconds, CUevent start, CUevent end)
{
    ENTER(cuEventElapsedTime, NeedsContext);
    return elapsed(milliseconds, start, end);
}

CUDASIM_API(12080, cuEventElapsedTime_v2, float* milliseconds, CUevent start, CUevent end)
{
    ENTER(cuEventElapsedTime_v2, NeedsInit);
    return elapsed(milliseconds, start, end);
}
