namespace Mirrored;

/// <summary>One place where a library may be.</summary>
/// <param name="Path">A full path, or the bare file name for the system's loader.</param>
/// <param name="Origin">Why it is tried.</param>
internal readonly record struct LibraryCandidate(string Path, LibraryOrigin Origin);
