namespace Mirrored.Cli;

/// <summary>Something that is known of a run.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">As it is printed.</param>
internal readonly record struct Fact(string Name, string Value);
