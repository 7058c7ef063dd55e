#include "stream.h"

#include "api.h"
#include "capture.h"
#include "../core/settings.h"
#include "../core/stats.h"
#include "../core/trace.h"

#include <thread>

namespace cudasim
{
void Completion::complete()
{
    std::lock_guard<std::mutex> guard(lock_);
    done_ = true;
    when_ = std::chrono::steady_clock::now();
    changed_.notify_all();
}

bool Completion::is_complete() const
{
    std::lock_guard<std::mutex> guard(lock_);
    return done_;
}

void Completion::wait() const
{
    std::unique_lock<std::mutex> guard(lock_);
    changed_.wait(guard, [this] { return done_; });
}

std::chrono::steady_clock::time_point Completion::when() const
{
    std::lock_guard<std::mutex> guard(lock_);
    return when_;
}

Stream::Stream(Context* owner, unsigned stream_flags, int stream_priority)
    : context(owner), flags(stream_flags), priority(stream_priority)
{
}

void Stream::push(Work work)
{
    std::lock_guard<std::mutex> guard(lock_);
    queue_.push_back(std::move(work));
    context->device->pending_work++;
    if (!has_worker_) start_worker();
    changed_.notify_all();
}

bool Stream::is_idle() const
{
    std::lock_guard<std::mutex> guard(lock_);
    return queue_.empty() && !busy_;
}

void Stream::wait_idle() const
{
    std::unique_lock<std::mutex> guard(lock_);
    changed_.wait(guard, [this] { return queue_.empty() && !busy_; });
}

void Stream::close()
{
    std::lock_guard<std::mutex> guard(lock_);
    closed_ = true;
    changed_.notify_all();
}

// Detached: a stream is destroyed without waiting for its work, and the worker keeps it alive until then.
void Stream::start_worker()
{
    has_worker_ = true;
    std::thread(&Stream::work_on, shared_from_this()).detach();
}

void Stream::work_on(std::shared_ptr<Stream> stream)
{
    Work work;
    while (stream->take(work))
    {
        stream->execute(work);
        work = Work();
        stream->context->device->pending_work--;
        std::lock_guard<std::mutex> guard(stream->lock_);
        stream->busy_ = false;
        stream->changed_.notify_all();
    }
}

bool Stream::take(Work& work)
{
    std::unique_lock<std::mutex> guard(lock_);
    changed_.wait(guard, [this] { return closed_ || !queue_.empty(); });
    if (queue_.empty()) return false;
    work = std::move(queue_.front());
    queue_.pop_front();
    busy_ = true;
    return true;
}

// A graph's nodes are traced each by itself.
CUresult run_traced(Work& work)
{
    if (work.kind == NodeKind::ChildGraph) return work.run();
    Traced traced(work.name);
    return work.run();
}

void Stream::execute(Work& work)
{
    if (unsigned longest = settings().jitter_us)
    {
        static thread_local unsigned seed =
            static_cast<unsigned>(std::hash<std::thread::id>()(std::this_thread::get_id()));
        std::this_thread::sleep_for(std::chrono::microseconds(static_cast<unsigned>(rand_r(&seed)) % (longest + 1)));
    }
    if (!work.always && context->device->is_broken()) return;
    trace_stream(context->device->ordinal, this);
    CUresult result = run_traced(work);
    int none = 0;
    std::atomic<int>& sticky = context->device->sticky;
    if (result == CUDA_SUCCESS || !sticky.compare_exchange_strong(none, result)) return;
    log_message(1, "device %d: %s failed with error %d, which stays", context->device->ordinal, work.name.c_str(),
                result);
}

std::shared_ptr<Stream> find_stream(CUstream handle, CUresult& code)
{
    code = CUDA_SUCCESS;
    auto number = reinterpret_cast<uintptr_t>(handle);
    if (number > 2)
    {
        auto stream = world().streams.find(handle);
        if (stream == nullptr) code = refuse(CUDA_ERROR_INVALID_HANDLE, "%p is no stream", static_cast<void*>(handle));
        return stream;
    }
    Context* context = current_context();
    if (number == 2 || context == nullptr)
    {
        code = number == 2 ? refuse(CUDA_ERROR_NOT_SUPPORTED, "per-thread default streams are not simulated")
                           : refuse(CUDA_ERROR_INVALID_CONTEXT, "the default stream needs a current context");
        return nullptr;
    }
    for (const auto& [other, stream] : world().streams.all())
    {
        if (stream->context != context || stream->capture == nullptr || stream->flags == Stream::NonBlocking) continue;
        stream->capture->invalid = true;
        code = refuse(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT,
                      "the default stream would join the capture of a blocking stream");
        return nullptr;
    }
    return context->legacy;
}

namespace
{
// What is queued on `first` now comes before whatever is queued on `second` later.
void order_after(Stream& first, Stream& second)
{
    if (first.is_idle()) return;
    auto done = std::make_shared<Completion>();
    auto complete = [done]
    {
        done->complete();
        return CUDA_SUCCESS;
    };
    auto wait = [done]
    {
        done->wait();
        return CUDA_SUCCESS;
    };
    first.push({NodeKind::EventRecord, "legacy order", complete, true});
    second.push({NodeKind::EventWait, "legacy order", wait, false});
}

// The legacy stream runs after all blocking streams' earlier work, and they after its.
void keep_legacy_order(Stream& stream)
{
    Stream& legacy = *stream.context->legacy;
    if (&stream != &legacy)
    {
        if (stream.flags != Stream::NonBlocking) order_after(legacy, stream);
        return;
    }
    for (const auto& [handle, other] : world().streams.all())
        if (other->context == stream.context && other->flags != Stream::NonBlocking) order_after(*other, legacy);
}
} // namespace

CUresult submit(Stream& stream, Work work)
{
    if (stream.capture != nullptr)
    {
        Capture& capture = *stream.capture;
        if (capture.invalid) return refuse(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "the capture was invalidated before");
        capture.nodes.push_back({std::move(work), stream.capture_tail});
        stream.capture_tail = {capture.nodes.size() - 1};
        return CUDA_SUCCESS;
    }
    if (int sticky = stream.context->device->sticky) return static_cast<CUresult>(sticky);
    keep_legacy_order(stream);
    stream.push(std::move(work));
    return CUDA_SUCCESS;
}

void wait_for_legacy_order(Context& context)
{
    std::vector<std::shared_ptr<Stream>> streams{context.legacy};
    for (const auto& [handle, stream] : world().streams.all())
        if (stream->context == &context && stream->flags != Stream::NonBlocking) streams.push_back(stream);
    for (const auto& stream : streams) stream->wait_idle();
}
} // namespace cudasim
