using System.Text;

namespace Mirrored.Keras.Tests;

public sealed class LogFormatTests
{
    // Expected texts are those of C's and Python's %.4f and %.4e.
    [Theory]
    [InlineData(0.2191, "0.2191")]
    [InlineData(1.5, "1.5000")]
    [InlineData(0.0010000001, "0.0010")]
    [InlineData(0.001, "1.0000e-03")]
    [InlineData(5.7e-4, "5.7000e-04")]
    [InlineData(0.0, "0.0000e+00")]
    [InlineData(-0.5, "-0.5000")]
    [InlineData(-0.0005, "-5.0000e-04")]
    [InlineData(0.99995, "1.0000")]
    [InlineData(0.00115, "0.0011")] // the double is below the middle
    [InlineData(12345.678949999, "12345.6789")]
    [InlineData(1e22, "10000000000000000000000.0000")]
    [InlineData(1e-100, "1.0000e-100")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void AppendLog_Value_IsAsInPython(double value, string expected) =>
        Assert.Equal($" - loss: {expected}", Log(value));

    [Theory]
    [InlineData(0.03125, "0.0312")] // 1 of 32
    [InlineData(0.09375, "0.0938")] // 3 of 32
    [InlineData(0.90625, "0.9062")] // 29 of 32
    [InlineData(0.96875, "0.9688")] // 31 of 32
    [InlineData(-0.03125, "-0.0312")]
    [InlineData(123456789.03125, "123456789.0312")]
    public void AppendLog_MiddleBetweenTwoResults_TakesTheEvenOne(double value, string expected) =>
        Assert.Equal($" - loss: {expected}", Log(value));

    [Theory]
    [InlineData(-0.5, "-5.0000e-01")]
    [InlineData(0.5, "0.5000")]
    public void AppendLog_Signed_WritesNegativeValuesWithAnExponent(double value, string expected) =>
        Assert.Equal($" - loss: {expected}", Log(value, signed: true));

    [Fact]
    public void AppendLog_LargestDouble_Fits() =>
        Assert.EndsWith("8368.0000", Log(-double.MaxValue), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0s/step")]
    [InlineData(1, "1s/step")]
    [InlineData(1.5, "2s/step")]
    [InlineData(2.5, "2s/step")]
    [InlineData(0.5, "500ms/step")]
    [InlineData(0.9995, "1000ms/step")]
    [InlineData(0.0025, "2ms/step")]
    [InlineData(0.001, "1ms/step")]
    [InlineData(0.0009, "900us/step")]
    [InlineData(1e-7, "0us/step")]
    public void AppendPace_Seconds_PicksTheUnit(double seconds, string expected)
    {
        StringBuilder line = new();
        LogFormat.AppendPace(line, seconds, "step");
        Assert.Equal(expected, line.ToString());
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1.99, "1s")]
    [InlineData(60, "60s")]
    [InlineData(61.9, "1:01")]
    [InlineData(843.3, "14:03")]
    [InlineData(3600, "60:00")]
    [InlineData(3661, "1:01:01")]
    [InlineData(360_000, "100:00:00")]
    public void AppendRemaining_Seconds_PicksTheForm(double seconds, string expected)
    {
        StringBuilder line = new();
        LogFormat.AppendRemaining(line, seconds);
        Assert.Equal(expected, line.ToString());
    }

    private static string Log(double value, bool signed = false)
    {
        StringBuilder line = new();
        LogFormat.AppendLog(line, "loss", value, signed);
        return line.ToString();
    }
}
