// The epilogue and its gradient against plain float64 loops.
#include "kernels.h"

namespace
{
constexpr uint64_t Seed = 0xFEEDFACE12345678;
constexpr unsigned Layer = 3;

double activate(double x, int activation)
{
    switch (activation)
    {
        case Relu: return x > 0 ? x : 0;
        case Sigmoid: return 1 / (1 + std::exp(-x));
        case Tanh: return std::tanh(x);
        default: return x;
    }
}

// Whether dropout at a quarter keeps an element, from the documented counter.
bool kept(int row, int column, const StepState& state)
{
    Words words = philox(static_cast<unsigned>(column / 4), static_cast<unsigned>(state.first_global_row + row),
                         static_cast<unsigned>(state.rng_step), Layer, Seed);
    return words.word[column % 4] >= 1u << 30;
}

EpilogueRule rule_of(int activation, bool dropout, const float* bias, const StepState* state)
{
    EpilogueRule rule;
    rule.bias = bias;
    rule.state = state;
    rule.seed = Seed;
    rule.layer = Layer;
    rule.threshold = 1u << 30;
    rule.scale = 1 / 0.75f;
    rule.activation = activation;
    rule.dropout = dropout ? 1 : 0;
    return rule;
}

void test_forward(int rows, int columns, int activation, bool bias, bool dropout)
{
    auto count = static_cast<size_t>(rows * columns);
    std::vector<float> x = numbers(count, 5), b = numbers(static_cast<size_t>(columns), 6);
    for (float& value : x) value *= 6;
    StepState state;
    DeviceArray<float> dx(x), db(b);
    DeviceArray<StepState> ds(std::vector<StepState>{state});
    // In place.
    run("epilogue", "mirrored_epilogue", 2, 1, 256,
        EpilogueArguments{dx.pointer(), dx.pointer(),
                          rule_of(activation, dropout, bias ? db.pointer() : nullptr, ds.pointer()), rows, columns});
    std::vector<double> expected(count);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
        {
            auto i = static_cast<size_t>(r * columns + c);
            float sum = bias ? x[i] + b[static_cast<size_t>(c)] : x[i];
            double y = activate(sum, activation);
            expected[i] = !dropout ? y : kept(r, c, state) ? y * double(1 / 0.75f) : 0;
        }
    // Values up to 10; the functions are good to a few units in the last place.
    check_near(dx.read(), expected, 10 * 4 * HalfUlp, "epilogue");
}

void test_backward(int rows, int columns, int activation, bool dropout)
{
    auto count = static_cast<size_t>(rows * columns);
    std::vector<float> dy = numbers(count, 7), y = numbers(count, 8);
    if (activation == Relu || activation == Sigmoid)
        for (float& value : y) value = value > 0 ? value : activation == Relu ? 0 : -value;
    StepState state;
    DeviceArray<float> ddy(dy), dy_out(y), dx(count);
    DeviceArray<StepState> ds(std::vector<StepState>{state});
    run("epilogue_gradient", "mirrored_epilogue_gradient", 2, 1, 256,
        EpilogueGradientArguments{ddy.pointer(), activation == Linear ? nullptr : dy_out.pointer(), dx.pointer(),
                                  rule_of(activation, dropout, nullptr, ds.pointer()), rows, columns});
    std::vector<double> expected(count);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
        {
            auto i = static_cast<size_t>(r * columns + c);
            double scale = dropout ? double(1 / 0.75f) : 1, v = y[i];
            double derivative = activation == Relu      ? (v > 0)
                                : activation == Sigmoid ? v * (1 - v)
                                : activation == Tanh    ? 1 - v * v
                                                        : 1;
            if (dropout && activation == Linear && !kept(r, c, state)) derivative = 0;
            expected[i] = dy[i] * derivative * scale;
        }
    check_near(dx.read(), expected, 4 * HalfUlp, "epilogue gradient");
}
} // namespace

TEST(epilogues_add_activate_and_drop)
{
    setup();
    for (int columns : {1, 5, 8, 130})
        for (int activation : {Linear, Relu, Sigmoid, Tanh})
            for (bool dropout : {false, true}) test_forward(9, columns, activation, columns != 5, dropout);
}

TEST(epilogue_gradients_follow)
{
    setup();
    for (int columns : {1, 5, 8, 130})
    {
        for (int activation : {Linear, Relu, Sigmoid, Tanh}) test_backward(9, columns, activation, false);
        test_backward(9, columns, Linear, true);
        test_backward(9, columns, Relu, true);
    }
}

TEST(activations_keep_what_is_not_a_number_and_do_not_overflow)
{
    setup();
    float inf = INFINITY;
    std::vector<float> x{NAN, inf, -inf, 1e30f, -1e30f, 0, -0.0f, 89};
    auto apply = [&](int activation)
    {
        DeviceArray<float> d(x);
        run("epilogue", "mirrored_epilogue", 1, 1, 256,
            EpilogueArguments{d.pointer(), d.pointer(), rule_of(activation, false, nullptr, nullptr), 1, 8});
        return d.read();
    };
    std::vector<float> relu = apply(Relu), sigmoid = apply(Sigmoid), tanh = apply(Tanh);
    CHECK(std::isnan(relu[0]) && std::isnan(sigmoid[0]) && std::isnan(tanh[0]));
    CHECK(relu[1] == inf && relu[2] == 0 && relu[5] == 0);
    CHECK(sigmoid[1] == 1 && sigmoid[2] == 0 && sigmoid[3] == 1 && sigmoid[4] == 0 && sigmoid[5] == 0.5f);
    CHECK(tanh[1] == 1 && tanh[2] == -1 && tanh[3] == 1 && tanh[4] == -1 && tanh[5] == 0 && std::signbit(tanh[6]));
}
