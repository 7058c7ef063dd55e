namespace Mirrored.Kernels.Tests;

public sealed class CpuBufferTests
{
    [Fact]
    public void Constructor_MoreThanTheMachineHas_IsRefusedAndNamesThePurpose()
    {
        long all = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

        Assert.Contains("slots", Assert.Throws<InsufficientMemoryException>(() => new CpuBuffer(all + 1, "slots")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Use_Disposed_IsRefused()
    {
        CpuBuffer buffer = new(64, "test");
        buffer.Dispose();
        buffer.Dispose();

        Assert.Throws<ObjectDisposedException>(buffer.Clear);
        Assert.Throws<ObjectDisposedException>(() => buffer.Write([1], 0));
        Assert.Throws<ObjectDisposedException>(() => buffer.Read(new byte[1], 0));
        Assert.Equal(0, buffer.Address);
    }
}
