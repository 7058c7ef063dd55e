namespace Mirrored;

/// <summary>How a reader reads ahead.</summary>
/// <param name="Name">What its threads are called in a debugger.</param>
/// <param name="Threads">How many there are.</param>
/// <param name="Capacity">How many elements may be ready or being made.</param>
/// <param name="InOrder">True hands elements out in the order of the input, false as they get ready.</param>
/// <param name="Limit">How long to wait for an element at most, or infinite: code of the user sets the pace.</param>
internal readonly record struct BackgroundSettings(string Name, int Threads, int Capacity, bool InOrder, TimeSpan Limit);
