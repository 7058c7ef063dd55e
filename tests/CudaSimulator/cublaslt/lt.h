// What cuBLASLt's handles and descriptors hold here, and the numbers of its interface.
#pragma once
#include "../driver/services.h"

#include <cstddef>
#include <cstdint>

namespace cublaslt
{
enum Status : int
{
    Success = 0,
    NotInitialized = 1,
    AllocFailed = 3,
    InvalidValue = 7,
    ExecutionFailed = 13,
    InternalError = 14,
    NotSupported = 15,
};

constexpr int Real32 = 0; // cudaDataType CUDA_R_32F

enum ComputeType : int
{
    Compute32F = 68,
    Compute32FPedantic = 69,
    Compute32FFastTf32 = 77,
};

enum Operation : int
{
    NoTranspose = 0,
    Transpose = 1,
    ConjugateTranspose = 2,
};

enum Order : int
{
    ColumnMajor = 0,
    RowMajor = 1,
};

// Epilogues are bits: what is done to an element, in this order, and what is read or written beside the product.
enum Epilogue : unsigned
{
    EpilogueDefault = 1,
    EpilogueRelu = 2,
    EpilogueBias = 4,
    EpilogueReluGradient = 8,
    EpilogueBiasGradient = 16,
    EpilogueAux = 128,
    EpilogueBiasGradientA = 256,
    EpilogueBiasGradientB = 512,
};

constexpr unsigned Relu = 2, Bias = 4, ReluBias = 6, ReluAux = 130, ReluAuxBias = 134, DRelu = 136,
                   DReluBiasGradient = 152;

struct Handle
{
    int device;
};

struct MatmulDesc
{
    int compute_type, scale_type;
    int pointer_mode = 0, trans_a = NoTranspose, trans_b = NoTranspose, trans_c = NoTranspose, fill_mode = 2;
    unsigned epilogue = EpilogueDefault;
    void* bias = nullptr;
    void* aux = nullptr;
    int64_t aux_ld = 0;
    int sm_count_target = 0;
    int bias_type = -1;
    int aux_type = -1;
};

struct MatrixLayout
{
    unsigned type;
    uint64_t rows, columns;
    int64_t ld;
    int order = ColumnMajor;
    int batch_count = 1;
    int64_t batch_stride = 0;
};

struct Preference
{
    uint64_t max_workspace_bytes = 0;
    unsigned search_mode = 0, reduction_schemes = 7;
    unsigned alignment[4] = {256, 256, 256, 256}; // of A, B, C, D
    float max_waves = 0;
    uint64_t implementations = ~uint64_t{0};
};

// What a heuristic chose: part of cublasLtMatmulAlgo_t's 64 opaque bytes.
struct Algo
{
    uint64_t magic;
    uint64_t workspace_bytes;
    unsigned alignment[4];
    uint64_t shape; // of the product that it was chosen for
    uint64_t reserved[3];
};
static_assert(sizeof(Algo) == 64);

constexpr uint64_t AlgoMagic = 0x4D6972726F726564;

struct HeuristicResult
{
    Algo algo;
    size_t workspace_bytes;
    int state;
    float waves;
    int reserved[4];
};
static_assert(sizeof(HeuristicResult) == 96);

struct Problem
{
    const MatmulDesc* desc;
    const MatrixLayout *a, *b, *c, *d;
    uint64_t m, n, k;
};

// True when the shapes fit together.
bool describe(const MatmulDesc* desc, const MatrixLayout* a, const MatrixLayout* b, const MatrixLayout* c,
              const MatrixLayout* d, Problem& problem);

// True when the simulated library has a kernel for this.
bool is_supported(const Problem& problem);

uint64_t shape_of(const Problem& problem);

// The elements that a matrix takes from its first to its last.
size_t extent(const MatrixLayout& layout);

struct Product
{
    MatmulDesc desc;
    MatrixLayout a_layout, b_layout, c_layout, d_layout;
    uint64_t m, n, k;
    float alpha, beta;
    const float *a, *b, *c;
    float* d;
};

// Computes d = epilogue(alpha op(a) op(b) + beta c): one chain of fused multiply-adds over k for every element.
void multiply(const Product& product);

// Says why a call is refused, at log level 2.
Status refuse(Status status, const char* why);
} // namespace cublaslt

#define CUBLASLT_API extern "C" __attribute__((visibility("default")))

// The first statement of every exported function.
#define ENTER_CUBLASLT(name)                                                                                           \
    if (int planted = cudasim::enter_library_call(name, cublaslt::InternalError)) return planted
