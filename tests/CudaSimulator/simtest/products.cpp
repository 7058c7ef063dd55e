// Matrix products: the library's own kernel and cuBLASLt's stand-in, both one chain of fused multiply-adds for each
// element.
#include "kernels.h"

namespace
{
// op(a) op(b) as the contract has it.
std::vector<float> chains(const std::vector<float>& a, const std::vector<float>& b, int m, int n, int k, bool ta,
                          bool tb)
{
    std::vector<float> result;
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++)
        {
            float sum = 0;
            for (int t = 0; t < k; t++)
                sum = fmaf(a[static_cast<size_t>(ta ? t * m + i : i * k + t)],
                           b[static_cast<size_t>(tb ? j * k + t : t * n + j)], sum);
            result.push_back(sum);
        }
    return result;
}

void test_product(int tile, bool ta, bool tb, int m, int n, int k)
{
    std::vector<float> a = numbers(static_cast<size_t>(std::max(1, m * k)), 21),
                       b = numbers(static_cast<size_t>(std::max(1, k * n)), 22);
    DeviceArray<float> da(a), db(b), output(static_cast<size_t>(m * n));
    std::string name =
        std::string("mirrored_matmul_") + (ta ? "t" : "n") + (tb ? "t" : "n") + "_" + std::to_string(tile);
    MatMulArguments arguments{da.pointer(), db.pointer(), output.pointer(), m, n, k, 0, {}};
    auto tiles = [tile](int length) { return static_cast<unsigned>((length + tile - 1) / tile); };
    run("matmul", name.c_str(), tiles(m), tiles(n), static_cast<unsigned>(tile * tile / 16), arguments);
    bool same = output.read() == chains(a, b, m, n, k, ta, tb);
    report(same, __FILE__, __LINE__, name.c_str(),
           std::to_string(m) + " x " + std::to_string(n) + " x " + std::to_string(k));
}
} // namespace

TEST(products_are_chains_whatever_the_tile)
{
    setup();
    for (int tile : {32, 64})
        for (bool ta : {false, true})
            for (bool tb : {false, true})
            {
                for (int m : {1, 30, 65})
                    for (int n : {1, 10, 68})
                        for (int k : {1, 16, 17, 50}) test_product(tile, ta, tb, m, n, k);
                test_product(tile, ta, tb, 5, 6, 0);
                test_product(tile, ta, tb, 128, 64, 784);
            }
}

TEST(products_finish_with_bias_relu_and_dropout)
{
    setup();
    const int m = 33, n = 10, k = 20;
    std::vector<float> a = numbers(m * k, 23), b = numbers(k * n, 24), bias = numbers(n, 25);
    DeviceArray<float> da(a), db(b), dbias(bias), output(m * n), plain(m * n);
    StepState state;
    DeviceArray<StepState> ds(std::vector<StepState>{state});
    EpilogueRule rule;
    rule.bias = dbias.pointer();
    rule.state = ds.pointer();
    rule.seed = 42;
    rule.layer = 1;
    rule.threshold = 1u << 31;
    rule.scale = 2;
    rule.activation = Relu;
    rule.dropout = 1;
    run("matmul", "mirrored_matmul_nn_32", 2, 1, 64,
        MatMulArguments{da.pointer(), db.pointer(), output.pointer(), m, n, k, 1, rule});
    run("matmul", "mirrored_matmul_nn_32", 2, 1, 64,
        MatMulArguments{da.pointer(), db.pointer(), plain.pointer(), m, n, k, 0, {}});
    run("epilogue", "mirrored_epilogue", 1, 1, 256, EpilogueArguments{plain.pointer(), plain.pointer(), rule, m, n});
    // The same bits as the two one after the other.
    CHECK(output.read() == plain.read());
}
