namespace Mirrored.Cli;

/// <summary>How something went.</summary>
/// <param name="Name">What, such as <c>loss</c>.</param>
/// <param name="Unit">What its points are numbered by: <c>epoch</c> or <c>update</c>.</param>
/// <param name="Training">Points of the training data, in order.</param>
/// <param name="Validation">Points of the validation data, in order.</param>
internal sealed record Curve(string Name, string Unit, IReadOnlyList<Point> Training, IReadOnlyList<Point> Validation);
