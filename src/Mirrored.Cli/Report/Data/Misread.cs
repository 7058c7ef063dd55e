namespace Mirrored.Cli;

/// <summary>An image that the model takes for another class.</summary>
/// <param name="Row">Its number among the test images.</param>
/// <param name="Label">What it is.</param>
/// <param name="Predicted">What the model takes it for.</param>
/// <param name="Probability">How sure the model is, from 0 to 1; null if that is not known.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Pixels">Grey values, row by row.</param>
internal sealed record Misread(int Row, int Label, int Predicted, double? Probability, int Height, int Width, byte[] Pixels);
