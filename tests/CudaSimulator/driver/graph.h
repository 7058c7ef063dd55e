// Graphs: nodes with what must have run before them.
#pragma once
#include "state.h"

namespace cudasim
{
enum class NodeKind
{
    Kernel = 0, // the numbers of CUgraphNodeType
    Copy = 1,
    Memset = 2,
    Host = 3,
    ChildGraph = 4,
    Empty = 5,
    EventWait = 6,
    EventRecord = 7,
};

// A piece of work that runs on a stream's worker thread; what it returns becomes the device's sticky error.
struct Work
{
    NodeKind kind;
    std::string name; // of the kernel or function
    std::function<CUresult()> run;
    bool always = false; // runs even after an error, because others wait for it
};

struct GraphNode
{
    Work work;
    std::vector<size_t> after; // nodes that come before
};

using GraphNodes = std::vector<GraphNode>;

struct Graph
{
    Context* context;
    GraphNodes nodes;
};

struct GraphExec
{
    Context* context;
    std::shared_ptr<const GraphNodes> nodes;
    std::shared_ptr<std::mutex> running; // launches of one exec run one after the other
};
} // namespace cudasim
