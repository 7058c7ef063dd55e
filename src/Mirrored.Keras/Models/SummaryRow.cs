namespace Mirrored.Keras;

/// <summary>One layer in a model's summary.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="ClassName">The layer's class.</param>
/// <param name="OutputShape">The shape of its result as text, see <see cref="SummaryTable.OutputShape"/>.</param>
/// <param name="Parameters">The number of its weights; null while it is not built.</param>
/// <param name="Trainable">Whether training changes its weights.</param>
internal sealed record SummaryRow(
    string Name, string ClassName, string OutputShape, long? Parameters, bool Trainable = true)
{
    /// <summary>The layers of a model that is listed with them; none else.</summary>
    public IReadOnlyList<SummaryRow> Nested { get; init; } = [];
}
