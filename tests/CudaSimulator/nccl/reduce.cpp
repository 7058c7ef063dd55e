// What a collective computes: always in rank order, one rounding for each step, so that the bits are the same each
// time.
#include "nccl.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace nccl
{
namespace
{
constexpr size_t Block = 4096; // elements

float float_of_bits(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

uint32_t bits_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

struct Half
{
    uint16_t bits;

    operator float() const
    {
        uint32_t sign = uint32_t{bits & 0x8000u} << 16, exponent = (bits >> 10) & 31u, fraction = bits & 0x3FFu;
        if (exponent == 31) return float_of_bits(sign | 0x7F800000u | fraction << 13);
        if (exponent != 0) return float_of_bits(sign | (exponent + 112) << 23 | fraction << 13);
        float small = static_cast<float>(fraction) * 0x1p-24f;
        return sign != 0 ? -small : small;
    }

    static Half of(float value)
    {
        uint32_t x = bits_of(value), sign = x >> 16 & 0x8000u;
        x &= 0x7FFFFFFFu;
        if (x > 0x7F800000u) return {static_cast<uint16_t>(sign | 0x7E00u)};
        if (x >= 0x477FF000u) return {static_cast<uint16_t>(sign | 0x7C00u)}; // rounds to infinity
        if (x < 0x38800000u) // below the smallest normal number: the adder rounds to multiples of 2^-24
            return {static_cast<uint16_t>(sign | (bits_of(float_of_bits(x) + 0.5f) - 0x3F000000u))};
        return {static_cast<uint16_t>(sign | ((x + 0xFFFu + (x >> 13 & 1u) - 0x38000000u) >> 13))};
    }
};

struct Brain
{
    uint16_t bits;
    operator float() const { return float_of_bits(uint32_t{bits} << 16); }

    static Brain of(float value)
    {
        uint32_t x = bits_of(value);
        if ((x & 0x7FFFFFFFu) > 0x7F800000u) return {static_cast<uint16_t>(x >> 16 | 0x40u)};
        return {static_cast<uint16_t>((x + 0x7FFFu + (x >> 16 & 1u)) >> 16)};
    }
};

template <class T> T rounded(float value) { return T::of(value); }

template <class T, class Wide> T stored(Wide value)
{
    if constexpr (std::is_arithmetic_v<T>) return static_cast<T>(value);
    else return rounded<T>(value);
}

// Integers wrap around, as on a GPU.
template <class T> T combine(ReduceOp op, T a, T b)
{
    using Wide = std::conditional_t<std::is_arithmetic_v<T>, T, float>;
    Wide x = a, y = b;
    switch (op)
    {
        case Max: return stored<T>(std::max(x, y));
        case Min: return stored<T>(std::min(x, y));
        default: break;
    }
    if constexpr (std::is_integral_v<T>)
    {
        using Unsigned = std::make_unsigned_t<T>;
        auto p = static_cast<uint64_t>(static_cast<Unsigned>(x)), q = static_cast<uint64_t>(static_cast<Unsigned>(y));
        return static_cast<T>(op == Prod ? p * q : p + q);
    }
    else return stored<T>(op == Prod ? x * y : x + y);
}

// An average of fractions scales every part before the sum, one of integers divides the sum.
template <class T> T scaled_part(ReduceOp op, T value, size_t ranks)
{
    if constexpr (std::is_integral_v<T>) return value;
    else
    {
        using Wide = std::conditional_t<std::is_arithmetic_v<T>, T, float>;
        return op == Avg ? stored<T>(Wide(value) * (Wide(1) / static_cast<Wide>(ranks))) : value;
    }
}

template <class T> T finished(ReduceOp op, T value, size_t ranks)
{
    if constexpr (std::is_integral_v<T>) return op == Avg ? static_cast<T>(value / static_cast<T>(ranks)) : value;
    else return value;
}

// Elements [start, start + count) of all ranks' inputs, reduced.
template <class T> void reduce_block(const std::vector<const Collective*>& parts, size_t start, size_t count, T* result)
{
    ReduceOp op = parts[0]->op;
    for (size_t rank = 0; rank < parts.size(); rank++)
    {
        const T* input = static_cast<const T*>(parts[rank]->send) + start;
        for (size_t i = 0; i < count; i++)
        {
            T value = scaled_part(op, input[i], parts.size());
            result[i] = rank == 0 ? value : combine(op, result[i], value);
        }
    }
    for (size_t i = 0; i < count; i++) result[i] = finished(op, result[i], parts.size());
}

template <class T> void reduce(const std::vector<const Collective*>& parts)
{
    const Collective& first = *parts[0];
    bool scatters = first.kind == Kind::ReduceScatter;
    size_t total = scatters ? first.count * parts.size() : first.count;
    T result[Block];
    for (size_t start = 0; start < total;)
    {
        // A block lies within one rank's share.
        size_t owner = scatters ? start / first.count : 0;
        size_t end = scatters ? (owner + 1) * first.count : total;
        size_t count = std::min(Block, end - start);
        reduce_block(parts, start, count, result);
        for (size_t rank = 0; rank < parts.size(); rank++)
        {
            bool gets = scatters ? rank == owner : first.kind == Kind::AllReduce || rank == size_t(first.root);
            T* output = static_cast<T*>(parts[rank]->receive) + (scatters ? start - owner * first.count : start);
            if (gets) memcpy(output, result, count * sizeof(T));
        }
        start += count;
    }
}

void copy(const std::vector<const Collective*>& parts)
{
    const Collective& first = *parts[0];
    size_t bytes = first.count * size_of(first.type);
    for (const Collective* to : parts)
    {
        auto output = static_cast<char*>(to->receive);
        if (first.kind == Kind::Broadcast) memmove(output, parts[static_cast<size_t>(first.root)]->send, bytes);
        else
            for (size_t rank = 0; rank < parts.size(); rank++) memmove(output + rank * bytes, parts[rank]->send, bytes);
    }
}
} // namespace

void compute(const std::vector<const Collective*>& parts)
{
    const Collective& first = *parts[0];
    if (first.kind == Kind::Broadcast || first.kind == Kind::AllGather) return copy(parts);
    switch (first.type)
    {
        case Int8: return reduce<int8_t>(parts);
        case Uint8: return reduce<uint8_t>(parts);
        case Int32: return reduce<int32_t>(parts);
        case Uint32: return reduce<uint32_t>(parts);
        case Int64: return reduce<int64_t>(parts);
        case Uint64: return reduce<uint64_t>(parts);
        case Float16: return reduce<Half>(parts);
        case Float32: return reduce<float>(parts);
        case Float64: return reduce<double>(parts);
        default: return reduce<Brain>(parts);
    }
}
} // namespace nccl
