namespace Mirrored.Keras.Tests;

public sealed class DataLocationsTests
{
    [Fact]
    public void OfThisProcess_ReadsTheEnvironmentVariable()
    {
        string? before = Environment.GetEnvironmentVariable("MIRRORED_DATA");
        try
        {
            Environment.SetEnvironmentVariable("MIRRORED_DATA", "somewhere");
            Assert.Equal("somewhere", DataLocations.OfThisProcess().DataRoot);

            Environment.SetEnvironmentVariable("MIRRORED_DATA", null);
            Assert.Null(DataLocations.OfThisProcess().DataRoot);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MIRRORED_DATA", before);
        }
    }

    [Fact]
    public void OfThisProcess_LooksBesideTheProgram() =>
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "data"), DataLocations.OfThisProcess().ProgramData);
}
