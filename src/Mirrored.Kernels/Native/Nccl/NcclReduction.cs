namespace Mirrored;

/// <summary>How NCCL makes one number of several (<c>ncclRedOp_t</c>).</summary>
internal enum NcclReduction
{
    Sum = 0,
    Prod = 1,
    Max = 2,
    Min = 3,
    Avg = 4,
}
