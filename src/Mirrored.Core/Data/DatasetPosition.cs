namespace Mirrored;

/// <summary>A place in the order of a dataset: what a checkpoint notes to go on from there.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Element">How many elements of it are done.</param>
internal readonly record struct DatasetPosition(int Epoch, long Element);
