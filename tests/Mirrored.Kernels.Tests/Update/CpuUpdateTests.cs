namespace Mirrored;

public sealed class UpdateTestsPortable() : CpuUpdateTests(CpuTestDevice.Portable);

public sealed class UpdateTests128() : CpuUpdateTests(CpuTestDevice.Bits128);

public sealed class UpdateTests256() : CpuUpdateTests(CpuTestDevice.Bits256);

public sealed class UpdateTests512() : CpuUpdateTests(CpuTestDevice.Bits512);

/// <summary>CPUs also update slices.</summary>
public abstract class CpuUpdateTests(TestDevice device) : UpdateTests(device)
{
    private static readonly int[] Lengths = [40, 300, 64, 5, 1000];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Launch_SliceAfterSlice_GivesTheBitsOfTheWhole(bool adam)
    {
        FlatWeights flat = Varied(Lengths);
        float[] Launch(params (long Start, long? Count)[] slices)
        {
            using OperationHarness harness = NewHarness();
            UpdateOperation whole = Place(harness, flat, adam ? UpdateRules.Adam : UpdateRules.Everything, clipValue: 0.5);
            PreparedOperation[] prepared = [.. slices.Select(slice => harness.Prepare(Slice(whole, slice.Start, slice.Count)))];
            foreach (PreparedOperation slice in prepared) slice.Launch();
            return [.. whole.Writes.SelectMany(harness.Read)];
        }

        float[] expected = Launch((0, null));

        Expect.SameBits(expected, Launch((128, 256), (0, 128), (384, null)), "all slices");
        Assert.NotEqual(expected, Launch((0, 128), (384, null)));
    }

    [Theory]
    [InlineData(32, null)]
    [InlineData(-64, null)]
    [InlineData(64, 1_000_000L)]
    public void Prepare_SliceOutsideOrWithinABlock_Throws(long start, long? count)
    {
        using OperationHarness harness = NewHarness();
        UpdateOperation whole = Place(harness, new FlatWeights([200]), UpdateRules.Adam);

        Assert.Throws<ArgumentException>(() => harness.Prepare(Slice(whole, start, count)));
    }
}
