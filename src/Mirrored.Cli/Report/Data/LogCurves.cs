namespace Mirrored.Cli;

/// <summary>Turns tags of Keras into curves.</summary>
internal static class LogCurves
{
    /// <summary>The name of the curve that tells how fast training is.</summary>
    public const string Speed = "examples per second";

    private const string EpochPrefix = "epoch_", BatchPrefix = "batch_";
    private const string EvaluationPrefix = "evaluation_", EvaluationSuffix = "_vs_iterations";

    /// <summary>What is shown elsewhere.</summary>
    private static readonly string[] Groups = ["step_ms/", "utilization/"];

    /// <summary>The curves: those of epochs, then those of updates, then what else there is.</summary>
    public static IReadOnlyList<Curve> Of(EventSeries train, EventSeries validation)
    {
        string[] tags = [.. train.Tags.Concat(validation.Tags).Distinct().Where(tag => !Groups.Any(group => Begins(tag, group)))];
        List<Curve> curves =
        [
            .. tags.Where(tag => Begins(tag, EpochPrefix)).Select(tag => new Curve(
                Format.Words(tag[EpochPrefix.Length..]), "epoch", Epochs(train, tag), Epochs(validation, tag))),
        ];
        // Keras has both; one is enough.
        curves.RemoveAll(curve => curve.Name == "lr" && curves.Exists(other => other.Name == "learning rate"));
        foreach (string tag in tags.Where(tag => Begins(tag, BatchPrefix)))
        {
            string name = tag[BatchPrefix.Length..], evaluation = $"{EvaluationPrefix}{name}{EvaluationSuffix}";
            curves.Add(new Curve($"{Format.Words(name)} by update", "update", Steps(train, tag), Steps(validation, evaluation)));
        }

        curves.AddRange(tags.Where(IsOther).Select(tag => new Curve(Format.Words(tag), "step", Steps(train, tag), Steps(validation, tag))));
        return curves;
    }

    private static bool Begins(string tag, string prefix) => tag.StartsWith(prefix, StringComparison.Ordinal);

    private static bool IsOther(string tag) => !Begins(tag, EpochPrefix) && !Begins(tag, BatchPrefix)
        && !(Begins(tag, EvaluationPrefix) && tag.EndsWith(EvaluationSuffix, StringComparison.Ordinal));

    // Keras counts epochs from 0; people, and the progress line, from 1.
    private static IReadOnlyList<Point> Epochs(EventSeries series, string tag) =>
        [.. series.Points(tag).Select(point => new Point(point.Key + 1, point.Value))];

    private static IReadOnlyList<Point> Steps(EventSeries series, string tag) =>
        [.. series.Points(tag).Select(point => new Point(point.Key, point.Value))];
}
