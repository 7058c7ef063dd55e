using System.Globalization;

namespace Mirrored.Keras.Tests;

public sealed class CSVLoggerTests : CallbackTestBase
{
    [Fact]
    public void Fit_WritesARowForEveryEpoch_InAnyCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "minus" } };
        History history;
        try
        {
            history = Fit(2, new Scripted("a,\"b\"", 0.1, double.NaN), new CSVLogger(Folder["log.csv"]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        string[] lines = File.ReadAllText(Folder["log.csv"]).Split("\r\n");
        Assert.Equal("epoch,\"a,\"\"b\"\"\",accuracy,loss", lines[0]);
        Assert.StartsWith("0,0.1,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("1,nan,", lines[2], StringComparison.Ordinal);
        Assert.Equal("", lines[3]);
        // As many digits as it takes to read the same number back.
        Assert.Equal(history["loss"][0], double.Parse(lines[1].Split(',')[3], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Fit_ValueMissingLater_IsNotAvailable()
    {
        Fit(2, new Scripted("x", 1, double.NegativeInfinity), new CSVLogger(Folder["log.csv"], separator: ";"));

        Assert.EndsWith(";NA\r\n", File.ReadAllText(Folder["log.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Append_KeepsWhatIsThereAndItsHeader()
    {
        CSVLogger logger = new(Folder["log.csv"], append: true);
        Fit(2, logger);
        Fit(1, logger);

        string[] lines = File.ReadAllLines(Folder["log.csv"]);
        Assert.Equal(4, lines.Length);
        Assert.Single(lines, line => line.StartsWith("epoch", StringComparison.Ordinal));
        Fit(1, new CSVLogger(Folder["log.csv"]));
        Assert.Equal(2, File.ReadAllLines(Folder["log.csv"]).Length);
    }

    [Fact]
    public void Fit_FileCannotBeWritten_FailsBeforeTraining()
    {
        string before = Model.WeightsSha256();

        Assert.ThrowsAny<IOException>(() => Fit(1, new CSVLogger(Folder["missing/log.csv"])));

        Assert.Equal(before, Model.WeightsSha256());
        Assert.Throws<ArgumentException>(() => new CSVLogger("x", separator: "\n"));
    }
}
