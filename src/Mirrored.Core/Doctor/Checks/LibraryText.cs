namespace Mirrored;

/// <summary>What a search for a library came to, in words.</summary>
internal static class LibraryText
{
    /// <summary>Where the library was found.</summary>
    public static string Place(LibraryProbe library) =>
        $"{library.Found!.Value.Path} ({LibraryAttempt.Name(library.Found.Value.Origin)})"; // Asked for found ones only.

    /// <summary>What to do about a library that was not found, always with the way to install it.</summary>
    public static string Cure(LibraryProbe library) =>
        library.IsMisdirected ? $"{library.Advice} To install it: {library.Description.Install}" : library.Advice;

    /// <summary>Every path that was tried before.</summary>
    public static IReadOnlyList<string> Tried(LibraryProbe library) => [.. library.Attempts.Select(attempt => attempt.ToString())];
}
