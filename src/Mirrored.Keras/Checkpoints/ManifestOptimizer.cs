namespace Mirrored.Keras;

/// <summary>The optimizer of a compiled model.</summary>
/// <param name="Class">Its class, such as <c>Adam</c>.</param>
/// <param name="Slots">The names of its slots, in order.</param>
/// <param name="Schedule">The class of what gives the learning rate.</param>
/// <param name="LearningRate">That of the next step.</param>
internal sealed record ManifestOptimizer(string Class, IReadOnlyList<string> Slots, string Schedule, double LearningRate)
{
    /// <summary>That of a model.</summary>
    public static ManifestOptimizer? Of(Sequential model) => model.Optimizer is not { } optimizer ? null : new ManifestOptimizer(
        optimizer.Settings.GetType().Name, [.. optimizer.Update.Slots.Select(slot => slot.Name)],
        optimizer.Settings.Schedule.GetType().Name, optimizer.LearningRate);

    public override string ToString() =>
        $"{Class} with {(Slots.Count == 0 ? "no slots" : $"the slots {string.Join(", ", Slots)}")} and a {Schedule}";
}
