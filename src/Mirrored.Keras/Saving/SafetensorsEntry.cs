namespace Mirrored.Keras;

/// <summary>A tensor as the header of a safetensors file describes it; checked against nothing yet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type as the format names it, such as <c>F32</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte behind its last.</param>
internal readonly record struct SafetensorsEntry(string Name, string Type, Shape Shape, long Begin, long End);
