// The product itself.
#include "lt.h"

#include <cmath>
#include <cstring>
#include <vector>

namespace cublaslt
{
namespace
{
// TF32 keeps 10 bits of the mantissa: rounded to nearest, ties away from zero, as cvt.rna.tf32 does.
float to_tf32(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    if ((bits & 0x7F800000u) == 0x7F800000u) return value;
    bits = (bits + 0x1000u) & ~0x1FFFu;
    memcpy(&value, &bits, sizeof bits);
    return value;
}

size_t place(const MatrixLayout& layout, uint64_t row, uint64_t column)
{
    auto ld = static_cast<uint64_t>(layout.ld);
    return static_cast<size_t>(layout.order == RowMajor ? row * ld + column : column * ld + row);
}

// A factor as it enters the sums, line by line: `lines` times `length` floats, element (i, j) from get(i, j).
template <class Get> std::vector<float> gather(uint64_t lines, uint64_t length, bool tf32, Get get)
{
    std::vector<float> values(static_cast<size_t>(lines * length));
    for (uint64_t i = 0; i < lines; i++)
        for (uint64_t j = 0; j < length; j++)
        {
            float value = get(i, j);
            values[static_cast<size_t>(i * length + j)] = tf32 ? to_tf32(value) : value;
        }
    return values;
}

// sums (n lines of m) of a (k lines of m) and b (n lines of k). Four lines at a time share each line of a; every
// element is still one chain over k, and the loop over m vectorises.
void accumulate(std::vector<float>& sums, const std::vector<float>& a, const std::vector<float>& b, size_t m, size_t n,
                size_t k)
{
    constexpr size_t Lines = 4, Strip = 256;
    for (size_t j = 0; j < n; j += Lines)
    {
        size_t lines = n - j < Lines ? n - j : Lines;
        for (size_t start = 0; start < m; start += Strip)
        {
            size_t end = m - start < Strip ? m : start + Strip;
            for (size_t t = 0; t < k; t++)
                for (size_t line = j; line < j + lines; line++)
                {
                    const float* from = &a[t * m];
                    float* to = &sums[line * m];
                    float factor = b[line * k + t];
                    for (size_t i = start; i < end; i++) to[i] = fmaf(factor, from[i], to[i]);
                }
        }
    }
}

struct ReluMask
{
    uint8_t* bytes;
    uint64_t ld; // in bits

    bool get(uint64_t row, uint64_t column) const
    {
        uint64_t bit = column * ld + row;
        return (bytes[bit / 8] >> bit % 8 & 1) != 0;
    }

    void set(uint64_t row, uint64_t column, bool value) const
    {
        uint64_t bit = column * ld + row;
        auto one = static_cast<uint8_t>(1 << bit % 8);
        bytes[bit / 8] = static_cast<uint8_t>(value ? bytes[bit / 8] | one : bytes[bit / 8] & ~one);
    }
};

float finish(const Product& p, float value, uint64_t row, uint64_t column)
{
    unsigned e = p.desc.epilogue;
    ReluMask mask{static_cast<uint8_t*>(p.desc.aux), static_cast<uint64_t>(p.desc.aux_ld)};
    if ((e & EpilogueBias) != 0) value += static_cast<const float*>(p.desc.bias)[row];
    if ((e & EpilogueRelu) != 0)
    {
        if ((e & EpilogueAux) != 0) mask.set(row, column, value > 0);
        value = 0 > value ? 0 : value;
    }
    if ((e & EpilogueReluGradient) != 0 && !mask.get(row, column)) value = 0;
    return value;
}

// For each of `count` lines the sum of get(line, 0 ... length-1).
template <class Get> void write_sums(void* bias, uint64_t count, uint64_t length, Get get)
{
    for (uint64_t i = 0; i < count; i++)
    {
        float sum = 0;
        for (uint64_t j = 0; j < length; j++) sum += get(i, j);
        static_cast<float*>(bias)[i] = sum;
    }
}
} // namespace

void multiply(const Product& p)
{
    bool ta = p.desc.trans_a != NoTranspose, tb = p.desc.trans_b != NoTranspose,
         tf32 = p.desc.compute_type == Compute32FFastTf32;
    auto m = static_cast<size_t>(p.m), n = static_cast<size_t>(p.n), k = static_cast<size_t>(p.k);
    auto a_at = [&](uint64_t t, uint64_t i) { return p.a[ta ? place(p.a_layout, t, i) : place(p.a_layout, i, t)]; };
    auto b_at = [&](uint64_t j, uint64_t t) { return p.b[tb ? place(p.b_layout, j, t) : place(p.b_layout, t, j)]; };
    std::vector<float> a = gather(k, m, tf32, a_at), b = gather(n, k, tf32, b_at), sums(m * n);
    accumulate(sums, a, b, m, n, k);

    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < m; i++)
        {
            float value = p.alpha * sums[j * m + i];
            if (p.beta != 0) value += p.beta * p.c[place(p.c_layout, i, j)];
            sums[j * m + i] = finish(p, value, i, j);
            p.d[place(p.d_layout, i, j)] = sums[j * m + i];
        }

    unsigned e = p.desc.epilogue;
    if ((e & EpilogueBiasGradient) != 0)
        write_sums(p.desc.bias, m, n, [&](uint64_t i, uint64_t j) { return sums[j * m + i]; });
    if (e == EpilogueBiasGradientA) write_sums(p.desc.bias, m, k, [&](uint64_t i, uint64_t t) { return a[t * m + i]; });
    if (e == EpilogueBiasGradientB) write_sums(p.desc.bias, n, k, [&](uint64_t j, uint64_t t) { return b[j * k + t]; });
}
} // namespace cublaslt
