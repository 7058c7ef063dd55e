namespace Mirrored;

public sealed class VisibleDevicesTests
{
    private static readonly string[] Machine = ["GPU-aa11", "GPU-aa22", "GPU-bb33", "MIG-cc44"];

    [Theory]
    [InlineData(null, "0,1,2,3")]
    [InlineData("", "")]
    [InlineData("  ", "")]
    [InlineData("0", "0")]
    [InlineData("2,0", "2,0")]
    [InlineData(" 1 , 3 ", "1,3")]
    [InlineData("-1", "")]
    [InlineData("0,2,-1,1", "0,2")]
    [InlineData("0,99,1", "0")]
    [InlineData("0,99,0", "0")]
    [InlineData("4", "")]
    [InlineData("99999999999999999999,0", "")]
    [InlineData("1gpu,2ampere", "1,2")]
    [InlineData("+1,0", "1,0")]
    [InlineData("x,0", "")]
    [InlineData("0,,1", "0")]
    [InlineData(",0", "")]
    [InlineData("0,1,0", "")]
    [InlineData("1,1", "")]
    [InlineData("GPU-bb33", "2")]
    [InlineData("GPU-b,GPU-aa1", "2,0")]
    [InlineData("GPU-aa", "")]
    [InlineData("GPU-bb,GPU-zz,GPU-aa11", "2")]
    [InlineData("GPU-bb33,GPU-b", "")]
    [InlineData("GPU-bb33,0", "2")]
    [InlineData("0,GPU-bb33", "0")]
    [InlineData("MIG-cc44", "3")]
    [InlineData("GPU-bb33,MIG-cc44", "2")]
    [InlineData("gpu-bb33", "")]
    public void Parse_Value_GivesTheDevicesThatTheDriverShows(string? value, string expected) =>
        Assert.Equal(expected, string.Join(',', VisibleDevices.Parse(value, Machine).Devices));

    [Theory]
    [InlineData(null, null)]
    [InlineData("2,0", null)]
    [InlineData("", "it is empty, which hides every GPU")]
    [InlineData("-1", "entry 1, '-1', is negative, which hides every GPU")]
    [InlineData("0,7", "entry 2, '7', is not one of the 4 devices, so it is ignored")]
    [InlineData("0,7,1", "entry 2, '7', is not one of the 4 devices, so it and everything after it is ignored")]
    [InlineData("1,1", "'1' names a device for the second time, which hides every GPU")]
    [InlineData("GPU-aa", "entry 1, 'GPU-aa', is the beginning of more than one identity, which hides every GPU")]
    [InlineData("GPU-bb33,0", "entry 2, '0', does not begin with GPU- as the first entry does, so it is ignored")]
    public void Parse_Value_SaysWhatHasNoEffect(string? value, string? remark) =>
        Assert.Equal(remark, VisibleDevices.Parse(value, Machine).Remark);
}
