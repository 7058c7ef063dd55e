// The tiled matrix product: output = op(a) op(b) with an optional epilogue. Every output element is one chain of fused
// multiply-adds over k from 0 upwards, starting at zero, whatever the tile: no split of k, no padding terms.
#pragma once
#include "../Epilogue/epilogue.cuh"

struct MatMulArguments
{
    const float* a;    // (m, k) row by row, or (k, m) when transposed
    const float* b;    // (k, n), or (n, k) when transposed
    float* output;     // (m, n)
    i32 m;             // at least 1
    i32 n;             // at least 1
    i32 k;             // 0 gives zeros (and their epilogue)
    i32 has_epilogue;  // 0: rule is not read
    EpilogueRule rule; // of the output's rows; linear or ReLU, other activations are a launch of their own
};
static_assert(sizeof(MatMulArguments) == 88, "MatMulArguments must match its C# twin");

constexpr i32 Depth = 16;  // terms of k in a tile
constexpr i32 Micro = 4;   // each thread computes Micro x Micro elements
constexpr i32 Padding = 4; // keeps the transposing stores to two ways of bank conflict and float4 loads aligned

template <i32 Tile> constexpr i32 MatMulThreads = (Tile / Micro) * (Tile / Micro);

// A factor as the tile loader sees it: `outer` runs along the output's rows or columns, k along the sum.
template <bool KIsContiguous> struct Factor
{
    const float* values;
    i32 outer; // m or n
    i32 k;
    bool vector; // four neighbours are one aligned load, all inside or all outside

    METHOD Factor(const float* p, i32 outer_length, i32 k_length)
        : values(p),
          outer(outer_length),
          k(k_length),
          vector((KIsContiguous ? k_length : outer_length) % 4 == 0 && is_aligned(p, 16))
    {
    }

    // Four neighbours in memory, zeros beyond the edge: along k from (o, t), or along the outer axis from (o, t).
    METHOD float4 load(i32 o, i32 t) const
    {
        float4 v{0.0f, 0.0f, 0.0f, 0.0f};
        if (o >= outer || t >= k) return v;
        const float* p = KIsContiguous ? values + (i64)o * k + t : values + (i64)t * outer + o;
        return vector ? load4(p) : load_some(p, KIsContiguous ? k - t : outer - o);
    }
};

// One factor's part of the tile, prefetched into registers while the previous tile is being multiplied.
template <i32 Tile, bool KIsContiguous> struct TileLoader
{
    static constexpr i32 Quads = Tile * Depth / 4 / MatMulThreads<Tile>; // per thread
    float4 quads[Quads];

    static METHOD i32 outer_of(i32 q) { return KIsContiguous ? q / (Depth / 4) : q % (Tile / 4) * 4; }
    static METHOD i32 k_of(i32 q) { return KIsContiguous ? q % (Depth / 4) * 4 : q / (Tile / 4); }

    METHOD void fetch(const Factor<KIsContiguous>& factor, i32 outer_start, i32 k_start)
    {
#pragma unroll
        for (i32 i = 0; i < Quads; i++)
        {
            i32 q = (i32)threadIdx.x + i * MatMulThreads<Tile>;
            quads[i] = factor.load(outer_start + outer_of(q), k_start + k_of(q));
        }
    }

    // The tile lies in shared memory with k as its slow axis, so that the inner loop reads float4s.
    METHOD void put(float (*tile)[Tile + Padding]) const
    {
#pragma unroll
        for (i32 i = 0; i < Quads; i++)
        {
            i32 q = (i32)threadIdx.x + i * MatMulThreads<Tile>, o = outer_of(q), t = k_of(q);
            if (!KIsContiguous)
            {
                *(float4*)&tile[t][o] = quads[i];
                continue;
            }
            tile[t][o] = quads[i].x;
            tile[t + 1][o] = quads[i].y;
            tile[t + 2][o] = quads[i].z;
            tile[t + 3][o] = quads[i].w;
        }
    }
};

DEVICE float4 shared4(const float* address) { return *(const float4*)address; }

DEVICE void multiply_row(float4& sum, float a, float4 b)
{
    sum.x = fmaf(a, b.x, sum.x);
    sum.y = fmaf(a, b.y, sum.y);
    sum.z = fmaf(a, b.z, sum.z);
    sum.w = fmaf(a, b.w, sum.w);
}

// One term of k for the thread's 4 x 4 elements.
DEVICE void multiply_term(float4 (&sums)[Micro], float4 a, float4 b)
{
    multiply_row(sums[0], a.x, b);
    multiply_row(sums[1], a.y, b);
    multiply_row(sums[2], a.z, b);
    multiply_row(sums[3], a.w, b);
}

template <i32 Tile>
DEVICE void store_tile(const MatMulArguments& args, const float4 (&sums)[Micro], i32 row, i32 column)
{
    i32 count = args.n - column < 4 ? args.n - column : 4;
    if (count <= 0) return;
    bool vector = args.n % 4 == 0 && is_aligned(args.output, 16);
#pragma unroll
    for (i32 i = 0; i < Micro; i++)
    {
        if (row + i >= args.m) return;
        float4 v = sums[i];
        if (args.has_epilogue != 0)
            v = apply_rule<SimpleActivations>(v, (u32)(row + i), (u32)column / 4, count, args.rule);
        float* p = args.output + (i64)(row + i) * args.n + column;
        if (vector) store4(p, v);
        else store_some(p, v, count);
    }
}

// Grid: x counts tiles of rows, y tiles of columns. Two tiles in shared memory: one barrier for each Depth terms.
template <i32 Tile, bool TransposeA, bool TransposeB> DEVICE void multiply(const MatMulArguments& args)
{
    SHARED(float, a_tiles, [2][Depth][Tile + Padding]);
    SHARED(float, b_tiles, [2][Depth][Tile + Padding]);
    constexpr i32 Across = Tile / Micro;
    i32 ty = (i32)threadIdx.x / Across * Micro, tx = (i32)threadIdx.x % Across * Micro;
    i32 row = (i32)blockIdx.x * Tile, column = (i32)blockIdx.y * Tile;
    Factor<!TransposeA> a(args.a, args.m, args.k);
    Factor<TransposeB> b(args.b, args.n, args.k);
    TileLoader<Tile, !TransposeA> next_a;
    TileLoader<Tile, TransposeB> next_b;
    float4 sums[Micro] = {};
    next_a.fetch(a, row, 0);
    next_b.fetch(b, column, 0);
    i32 which = 0;
    for (i32 start = 0; start < args.k; start += Depth, which ^= 1)
    {
        next_a.put(a_tiles[which]);
        next_b.put(b_tiles[which]);
        sync_block();
        next_a.fetch(a, row, start + Depth);
        next_b.fetch(b, column, start + Depth);
        const float(*ta)[Tile + Padding] = a_tiles[which];
        const float(*tb)[Tile + Padding] = b_tiles[which];
        if (args.k - start >= Depth)
#pragma unroll
            for (i32 t = 0; t < Depth; t++) multiply_term(sums, shared4(&ta[t][ty]), shared4(&tb[t][tx]));
        else
#pragma unroll 1
            for (i32 t = 0; t < args.k - start; t++) multiply_term(sums, shared4(&ta[t][ty]), shared4(&tb[t][tx]));
    }
    store_tile<Tile>(args, sums, row + ty, column + tx);
}
