namespace Mirrored.Keras.Tests;

public sealed class SummaryTableTests
{
    private static readonly SummaryRow[] Mnist =
    [
        new("dense", "Dense", "(None, 128)", 100_480),
        new("dropout", "Dropout", "(None, 128)", 0),
        new("dense_1", "Dense", "(None, 10)", 1_290),
    ];

    [Fact]
    public void Write_MnistModel_IsKerasTable() => Assert.Equal(
        [
            "Model: \"sequential\"",
            "_________________________________________________________________",
            " Layer (type)                Output Shape              Param #   ",
            "=================================================================",
            " dense (Dense)               (None, 128)               100480    ",
            "                                                                 ",
            " dropout (Dropout)           (None, 128)               0         ",
            "                                                                 ",
            " dense_1 (Dense)             (None, 10)                1290      ",
            "                                                                 ",
            "=================================================================",
            "Total params: 101,770",
            "Trainable params: 101,770",
            "Non-trainable params: 0",
            "_________________________________________________________________",
            "",
        ],
        Print(Mnist, trainable: 101_770, nonTrainable: 0));

    [Fact]
    public void Write_LongName_WrapsAndPushesTheNextColumn()
    {
        SummaryRow row = new("a_very_long_layer_name_indeed_dense", "Dense", "(None, 128)", 100_480);
        Assert.Equal(
            [
                " a_very_long_layer_name_inde  (None, 128)              100480    ",
                " ed_dense (Dense)                                                ",
                "                                                                 ",
            ],
            Print([row], 100_480, 0)[4..7]);
    }

    [Fact]
    public void Write_ListOfShapes_BreaksBehindATuple()
    {
        SummaryRow row = new("split", "Split", "[(None, 10), (None, 5)]", 0);
        Assert.Equal(
            [
                " split (Split)               [(None, 10),              0         ",
                "                              (None, 5)]                         ",
            ],
            Print([row], 0, 0)[4..6]);
    }

    [Fact]
    public void Write_NotBuilt_SaysUnused()
    {
        SummaryRow row = new("dense", "Dense", SummaryTable.OutputShape(null), null);
        Assert.Equal(" dense (Dense)               ?                         0 (unused)", Print([row], 0, 0)[4]);
    }

    [Fact]
    public void Write_ShowTrainable_HasAFourthColumn()
    {
        string[] lines = Print(
            [new("dense", "Dense", "(None, 10)", 1_290), new("fixed", "Dense", "(None, 10)", 110, Trainable: false)],
            1_290, 110, showTrainable: true);
        Assert.Equal(
            [
                "____________________________________________________________________________",
                " Layer (type)                Output Shape              Param #   Trainable  ",
                "============================================================================",
                " dense (Dense)               (None, 10)                1290      Y          ",
                "                                                                            ",
                " fixed (Dense)               (None, 10)                110       N          ",
                "                                                                            ",
                "============================================================================",
                "Total params: 1,400",
                "Trainable params: 1,290",
                "Non-trainable params: 110",
                "____________________________________________________________________________",
            ],
            lines[1..^1]);
    }

    [Fact]
    public void Write_OtherLength_MovesTheColumns()
    {
        // Columns end at int(80 * 0.45) = 36, int(80 * 0.85) = 68 and 80.
        string line = Print(Mnist, 101_770, 0, lineLength: 80)[4];
        Assert.Equal(" dense (Dense)".PadRight(36) + "(None, 128)".PadRight(32) + "100480".PadRight(12), line);
    }

    [Fact]
    public void Write_TooNarrow_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Print(Mnist, 0, 0, lineLength: 19));

    [Fact]
    public void OutputShape_RowShape_PutsNoneInFront()
    {
        Assert.Equal("(None, 128)", SummaryTable.OutputShape(128));
        Assert.Equal("(None, 28, 28, 1)", SummaryTable.OutputShape([28, 28, 1]));
        Assert.Equal("(None,)", SummaryTable.OutputShape(new Shape()));
    }

    private static string[] Print(
        SummaryRow[] rows, long trainable, long nonTrainable, int lineLength = 65, bool showTrainable = false)
    {
        using StringWriter output = new() { NewLine = "\n" };
        new SummaryTable(output, lineLength, showTrainable).Write("sequential", rows, trainable, nonTrainable);
        return output.ToString().Split('\n');
    }
}
