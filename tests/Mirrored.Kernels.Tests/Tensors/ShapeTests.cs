namespace Mirrored.Kernels.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Convert_NullArray_IsRefused() =>
        Assert.Throws<ArgumentNullException>(() =>
        {
            Shape shape = (int[])null!;
            return shape;
        });
}
