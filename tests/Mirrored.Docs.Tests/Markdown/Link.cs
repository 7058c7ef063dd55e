namespace Mirrored.Docs.Tests;

/// <summary>A link of a markdown file.</summary>
/// <param name="Line">The line that it stands on, from 1.</param>
/// <param name="Target">Where it leads, as written.</param>
internal sealed record Link(int Line, string Target);
