// Kernels that reduce rows, columns or everything, against plain float64 loops.
#include "kernels.h"

namespace
{
constexpr int RowCounts[] = {1, 3, 17, 100};
constexpr int ColumnCounts[] = {1, 2, 10, 31, 32, 33, 100};

struct Rows
{
    std::vector<double> softmax, loss;
};

Rows reference(const std::vector<float>& z, const std::vector<int>& labels, int rows, int columns)
{
    Rows result;
    for (int r = 0; r < rows; r++)
    {
        const float* row = &z[static_cast<size_t>(r * columns)];
        double largest = row[0], sum = 0;
        for (int c = 1; c < columns; c++) largest = std::max(largest, double(row[c]));
        for (int c = 0; c < columns; c++) sum += std::exp(row[c] - largest);
        for (int c = 0; c < columns; c++) result.softmax.push_back(std::exp(row[c] - largest) / sum);
        result.loss.push_back(std::log(sum) - (row[labels[static_cast<size_t>(r)]] - largest));
    }
    return result;
}

float first_largest_is(const float* row, int columns, int label)
{
    int best = 0;
    for (int c = 1; c < columns; c++)
        if (row[c] > row[best]) best = c;
    return best == label ? 1.0f : 0.0f;
}
} // namespace

TEST(softmax_and_its_gradient)
{
    setup();
    for (int rows : RowCounts)
        for (int columns : ColumnCounts)
        {
            auto count = static_cast<size_t>(rows * columns);
            std::vector<float> x = numbers(count, 11), dy = numbers(count, 12);
            for (float& value : x) value *= 20;
            DeviceArray<float> d(x), ddy(dy), dx(count);
            run("softmax", "mirrored_softmax", 2, 1, 256, SoftmaxArguments{d.pointer(), d.pointer(), rows, columns});
            std::vector<float> y = d.read();
            // Exponents up to 40: their rounding, relative, is 40 half-ulps; sums of up to 100 terms of at most 1.
            check_near(y, reference(x, labels_below(columns, static_cast<size_t>(rows)), rows, columns).softmax,
                       64 * HalfUlp, "softmax");
            run("softmax_gradient", "mirrored_softmax_gradient", 2, 1, 256,
                SoftmaxGradientArguments{ddy.pointer(), d.pointer(), dx.pointer(), rows, columns});
            std::vector<double> expected;
            for (int r = 0; r < rows; r++)
            {
                double dot = 0;
                for (int c = 0; c < columns; c++)
                    dot += double(dy[static_cast<size_t>(r * columns + c)]) * y[static_cast<size_t>(r * columns + c)];
                for (int c = 0; c < columns; c++)
                    expected.push_back(y[static_cast<size_t>(r * columns + c)]
                                       * (dy[static_cast<size_t>(r * columns + c)] - dot));
            }
            check_near(dx.read(), expected, 16 * HalfUlp, "softmax gradient");
        }
}

TEST(cross_entropy_from_logits)
{
    setup();
    StepState state;
    DeviceArray<StepState> ds(std::vector<StepState>{state});
    for (int rows : RowCounts)
        for (int columns : ColumnCounts)
        {
            auto count = static_cast<size_t>(rows * columns), r_count = static_cast<size_t>(rows);
            std::vector<float> z = numbers(count, 13);
            for (float& value : z) value *= 10;
            std::vector<int> labels = labels_below(columns, r_count);
            DeviceArray<float> d(z), loss(r_count), correct(r_count);
            DeviceArray<int> dl(labels);
            // The gradient overwrites the logits.
            run("sparse_cross_entropy", "mirrored_sparse_cross_entropy_logits", 2, 1, 256,
                SparseCrossEntropyArguments{d.pointer(), dl.pointer(), loss.pointer(), correct.pointer(), d.pointer(),
                                            {ds.pointer(), nullptr, 1, 1}, rows, columns});
            Rows expected = reference(z, labels, rows, columns);
            check_near(loss.read(), expected.loss, 20 * 8 * HalfUlp, "loss");
            std::vector<double> gradient;
            std::vector<float> right;
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                    gradient.push_back(
                        (expected.softmax[static_cast<size_t>(r * columns + c)] - (c == labels[static_cast<size_t>(r)]))
                        * 0.125);
                right.push_back(
                    first_largest_is(&z[static_cast<size_t>(r * columns)], columns, labels[static_cast<size_t>(r)]));
            }
            check_near(d.read(), gradient, 32 * HalfUlp, "gradient");
            CHECK(correct.read() == right);
        }
}

TEST(cross_entropy_from_probabilities)
{
    setup();
    StepState state;
    DeviceArray<StepState> ds(std::vector<StepState>{state});
    for (int columns : ColumnCounts)
    {
        const int rows = 9;
        auto count = static_cast<size_t>(rows * columns);
        std::vector<float> p = numbers(count, 14);
        for (float& value : p) value = value < -0.8f ? 0 : value > 0.9f ? 1 : std::fabs(value);
        std::vector<int> labels = labels_below(columns, rows);
        DeviceArray<float> dp(p), loss(rows), dg(count);
        DeviceArray<int> dl(labels);
        run("sparse_cross_entropy", "mirrored_sparse_cross_entropy_probabilities", 1, 1, 256,
            SparseCrossEntropyArguments{dp.pointer(), dl.pointer(), loss.pointer(), nullptr, dg.pointer(),
                                        {ds.pointer(), nullptr, 1, 1}, rows, columns});
        std::vector<double> expected_loss, expected;
        for (int r = 0; r < rows; r++)
        {
            const float* row = &p[static_cast<size_t>(r * columns)];
            auto clip = [](double value) { return std::min(std::max(value, double(1e-7f)), double(float(1 - 1e-7))); };
            double sum = 0;
            for (int c = 0; c < columns; c++) sum += clip(row[c]);
            int label = labels[static_cast<size_t>(r)];
            expected_loss.push_back(std::log(sum) - std::log(clip(row[label])));
            for (int c = 0; c < columns; c++)
            {
                bool clipped = row[c] < 1e-7f || row[c] > float(1 - 1e-7);
                expected.push_back(clipped ? 0 : (1 / sum - (c == label ? 1 / double(row[c]) : 0)) * 0.125);
            }
        }
        check_near(loss.read(), expected_loss, 20 * 8 * HalfUlp, "loss");
        // 1 / p is up to a thousand here.
        check_near(dg.read(), expected, 1000 * 4 * HalfUlp, "gradient");
    }
}

TEST(labels_outside_the_row_give_nan_and_touch_nothing_else)
{
    setup();
    const int rows = 4, columns = 10;
    StepState state;
    DeviceArray<StepState> ds(std::vector<StepState>{state});
    std::vector<float> z = numbers(rows * columns, 15);
    DeviceArray<int> labels(std::vector<int>{2, -1, 10, 0x7FFFFFFF});
    for (const char* name : {"mirrored_sparse_cross_entropy_logits", "mirrored_sparse_cross_entropy_probabilities"})
    {
        DeviceArray<float> d(z), loss(rows), correct(rows), gradient(rows * columns);
        run("sparse_cross_entropy", name, 1, 1, 256,
            SparseCrossEntropyArguments{d.pointer(), labels.pointer(), loss.pointer(), correct.pointer(),
                                        gradient.pointer(), {ds.pointer(), nullptr, 1, 1}, rows, columns});
        std::vector<float> l = loss.read(), c = correct.read(), g = gradient.read();
        CHECK(!std::isnan(l[0]) && !std::isnan(g[9]));
        for (size_t r = 1; r < rows; r++)
            CHECK(std::isnan(l[r]) && c[r] == 0 && std::isnan(g[r * columns]) && std::isnan(g[r * columns + 9]));
    }
}

TEST(accuracy_takes_the_first_largest)
{
    setup();
    const int columns = 40, rows = 5;
    std::vector<float> p(rows * columns, 0.25f);
    p[3] = p[35] = 0.5f;                              // row 0: largest at 3 and again at 35
    p[2 * columns + 39] = 0.5f;                       // row 2: at the end
    p[3 * columns + 7] = NAN, p[3 * columns + 8] = 1; // row 3: with NaN nothing is right
    DeviceArray<float> d(p), correct(rows);
    auto accuracy = [&](std::vector<int> labels)
    {
        DeviceArray<int> dl(labels);
        run("sparse_accuracy", "mirrored_sparse_accuracy", 1, 1, 256,
            SparseAccuracyArguments{d.pointer(), dl.pointer(), correct.pointer(), rows, columns});
        return correct.read();
    };
    CHECK((accuracy({3, 0, 39, 8, 40}) == std::vector<float>{1, 1, 1, 0, 0}));
    CHECK((accuracy({35, 1, 0, 7, -1}) == std::vector<float>{0, 0, 0, 0, 0}));
}

TEST(column_sums_go_by_chunks)
{
    setup();
    for (int rows : {0, 1, 64, 65, 1024, 2500})
        for (int columns : {1, 10, 33, 128})
        {
            std::vector<float> x = numbers(static_cast<size_t>(std::max(rows, 1) * columns), 16);
            DeviceArray<float> dx(x), sums(static_cast<size_t>(columns));
            run("column_sum", "mirrored_column_sum", static_cast<unsigned>((columns + 31) / 32), 1, 512,
                ColumnSumArguments{dx.pointer(), sums.pointer(), rows, columns});
            std::vector<float> expected;
            for (int c = 0; c < columns; c++)
            {
                float sum = 0;
                for (int chunk = 0; chunk < rows; chunk += 64)
                {
                    float part = 0;
                    for (int r = chunk; r < std::min(chunk + 64, rows); r++)
                        part += x[static_cast<size_t>(r * columns + c)];
                    sum += part;
                }
                expected.push_back(sum);
            }
            CHECK(sums.read() == expected);
        }
}

TEST(accumulation_goes_by_chunks_in_float64)
{
    setup();
    for (int count : {0, 1, 64, 1000, 40000})
    {
        std::vector<float> x = numbers(static_cast<size_t>(count + 1), 17);
        DeviceArray<float> dx(x);
        DeviceArray<double> sum(std::vector<double>{0.5});
        run("accumulate", "mirrored_accumulate", 1, 1, 256,
            AccumulateArguments{dx.pointer(), nullptr, sum.pointer(), nullptr, nullptr, count, 1, 1, 0, 0, 0, 1.0});
        double expected = 0;
        for (int chunk = 0; chunk < count; chunk += 64)
        {
            double part = 0;
            for (int i = chunk; i < std::min(chunk + 64, count); i++) part += x[static_cast<size_t>(i)];
            expected += part;
        }
        CHECK(sum.read()[0] == 0.5 + expected);
    }
}
