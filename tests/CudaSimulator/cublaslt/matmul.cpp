// The heuristic, and the product as a call: checks, then a piece of work on the stream.
#include "lt.h"

#include <algorithm>
#include <cstdio>

namespace cublaslt
{
bool describe(const MatmulDesc* desc, const MatrixLayout* a, const MatrixLayout* b, const MatrixLayout* c,
              const MatrixLayout* d, Problem& problem)
{
    if (desc == nullptr || a == nullptr || b == nullptr || c == nullptr || d == nullptr) return false;
    bool ta = desc->trans_a != NoTranspose, tb = desc->trans_b != NoTranspose;
    problem = {desc, a, b, c, d, ta ? a->columns : a->rows, tb ? b->rows : b->columns, ta ? a->rows : a->columns};
    uint64_t k_of_b = tb ? b->columns : b->rows;
    bool fits = problem.k == k_of_b && d->rows == problem.m && d->columns == problem.n && c->rows == d->rows
                && c->columns == d->columns;
    for (const MatrixLayout* layout : {a, b, c, d})
        fits = fits && layout->ld >= static_cast<int64_t>(layout->order == RowMajor ? layout->columns : layout->rows);
    return fits && problem.m > 0 && problem.n > 0 && problem.k > 0;
}

namespace
{
bool known_epilogue(unsigned epilogue)
{
    for (unsigned known : {unsigned{EpilogueDefault}, Relu, Bias, ReluBias, ReluAux, ReluAuxBias, DRelu,
                           DReluBiasGradient, unsigned{EpilogueBiasGradientA}, unsigned{EpilogueBiasGradientB}})
        if (epilogue == known) return true;
    return false;
}

bool epilogue_fits(const Problem& problem)
{
    const MatmulDesc& desc = *problem.desc;
    unsigned e = desc.epilogue;
    if (!known_epilogue(e)) return false;
    if (e != EpilogueDefault && e != EpilogueRelu && problem.d->order != ColumnMajor) return false;
    bool mask = (e & (EpilogueAux | EpilogueReluGradient)) != 0;
    if (mask && (desc.aux_ld % 128 != 0 || desc.aux_ld < static_cast<int64_t>(problem.m))) return false;
    if ((e & EpilogueReluGradient) != 0 && problem.k == 1) return false;
    if (e == EpilogueBiasGradientA && (desc.trans_a != NoTranspose || problem.m == 1)) return false;
    if (e == EpilogueBiasGradientB && (desc.trans_b != Transpose || problem.n == 1)) return false;
    return true;
}

bool needs_bias(unsigned epilogue)
{
    return (epilogue & (EpilogueBias | EpilogueBiasGradient | EpilogueBiasGradientA | EpilogueBiasGradientB)) != 0;
}
} // namespace

bool is_supported(const Problem& problem)
{
    const MatmulDesc& desc = *problem.desc;
    bool compute = desc.compute_type == Compute32F || desc.compute_type == Compute32FPedantic
                   || desc.compute_type == Compute32FFastTf32;
    bool floats = desc.scale_type == Real32 && (desc.bias_type == -1 || desc.bias_type == Real32);
    bool plain = desc.pointer_mode == 0 && desc.trans_c == NoTranspose;
    for (const MatrixLayout* layout : {problem.a, problem.b, problem.c, problem.d})
    {
        floats = floats && layout->type == Real32;
        plain = plain && layout->batch_count == 1 && (layout->order == ColumnMajor || layout->order == RowMajor);
    }
    return compute && floats && plain && epilogue_fits(problem);
}

uint64_t shape_of(const Problem& problem)
{
    uint64_t hash = 1469598103934665603ull;
    const MatmulDesc& d = *problem.desc;
    for (uint64_t part :
         {problem.m, problem.n, problem.k, static_cast<uint64_t>(d.trans_a), static_cast<uint64_t>(d.trans_b),
          uint64_t{d.epilogue}, static_cast<uint64_t>(d.compute_type)})
        hash = (hash ^ part) * 1099511628211ull;
    return hash;
}

size_t extent(const MatrixLayout& layout)
{
    uint64_t lines = layout.order == RowMajor ? layout.rows : layout.columns;
    uint64_t length = layout.order == RowMajor ? layout.columns : layout.rows;
    return static_cast<size_t>((lines - 1) * static_cast<uint64_t>(layout.ld) + length);
}
} // namespace cublaslt

using namespace cublaslt;

namespace
{
constexpr size_t FastWorkspace = 4 << 20;

// Two choices as the real library would have: one that wants a workspace, if one is allowed, and one that wants none.
int offer(const Problem& problem, const Preference& preference, int requested, HeuristicResult* results)
{
    int count = 0;
    for (size_t workspace : {FastWorkspace, size_t{0}})
    {
        if (workspace > preference.max_workspace_bytes || count == requested) continue;
        HeuristicResult& result = results[count++];
        result = HeuristicResult{};
        result.algo.magic = AlgoMagic;
        result.algo.workspace_bytes = workspace;
        for (int i = 0; i < 4; i++) result.algo.alignment[i] = std::min(preference.alignment[i], 16u);
        result.algo.shape = shape_of(problem);
        result.workspace_bytes = workspace;
        result.waves = 1;
    }
    return count;
}

bool is_aligned(const void* pointer, unsigned bytes)
{
    return reinterpret_cast<uintptr_t>(pointer) % std::max(bytes, 4u) == 0;
}

Status check_matrix(int device, const void* pointer, const MatrixLayout& layout)
{
    if (cudasim::is_memory_of(device, pointer, extent(layout) * sizeof(float))) return Success;
    return refuse(ExecutionFailed, "a matrix that does not lie inside one allocation of the stream's device");
}

Status check_epilogue_memory(int device, const Problem& problem)
{
    const MatmulDesc& desc = *problem.desc;
    unsigned e = desc.epilogue;
    size_t bias_length = e == EpilogueBiasGradientB ? problem.n : problem.m;
    if (needs_bias(e) && !cudasim::is_memory_of(device, desc.bias, bias_length * sizeof(float)))
        return refuse(desc.bias == nullptr ? InvalidValue : ExecutionFailed,
                      "the bias is not device memory of its length");
    size_t mask_bytes = static_cast<size_t>(desc.aux_ld) / 8 * problem.n;
    if ((e & (EpilogueAux | EpilogueReluGradient)) != 0 && !cudasim::is_memory_of(device, desc.aux, mask_bytes))
        return refuse(desc.aux == nullptr ? InvalidValue : ExecutionFailed,
                      "the mask is not device memory of its size");
    return Success;
}

Status check_algo(const Algo* algo, const Problem& problem, const void* const (&pointers)[4], const void* workspace,
                  size_t workspace_bytes)
{
    if (algo == nullptr) return Success;
    if (algo->magic != AlgoMagic || algo->shape != shape_of(problem))
        return refuse(InvalidValue, "the algorithm was not chosen for this product");
    if (workspace_bytes < algo->workspace_bytes || (algo->workspace_bytes > 0 && workspace == nullptr))
        return refuse(InvalidValue, "the workspace is smaller than the algorithm needs");
    for (int i = 0; i < 4; i++)
        if (!is_aligned(pointers[i], algo->alignment[i]))
            return refuse(InvalidValue, "a matrix is less aligned than the algorithm needs");
    return Success;
}
} // namespace

CUBLASLT_API int cublasLtMatmulAlgoGetHeuristic(Handle* handle, MatmulDesc* desc, MatrixLayout* a, MatrixLayout* b,
                                                MatrixLayout* c, MatrixLayout* d, Preference* preference, int requested,
                                                HeuristicResult* results, int* returned)
{
    ENTER_CUBLASLT("cublasLtMatmulAlgoGetHeuristic");
    Problem problem;
    if (handle == nullptr || preference == nullptr || results == nullptr || returned == nullptr || requested < 1)
        return InvalidValue;
    *returned = 0;
    if (!describe(desc, a, b, c, d, problem)) return refuse(InvalidValue, "the matrices do not fit together");
    if (cudasim::is_capturing(nullptr))
        return refuse(InternalError, "a heuristic query while a stream is being captured");
    if (is_supported(problem)) *returned = offer(problem, *preference, requested, results);
    return *returned > 0 ? Success : NotSupported;
}

CUBLASLT_API int cublasLtMatmulAlgoCheck(Handle* handle, MatmulDesc* desc, MatrixLayout* a, MatrixLayout* b,
                                         MatrixLayout* c, MatrixLayout* d, const Algo* algo, HeuristicResult* result)
{
    ENTER_CUBLASLT("cublasLtMatmulAlgoCheck");
    Problem problem;
    if (handle == nullptr || algo == nullptr || result == nullptr || !describe(desc, a, b, c, d, problem))
        return InvalidValue;
    *result = HeuristicResult{};
    result->algo = *algo;
    result->workspace_bytes = algo->workspace_bytes;
    bool usable = is_supported(problem) && algo->magic == AlgoMagic && algo->shape == shape_of(problem);
    result->state = usable ? Success : NotSupported;
    return result->state;
}

CUBLASLT_API int cublasLtMatmul(Handle* handle, MatmulDesc* desc, const float* alpha, const void* a,
                                MatrixLayout* a_layout, const void* b, MatrixLayout* b_layout, const float* beta,
                                const void* c, MatrixLayout* c_layout, void* d, MatrixLayout* d_layout,
                                const Algo* algo, void* workspace, size_t workspace_bytes, CUstream stream)
{
    ENTER_CUBLASLT("cublasLtMatmul");
    Problem problem;
    if (handle == nullptr || alpha == nullptr || beta == nullptr
        || !describe(desc, a_layout, b_layout, c_layout, d_layout, problem))
        return refuse(InvalidValue, "no handle, no scale factor, or matrices that do not fit together");
    if (!is_supported(problem)) return refuse(NotSupported, "no kernel for this product");
    int device = cudasim::device_of_stream(stream);
    if (device != handle->device || device != cudasim::current_device())
        return refuse(InvalidValue, "handle, stream and current context are not of one device");
    if (algo == nullptr && cudasim::is_capturing(stream))
        return refuse(InternalError, "a product without an algorithm while captured");
    if (Status status = check_algo(algo, problem, {a, b, c, d}, workspace, workspace_bytes)) return status;
    if (workspace_bytes > 0 && workspace != nullptr && !cudasim::is_memory_of(device, workspace, workspace_bytes))
        return refuse(ExecutionFailed, "the workspace is not device memory of its size");
    if (Status status = check_matrix(device, a, *a_layout)) return status;
    if (Status status = check_matrix(device, b, *b_layout)) return status;
    if (Status status = check_matrix(device, d, *d_layout)) return status;
    if (*beta != 0)
        if (Status status = check_matrix(device, c, *c_layout)) return status;
    if (Status status = check_epilogue_memory(device, problem)) return status;

    Product product{*desc,
                    *a_layout,
                    *b_layout,
                    *c_layout,
                    *d_layout,
                    problem.m,
                    problem.n,
                    problem.k,
                    *alpha,
                    *beta,
                    static_cast<const float*>(a),
                    static_cast<const float*>(b),
                    static_cast<const float*>(c),
                    static_cast<float*>(d)};
    auto run = [product, device]
    {
        // Memory that was freed after the call, or after the capture.
        if (!cudasim::is_memory_of(device, product.a, extent(product.a_layout) * sizeof(float))
            || !cudasim::is_memory_of(device, product.b, extent(product.b_layout) * sizeof(float))
            || !cudasim::is_memory_of(device, product.d, extent(product.d_layout) * sizeof(float)))
            return CUDA_ERROR_ILLEGAL_ADDRESS;
        multiply(product);
        return CUDA_SUCCESS;
    };
    return cudasim::submit_kernel(stream, "cublasLtMatmul", run) == CUDA_SUCCESS ? Success : ExecutionFailed;
}
