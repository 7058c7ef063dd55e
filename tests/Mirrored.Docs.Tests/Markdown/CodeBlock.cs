namespace Mirrored.Docs.Tests;

/// <summary>A fenced block of a markdown file.</summary>
/// <param name="Line">The line of its opening fence, from 1.</param>
/// <param name="Language">What follows the fence, such as <c>csharp</c>; empty if nothing does.</param>
/// <param name="Lines">What stands between the fences.</param>
internal sealed record CodeBlock(int Line, string Language, IReadOnlyList<string> Lines);
