namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Writes the table of layers, output shapes and numbers of weights, as Keras does.</summary>
    /// <param name="output">Where to; null for standard output.</param>
    /// <param name="lineLength">The width in characters, at least 20.</param>
    /// <param name="expandNested">Whether the layers of models within this one are listed, too.</param>
    /// <param name="showTrainable">Whether a column says which layers training changes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lineLength"/> is below 20.</exception>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public void Summary(
        TextWriter? output = null, int lineLength = SummaryTable.DefaultLineLength, bool expandNested = false, bool showTrainable = false)
    {
        if (_inputShape is null) throw NotBuilt();
        SummaryTable table = new(output ?? StandardOutput.Writer, lineLength, showTrainable);
        table.Write(
            Name, SummaryRows(expandNested), TrainableWeights.Sum(w => w.Shape.Length), NonTrainableWeights.Sum(w => w.Shape.Length));
    }

    /// <summary>Hands the lines of the table to a function, one after the other.</summary>
    /// <param name="printFn">Takes a line, which has no end of line.</param>
    /// <param name="lineLength">The width in characters, at least 20.</param>
    /// <param name="expandNested">Whether the layers of models within this one are listed, too.</param>
    /// <param name="showTrainable">Whether a column says which layers training changes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lineLength"/> is below 20.</exception>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public void Summary(
        Action<string> printFn, int lineLength = SummaryTable.DefaultLineLength, bool expandNested = false, bool showTrainable = false)
    {
        ArgumentNullException.ThrowIfNull(printFn);
        using StringWriter text = new() { NewLine = "\n" };
        Summary(text, lineLength, expandNested, showTrainable);
        foreach (string line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)) printFn(line);
    }

    private IReadOnlyList<SummaryRow> SummaryRows(bool expandNested) =>
    [
        .. _layers.Select(layer => new SummaryRow(
            layer.Name, layer.GetType().Name, SummaryTable.OutputShape(layer.OutputShape), layer.CountParams(), layer.Trainable)
        {
            Nested = expandNested && layer is Sequential model ? model.SummaryRows(expandNested) : [],
        }),
    ];
}
