namespace Mirrored;

/// <summary>A GPU's memory under each of the options.</summary>
[Collection(nameof(OneAtATime))]
public sealed class CudaMemoryTests
{
    private const long Megabyte = 1 << 20;

    public CudaMemoryTests() => SimulatorAtHand.SkipWithoutGpu();

    [Fact]
    public void Allocate_FreshMemory_IsZeroAndAligned()
    {
        using CudaDevice device = Open(new GpuMemoryAccount());
        using DeviceBuffer first = device.Allocate(100, "a test"), empty = device.Allocate(0, "a test");
        byte[] bytes = new byte[100];
        Array.Fill(bytes, (byte)1);

        first.Read(bytes, 0);

        Assert.All(bytes, value => Assert.Equal(0, value));
        Assert.Equal(0, first.Address % 256);
        Assert.NotEqual(0, empty.Address);
        Assert.Equal(0, empty.Length);
    }

    [Fact]
    public void WriteAndRead_SmallAndLarge_KeepTheBytes()
    {
        using CudaDevice device = Open(new GpuMemoryAccount());
        foreach (int length in new[] { 1, 1000, 65_536, 65_537, 300_000 })
        {
            byte[] source = TestData.Bytes(length, length), found = new byte[length];
            using DeviceBuffer buffer = device.Allocate(length + 7, "a test");
            buffer.Write(source, 7);
            buffer.Read(found, 7);
            Assert.Equal(source, found);
        }
    }

    [Fact]
    public void ReadOrWrite_OutsideTheBuffer_IsRefused()
    {
        using CudaDevice device = Open(new GpuMemoryAccount());
        using DeviceBuffer buffer = device.Allocate(10, "a test");

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(new byte[4], 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(new byte[4], -1));
    }

    [Fact]
    public void Allocate_AboveTheLimit_NamesWhatIsWantedAndFree()
    {
        GpuMemoryAccount account = new() { Limit = Megabyte };
        using CudaDevice device = Open(account);
        using DeviceBuffer most = device.Allocate(Megabyte - 256, "the first");

        string message = Assert.Throws<InsufficientMemoryException>(() => device.Allocate(257, "the second")).Message;

        Assert.Equal(
            "GPU:0: no 257 bytes for the second: the limit is 1,048,576, of which 256 are free. Use a smaller batch or model, or "
            + "free memory.", message);
        Assert.Equal(Megabyte - 256, account.Current);
    }

    [Fact]
    public void Allocate_MoreThanThereIs_NamesWhatIsWantedAndFree()
    {
        GpuMemoryAccount account = new();
        using CudaDevice device = Open(account);

        string message = Assert.Throws<InsufficientMemoryException>(() => device.Allocate(1L << 50, "too much")).Message;

        Assert.Contains("GPU:0: no 1,125,899,906,842,624 bytes for too much: ", message, StringComparison.Ordinal);
        Assert.Contains("are free", message, StringComparison.Ordinal);
        Assert.Equal(0, account.Current);
    }

    [Fact]
    public void Allocate_FromAReservation_TakesNothingMoreFromTheDriver()
    {
        GpuMemoryAccount account = new() { Growth = false, Limit = 4 * Megabyte };
        using CudaDevice device = Open(account);
        long free = device.Context.MemoryInfo().Free;
        nint first;
        using (DeviceBuffer one = device.Allocate(Megabyte, "one"), two = device.Allocate(Megabyte, "two"))
        {
            first = one.Address;
            Assert.Equal(Megabyte, two.Address - one.Address);
            Assert.Equal(free, device.Context.MemoryInfo().Free);
            Assert.Equal(2 * Megabyte, account.Current);
        }

        using DeviceBuffer again = device.Allocate(3 * Megabyte, "again");
        Assert.Equal(first, again.Address);
        Assert.Equal((3 * Megabyte, 3 * Megabyte), (account.Current, account.Peak));
        Assert.Throws<InsufficientMemoryException>(() => device.Allocate(2 * Megabyte, "more than is left"));
    }

    private static CudaDevice Open(GpuMemoryAccount account) =>
        new(0, new CudaDeviceOptions { Deterministic = true, Memory = account });
}
