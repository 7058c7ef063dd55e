// MatMulOperation on the library's own tiles: what a GPU without cuBLASLt runs. The entries' names say which factors
// are transposed (n: no, t: yes; a first) and the tile's edge: 64, or 32 where 64 would leave most of the GPU idle.
#include "matmul.cuh"

#define MATMUL(name, tile, transpose_a, transpose_b)                                                                   \
    extern "C" __global__ __launch_bounds__(MatMulThreads<tile>) void name(MatMulArguments args)                       \
    {                                                                                                                  \
        multiply<tile, transpose_a, transpose_b>(args);                                                                \
    }                                                                                                                  \
    EXPORT_TO_SIMULATOR(name)

MATMUL(mirrored_matmul_nn_64, 64, false, false)
MATMUL(mirrored_matmul_nt_64, 64, false, true)
MATMUL(mirrored_matmul_tn_64, 64, true, false)
MATMUL(mirrored_matmul_tt_64, 64, true, true)
MATMUL(mirrored_matmul_nn_32, 32, false, false)
MATMUL(mirrored_matmul_nt_32, 32, false, true)
MATMUL(mirrored_matmul_tn_32, 32, true, false)
MATMUL(mirrored_matmul_tt_32, 32, true, true)
