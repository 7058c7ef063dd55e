namespace Mirrored;

/// <summary>A number that an optimizer keeps for every element of every trained weight.</summary>
/// <param name="Name">Its name, such as <c>m</c>.</param>
/// <param name="InitialValue">What every element starts with.</param>
internal sealed record UpdateSlot(string Name, double InitialValue);
