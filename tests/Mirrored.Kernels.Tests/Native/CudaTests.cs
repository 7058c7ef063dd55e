namespace Mirrored;

/// <summary>For tests that need a GPU, simulated (<c>MIRRORED_CUDA_PATH</c>) or real.</summary>
internal static class CudaTests
{
    /// <summary>Skips the calling test where there are fewer GPUs than it needs, and says why.</summary>
    public static void SkipWithoutGpu(int count = 1)
    {
        Assert.SkipUnless(Cuda.IsAvailable, $"Neither a GPU nor the simulator is in reach: {CudaDriver.State.Failure}.");
        Assert.SkipUnless(CudaDriver.State.DeviceCount >= count, $"Needs {count} GPUs.");
    }
}
