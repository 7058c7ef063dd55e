// Graphs: made by capture, instantiated, launched again and again.
#include "graph.h"

#include "api.h"
#include "stream.h"
#include "../core/settings.h"
#include "../core/stats.h"
#include "../core/trace.h"

#include <cstdio>
#include <thread>

using namespace cudasim;

namespace
{
// Runs the nodes in an order that their dependencies allow: as captured, or drawn at random to bring out a missing one.
CUresult run_nodes(const GraphNodes& nodes, Device& device)
{
    static thread_local uint64_t random = settings().seed;
    std::vector<bool> done(nodes.size());
    for (size_t finished = 0; finished < nodes.size();)
    {
        std::vector<size_t> ready;
        for (size_t i = 0; i < nodes.size() && (ready.empty() || random != 0); i++)
        {
            bool free = !done[i];
            for (size_t before : nodes[i].after) free = free && done[before];
            if (free) ready.push_back(i);
        }
        random = random * 6364136223846793005ull + (random != 0 ? 1442695040888963407ull : 0);
        size_t node = ready[(random >> 33) % ready.size()];
        done[node] = true;
        finished++;
        if (device.is_broken() && !nodes[node].work.always) continue;
        Traced traced(nodes[node].work.name);
        if (CUresult code = nodes[node].work.run()) return code;
    }
    return CUDA_SUCCESS;
}

CUresult instantiate(CUgraphExec* out, CUgraph handle)
{
    auto graph = world().graphs.find(handle);
    if (out == nullptr || graph == nullptr)
        return refuse(CUDA_ERROR_INVALID_VALUE, "no such graph, or no place for its executable");
    GraphExec exec{graph->context, std::make_shared<const GraphNodes>(graph->nodes), std::make_shared<std::mutex>()};
    *out = world().execs.add(std::make_shared<GraphExec>(exec));
    return CUDA_SUCCESS;
}

void count_nodes(const GraphNodes& nodes, int device)
{
    count_graph_launch();
    for (const GraphNode& node : nodes)
        if (node.work.kind == NodeKind::Kernel) count_launch(node.work.name.c_str(), device, true);
}

enum UpdateResult : int
{
    UpdateSucceeded = 0,
    TopologyChanged = 2,
    NodeTypeChanged = 3,
    FunctionChanged = 4,
};

UpdateResult compare(const GraphNodes& old_nodes, const GraphNodes& new_nodes)
{
    if (old_nodes.size() != new_nodes.size()) return TopologyChanged;
    for (size_t i = 0; i < old_nodes.size(); i++)
    {
        if (old_nodes[i].after != new_nodes[i].after) return TopologyChanged;
        if (old_nodes[i].work.kind != new_nodes[i].work.kind) return NodeTypeChanged;
        if (old_nodes[i].work.name != new_nodes[i].work.name) return FunctionChanged;
    }
    return UpdateSucceeded;
}
} // namespace

CUDASIM_API(11040, cuGraphInstantiateWithFlags, CUgraphExec* out, CUgraph graph, uint64_t flags)
{
    ENTER(cuGraphInstantiateWithFlags, NeedsContext | UnsafeInCapture);
    if ((flags & ~uint64_t{1 | 8}) != 0)
        return refuse(CUDA_ERROR_INVALID_VALUE, "instantiate flags %llu are not simulated",
                      static_cast<unsigned long long>(flags));
    return instantiate(out, graph);
}

CUDASIM_API(12000, cuGraphInstantiateWithParams, CUgraphExec* out, CUgraph graph, CUDA_GRAPH_INSTANTIATE_PARAMS* params)
{
    ENTER(cuGraphInstantiateWithParams, NeedsContext | UnsafeInCapture);
    if (params == nullptr) return CUDA_ERROR_INVALID_VALUE;
    params->hErrNode_out = nullptr;
    CUresult code = instantiate(out, graph);
    params->result_out = code == CUDA_SUCCESS ? 0 : 1;
    return code;
}

CUDASIM_API(12000, cuGraphExecUpdate_v2, CUgraphExec exec_handle, CUgraph graph_handle,
            CUgraphExecUpdateResultInfo* info)
{
    ENTER(cuGraphExecUpdate_v2, NeedsContext | UnsafeInCapture);
    auto exec = world().execs.find(exec_handle);
    auto graph = world().graphs.find(graph_handle);
    if (exec == nullptr || graph == nullptr || info == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *info = {compare(*exec->nodes, graph->nodes), nullptr, nullptr};
    if (info->result != UpdateSucceeded)
        return refuse(CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE, "the graphs differ: %d", info->result);
    exec->nodes = std::make_shared<const GraphNodes>(graph->nodes);
    return CUDA_SUCCESS;
}

CUDASIM_API(10000, cuGraphLaunch, CUgraphExec handle, CUstream stream_handle)
{
    ENTER(cuGraphLaunch, NeedsContext);
    CUresult code;
    auto stream = find_stream(stream_handle, code);
    if (stream == nullptr) return code;
    auto exec = world().execs.find(handle);
    if (exec == nullptr) return refuse(CUDA_ERROR_INVALID_VALUE, "the graph executable does not exist");
    if (exec->context != stream->context)
        return refuse(CUDA_ERROR_INVALID_VALUE, "the graph is of another context than the stream");
    auto nodes = exec->nodes;
    auto running = exec->running;
    Device* device = stream->context->device;
    if (stream->capture == nullptr) count_nodes(*nodes, device->ordinal);
    auto run = [nodes, running, device]
    {
        std::lock_guard<std::mutex> guard(*running);
        return run_nodes(*nodes, *device);
    };
    // Even after an error: events that the graph records must complete.
    return submit(*stream, {NodeKind::ChildGraph, "graph", run, true});
}

CUDASIM_API(11010, cuGraphUpload, CUgraphExec handle, CUstream stream_handle)
{
    ENTER(cuGraphUpload, NeedsContext | UnsafeInCapture);
    CUresult code;
    auto stream = find_stream(stream_handle, code);
    if (stream == nullptr) return code;
    return world().execs.find(handle) != nullptr
               ? CUDA_SUCCESS
               : refuse(CUDA_ERROR_INVALID_VALUE, "the graph executable does not exist");
}

CUDASIM_API(10000, cuGraphExecDestroy, CUgraphExec exec)
{
    ENTER(cuGraphExecDestroy, NeedsInit | UnsafeInCapture);
    return world().execs.remove(exec) ? CUDA_SUCCESS
                                      : refuse(CUDA_ERROR_INVALID_VALUE, "the graph executable does not exist");
}

CUDASIM_API(10000, cuGraphDestroy, CUgraph graph)
{
    ENTER(cuGraphDestroy, NeedsInit | UnsafeInCapture);
    return world().graphs.remove(graph) ? CUDA_SUCCESS : refuse(CUDA_ERROR_INVALID_VALUE, "the graph does not exist");
}

CUDASIM_API(10000, cuGraphGetNodes, CUgraph handle, CUgraphNode* nodes, size_t* count)
{
    ENTER(cuGraphGetNodes, NeedsInit);
    auto graph = world().graphs.find(handle);
    if (graph == nullptr || count == nullptr) return CUDA_ERROR_INVALID_VALUE;
    size_t places = nodes != nullptr ? *count : 0;
    for (size_t i = 0; i < places; i++) nodes[i] = i < graph->nodes.size() ? &graph->nodes[i] : nullptr;
    *count = graph->nodes.size();
    return CUDA_SUCCESS;
}

CUDASIM_API(11030, cuGraphDebugDotPrint, CUgraph handle, const char* path, unsigned)
{
    ENTER(cuGraphDebugDotPrint, NeedsInit);
    auto graph = world().graphs.find(handle);
    if (graph == nullptr || path == nullptr) return CUDA_ERROR_INVALID_VALUE;
    FILE* file = fopen(path, "w");
    if (file == nullptr) return CUDA_ERROR_OPERATING_SYSTEM;
    fprintf(file, "digraph captured {\n");
    for (size_t i = 0; i < graph->nodes.size(); i++)
    {
        fprintf(file, "  n%zu [label=\"%s\"];\n", i, graph->nodes[i].work.name.c_str());
        for (size_t before : graph->nodes[i].after) fprintf(file, "  n%zu -> n%zu;\n", before, i);
    }
    fprintf(file, "}\n");
    fclose(file);
    return CUDA_SUCCESS;
}

CUDASIM_API(11040, cuDeviceGraphMemTrim, CUdevice device)
{
    ENTER(cuDeviceGraphMemTrim, NeedsInit | UnsafeInCapture);
    return find_device(device) != nullptr ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}
