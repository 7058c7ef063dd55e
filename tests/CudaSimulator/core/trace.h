// Notes what the devices do and when, for tests that look at the order of things. Off until started.
#pragma once
#include <string>

namespace cudasim
{
// Says which stream the calling worker thread works on; `stream` only tells streams apart.
void trace_stream(int device, const void* stream);

// Notes one piece of work, from construction to destruction.
class Traced
{
  public:
    explicit Traced(const std::string& name);
    ~Traced();
    Traced(const Traced&) = delete;
    Traced& operator=(const Traced&) = delete;

  private:
    long entry_;
    unsigned long trace_;
};

void start_trace();

// Ends the trace, if it has not ended, and gives a line for each piece of work, in the order in which they began: "begin end device stream
// name". Begins and ends share one count, so they can be compared; an end of 0: not over yet.
std::string end_trace();
} // namespace cudasim
