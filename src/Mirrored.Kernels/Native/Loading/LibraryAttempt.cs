namespace Mirrored;

/// <summary>One place where a library was looked for, and what came of it.</summary>
/// <param name="Path">The path or file name.</param>
/// <param name="Origin">Why it was tried.</param>
/// <param name="Outcome">For example <c>no such file</c>.</param>
internal readonly record struct LibraryAttempt(string Path, LibraryOrigin Origin, string Outcome)
{
    /// <summary>One line for a person.</summary>
    public override string ToString() => $"{Path}: {Outcome} ({Name(Origin)})";

    /// <summary>The origin in words.</summary>
    public static string Name(LibraryOrigin origin) => origin switch
    {
        LibraryOrigin.ChosenFolder => LibrarySearch.ChosenFolderVariable,
        LibraryOrigin.Loader => "system loader",
        LibraryOrigin.DriverFolder => "driver folder",
        LibraryOrigin.Toolkit => "CUDA toolkit",
        LibraryOrigin.Python => "Python or conda environment",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "Unknown origin."),
    };
}
