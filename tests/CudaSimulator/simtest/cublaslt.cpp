// cuBLASLt's stand-in: products in the layouts that a row-major library uses, epilogues, and what it refuses.
#include "kernels.h"

#include <cstring>

#include <dlfcn.h>

namespace
{
enum Status : int
{
    Success = 0,
    NotInitialized = 1,
    InvalidValue = 7,
    ExecutionFailed = 13,
    InternalError = 14,
    NotSupported = 15,
};

struct HeuristicResult
{
    uint64_t algo[8];
    size_t workspace_bytes;
    int state;
    float waves;
    int reserved[4];
};

struct Lt
{
    size_t (*cublasLtGetVersion)();
    int (*cublasLtCreate)(void**);
    int (*cublasLtDestroy)(void*);
    int (*cublasLtMatmulDescCreate)(void**, int, int);
    int (*cublasLtMatmulDescDestroy)(void*);
    int (*cublasLtMatmulDescSetAttribute)(void*, int, const void*, size_t);
    int (*cublasLtMatrixLayoutCreate)(void**, int, uint64_t, uint64_t, int64_t);
    int (*cublasLtMatrixLayoutSetAttribute)(void*, int, const void*, size_t);
    int (*cublasLtMatrixLayoutDestroy)(void*);
    int (*cublasLtMatmulPreferenceCreate)(void**);
    int (*cublasLtMatmulPreferenceSetAttribute)(void*, int, const void*, size_t);
    int (*cublasLtMatmulPreferenceDestroy)(void*);
    int (*cublasLtMatmulAlgoGetHeuristic)(void*, void*, void*, void*, void*, void*, void*, int, HeuristicResult*, int*);
    int (*cublasLtMatmul)(void*, void*, const void*, const void*, void*, const void*, void*, const void*, const void*,
                          void*, void*, void*, const void*, void*, size_t, CUstream);
};

Lt& lt(const char* file = "libcublasLt.so.13")
{
    static Lt* functions = [file]
    {
        cu(); // the driver first, as any program
        void* library = open_library(file);
        auto* f = new Lt;
#define FIND(name) f->name = reinterpret_cast<decltype(f->name)>(dlsym(library, #name))
        FIND(cublasLtGetVersion);
        FIND(cublasLtCreate);
        FIND(cublasLtDestroy);
        FIND(cublasLtMatmulDescCreate);
        FIND(cublasLtMatmulDescDestroy);
        FIND(cublasLtMatmulDescSetAttribute);
        FIND(cublasLtMatrixLayoutCreate);
        FIND(cublasLtMatrixLayoutSetAttribute);
        FIND(cublasLtMatrixLayoutDestroy);
        FIND(cublasLtMatmulPreferenceCreate);
        FIND(cublasLtMatmulPreferenceSetAttribute);
        FIND(cublasLtMatmulPreferenceDestroy);
        FIND(cublasLtMatmulAlgoGetHeuristic);
        FIND(cublasLtMatmul);
#undef FIND
        return f;
    }();
    return *functions;
}

// d (m x n, column-major) = op(a) op(b), the buffers' shapes given as cuBLASLt wants them.
struct Product
{
    void *handle = nullptr, *desc = nullptr, *a = nullptr, *b = nullptr, *d = nullptr, *preference = nullptr;
    HeuristicResult choice{};
    int found = 0;
    TestStream stream;
    float one = 1, zero = 0;

    Product(int compute_type, uint64_t m, uint64_t n, uint64_t k, int ta, int tb, unsigned epilogue = 1,
            void* bias = nullptr, void* aux = nullptr, int64_t aux_ld = 0)
    {
        CHECK_EQUAL(Success, lt().cublasLtCreate(&handle));
        lt().cublasLtMatmulDescCreate(&desc, compute_type, 0);
        CHECK_EQUAL(Success, set(3, ta));
        CHECK_EQUAL(Success, set(4, tb));
        CHECK_EQUAL(Success, set(7, epilogue));
        CHECK_EQUAL(Success, set(8, bias));
        CHECK_EQUAL(Success, set(11, aux));
        CHECK_EQUAL(Success, set(12, aux_ld));
        lt().cublasLtMatrixLayoutCreate(&a, 0, ta ? k : m, ta ? m : k, static_cast<int64_t>(ta ? k : m));
        lt().cublasLtMatrixLayoutCreate(&b, 0, tb ? n : k, tb ? k : n, static_cast<int64_t>(tb ? n : k));
        lt().cublasLtMatrixLayoutCreate(&d, 0, m, n, static_cast<int64_t>(m));
        lt().cublasLtMatmulPreferenceCreate(&preference);
    }

    ~Product()
    {
        stream.wait();
        for (void* layout : {a, b, d}) lt().cublasLtMatrixLayoutDestroy(layout);
        lt().cublasLtMatmulPreferenceDestroy(preference);
        lt().cublasLtMatmulDescDestroy(desc);
        lt().cublasLtDestroy(handle);
    }

    template <class T> int set(int attribute, T value)
    {
        return lt().cublasLtMatmulDescSetAttribute(desc, attribute, &value, sizeof value);
    }

    int choose()
    {
        return lt().cublasLtMatmulAlgoGetHeuristic(handle, desc, a, b, d, d, preference, 1, &choice, &found);
    }

    int run(const void* pa, const void* pb, void* pd, const void* algo = nullptr)
    {
        return lt().cublasLtMatmul(handle, desc, &one, pa, a, pb, b, &zero, pd, d, pd, d,
                                   algo != nullptr ? algo : &choice, nullptr, 0, stream.handle);
    }
};

// Row-major y (rows x out) = x (rows x in) w (in x out), as the column-major product of w and x.
std::vector<float> row_major(const std::vector<float>& x, const std::vector<float>& w, int rows, int in, int out)
{
    std::vector<float> y;
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < out; c++)
        {
            float sum = 0;
            for (int t = 0; t < in; t++)
                sum = fmaf(x[static_cast<size_t>(r * in + t)], w[static_cast<size_t>(t * out + c)], sum);
            y.push_back(sum);
        }
    return y;
}
} // namespace

TEST(a_dense_layer_forward_and_backward_in_row_major_terms)
{
    setup();
    const int rows = 13, in = 24, out = 10;
    std::vector<float> x = numbers(rows * in, 31), w = numbers(in * out, 32), dy = numbers(rows * out, 33);
    DeviceArray<float> dx(x), dw(w), ddy(dy), y(rows * out), gx(rows * in), gw(in * out);
    CHECK_EQUAL(130100, lt().cublasLtGetVersion());
    Product forward(68, out, rows, in, 0, 0);
    CHECK_EQUAL(Success, forward.choose());
    CHECK_EQUAL(Success, forward.run(dw.pointer(), dx.pointer(), y.pointer()));
    CHECK_EQUAL(CUDA_SUCCESS, forward.stream.wait());
    CHECK(y.read() == row_major(x, w, rows, in, out));

    std::vector<float> wt(in * out), xt(rows * in);
    for (int i = 0; i < in; i++)
        for (int o = 0; o < out; o++) wt[static_cast<size_t>(o * in + i)] = w[static_cast<size_t>(i * out + o)];
    for (int r = 0; r < rows; r++)
        for (int i = 0; i < in; i++) xt[static_cast<size_t>(i * rows + r)] = x[static_cast<size_t>(r * in + i)];
    Product input_gradient(68, in, rows, out, 1, 0);
    CHECK_EQUAL(Success, input_gradient.choose());
    CHECK_EQUAL(Success, input_gradient.run(dw.pointer(), ddy.pointer(), gx.pointer()));
    CHECK_EQUAL(CUDA_SUCCESS, input_gradient.stream.wait());
    CHECK(gx.read() == row_major(dy, wt, rows, out, in));
    DeviceArray<float> db(out);
    Product weight_gradient(68, out, in, rows, 0, 1, 256, db.pointer());
    CHECK_EQUAL(Success, weight_gradient.choose());
    CHECK_EQUAL(Success, weight_gradient.run(ddy.pointer(), dx.pointer(), gw.pointer()));
    CHECK_EQUAL(CUDA_SUCCESS, weight_gradient.stream.wait());
    CHECK(gw.read() == row_major(xt, dy, in, rows, out));
    std::vector<double> sums(out);
    for (int i = 0; i < rows * out; i++) sums[static_cast<size_t>(i % out)] += dy[static_cast<size_t>(i)];
    check_near(db.read(), sums, 13 * 4 * HalfUlp, "bias gradient");
}

TEST(epilogues_of_products_add_bias_and_clip_and_remember)
{
    setup();
    const int rows = 9, in = 8, out = 12;
    std::vector<float> x = numbers(rows * in, 34), w = numbers(in * out, 35), bias = numbers(out, 36),
                       dy = numbers(rows * in, 37);
    DeviceArray<float> dx(x), dw(w), dbias(bias), y(rows * out), back(rows * out), sums(out);
    DeviceArray<unsigned char> mask(128 / 8 * rows);
    Product forward(68, out, rows, in, 0, 0, 134, dbias.pointer(), mask.pointer(), 128);
    CHECK_EQUAL(Success, forward.choose());
    CHECK_EQUAL(Success, forward.run(dw.pointer(), dx.pointer(), y.pointer()));
    forward.stream.wait();
    std::vector<float> plain = row_major(x, w, rows, in, out), found = y.read();
    for (size_t i = 0; i < plain.size(); i++)
    {
        float sum = plain[i] + bias[i % out];
        CHECK(found[i] == (sum > 0 ? sum : 0));
    }
    // The gradient through the mask, and its column sums: with the same factors, so that only the mask is new.
    Product backward(68, out, rows, in, 0, 0, 152, sums.pointer(), mask.pointer(), 128);
    CHECK_EQUAL(Success, backward.choose());
    CHECK_EQUAL(Success, backward.run(dw.pointer(), dx.pointer(), back.pointer()));
    backward.stream.wait();
    std::vector<float> masked = back.read();
    std::vector<double> columns(out);
    for (size_t i = 0; i < plain.size(); i++)
    {
        CHECK(masked[i] == (found[i] > 0 ? plain[i] : 0));
        columns[i % out] += masked[i];
    }
    check_near(sums.read(), columns, rows * 8 * HalfUlp, "bias gradient");
}

TEST(tf32_rounds_the_factors)
{
    setup();
    // 1 + 2^-11 is half way to TF32's next number: away from zero. 1 + 2^-12 falls back to 1.
    std::vector<float> a{1 + 0x1p-11f, 1 + 0x1p-12f, -1 - 0x1p-11f, 3}, b{1, 1, 1, 1};
    DeviceArray<float> da(a), db(b), d(4);
    Product product(77, 4, 1, 1, 0, 0);
    CHECK_EQUAL(Success, product.choose());
    CHECK_EQUAL(Success, product.run(da.pointer(), db.pointer(), d.pointer()));
    product.stream.wait();
    CHECK((d.read() == std::vector<float>{1 + 0x1p-10f, 1, -1 - 0x1p-10f, 3}));
}

TEST(cublaslt_refuses_what_it_cannot_do)
{
    setup();
    DeviceArray<float> a(64), b(64), d(64);
    std::vector<float> host(64);
    Product product(68, 4, 8, 8, 0, 0);
    CHECK_EQUAL(InvalidValue, product.set(3, int64_t{0}));
    CHECK_EQUAL(Success, product.choose());
    CHECK_EQUAL(1, product.found);
    CHECK_EQUAL(ExecutionFailed, product.run(host.data(), b.pointer(), d.pointer()));
    CHECK_EQUAL(ExecutionFailed, product.run(a.pointer(), b.pointer(), d.pointer() + 48));
    CHECK_EQUAL(InvalidValue, product.run(a.pointer() + 1, b.pointer(), d.pointer()));
    uint64_t foreign[8] = {1, 2, 3};
    CHECK_EQUAL(InvalidValue, product.run(a.pointer(), b.pointer(), d.pointer(), foreign));
    CHECK_EQUAL(Success, product.run(a.pointer(), b.pointer(), d.pointer()));
    CHECK_EQUAL(CUDA_SUCCESS, product.stream.wait());
    // Epilogues need a column-major result; a workspace may be used only where the preference allows it.
    Product with_bias(68, 4, 8, 8, 0, 0, 4, a.pointer());
    int row_major_order = 1;
    int64_t ld = 8;
    lt().cublasLtMatrixLayoutSetAttribute(with_bias.d, 1, &row_major_order, 4);
    lt().cublasLtMatrixLayoutSetAttribute(with_bias.d, 4, &ld, 8);
    CHECK_EQUAL(NotSupported, with_bias.choose());
    CHECK_EQUAL(0, with_bias.found);
    Product wants_workspace(68, 4, 8, 8, 0, 0);
    uint64_t allowed = 32 << 20;
    lt().cublasLtMatmulPreferenceSetAttribute(wants_workspace.preference, 1, &allowed, 8);
    CHECK_EQUAL(Success, wants_workspace.choose());
    CHECK(wants_workspace.choice.workspace_bytes > 0);
    CHECK_EQUAL(InvalidValue, wants_workspace.run(a.pointer(), b.pointer(), d.pointer()));
}

TEST(products_are_captured_but_not_chosen_during_a_capture)
{
    setup();
    std::vector<float> ones(64, 1);
    DeviceArray<float> a(ones), b(ones), d(32);
    Product product(68, 4, 8, 8, 0, 0);
    CHECK_EQUAL(Success, product.choose());
    cu().cuStreamBeginCapture_v2(product.stream.handle, 1);
    CHECK_EQUAL(InternalError, product.choose());
    CHECK_EQUAL(Success, product.run(a.pointer(), b.pointer(), d.pointer()));
    CUgraph graph;
    CUgraphExec exec;
    CHECK_EQUAL(CUDA_SUCCESS, cu().cuStreamEndCapture(product.stream.handle, &graph));
    cu().cuGraphInstantiateWithFlags(&exec, graph, 0);
    CHECK(std::isnan(d.read()[0]));
    cu().cuGraphLaunch(exec, product.stream.handle);
    CHECK_EQUAL(CUDA_SUCCESS, product.stream.wait());
    CHECK(d.read()[31] == 8);
    cu().cuGraphDestroy(graph);
    cu().cuGraphExecDestroy(exec);
}

TEST_WITH(a_cublaslt_newer_than_the_driver_does_not_start, "CUDASIM_DRIVER=12080")
{
    setup();
    void* handle;
    CHECK_EQUAL(NotInitialized, lt("libcublasLt.so.13").cublasLtCreate(&handle));
    auto create = reinterpret_cast<int (*)(void**)>(dlsym(open_library("libcublasLt.so.12"), "cublasLtCreate"));
    CHECK_EQUAL(Success, create(&handle));
    CHECK_EQUAL(Success, lt().cublasLtDestroy(handle));
}

TEST_WITH(planted_faults_reach_cublaslt, "CUDASIM_FAULT=call:name=cublasLtMatmul,n=2,code=13")
{
    setup();
    DeviceArray<float> a(64), b(64), d(64);
    Product product(68, 4, 8, 8, 0, 0);
    product.choose();
    CHECK_EQUAL(Success, product.run(a.pointer(), b.pointer(), d.pointer()));
    CHECK_EQUAL(ExecutionFailed, product.run(a.pointer(), b.pointer(), d.pointer()));
    CHECK_EQUAL(Success, product.run(a.pointer(), b.pointer(), d.pointer()));
}
