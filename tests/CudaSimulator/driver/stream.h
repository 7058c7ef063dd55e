// Streams: queues of work, each with a worker thread of its own.
#pragma once
#include "graph.h"
#include "state.h"

#include <chrono>
#include <condition_variable>
#include <deque>

namespace cudasim
{
struct Capture;

// Something that will be done once; threads wait for it.
class Completion
{
  public:
    void complete();
    bool is_complete() const;
    void wait() const;
    std::chrono::steady_clock::time_point when() const;

  private:
    mutable std::mutex lock_;
    mutable std::condition_variable changed_;
    bool done_ = false;
    std::chrono::steady_clock::time_point when_{};
};

struct Stream : std::enable_shared_from_this<Stream>
{
    static constexpr unsigned NonBlocking = 1;

    Stream(Context* owner, unsigned stream_flags, int stream_priority);

    void push(Work work);
    bool is_idle() const;
    void wait_idle() const;

    // No more work will come: the worker ends after the last piece.
    void close();

    Context* const context;
    const unsigned flags;
    const int priority;

    // Guarded by the world's lock.
    std::shared_ptr<Capture> capture;
    std::vector<size_t> capture_tail; // the nodes that the next one follows

  private:
    static void work_on(std::shared_ptr<Stream> stream);
    bool take(Work& work);
    void execute(Work& work);
    void start_worker();

    mutable std::mutex lock_;
    mutable std::condition_variable changed_;
    std::deque<Work> queue_;
    bool busy_ = false, closed_ = false, has_worker_ = false;
};

// The stream of a handle, of the current context's own ones for 0 and 1; null with the error in `code`.
std::shared_ptr<Stream> find_stream(CUstream handle, CUresult& code);

// Queues work, or adds it to the stream's capture.
CUresult submit(Stream& stream, Work work);

// For the legacy stream's sake: waits until blocking streams and the legacy stream itself have done what was queued.
void wait_for_legacy_order(Context& context);
} // namespace cudasim
