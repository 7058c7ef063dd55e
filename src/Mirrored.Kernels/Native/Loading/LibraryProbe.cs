namespace Mirrored;

/// <summary>What a search for one library found.</summary>
/// <param name="Description">The library.</param>
/// <param name="Handle">The loaded library; 0 when none was found.</param>
/// <param name="Found">Where it was found.</param>
/// <param name="Attempts">Everything that was tried before, in order.</param>
internal sealed record LibraryProbe(
    LibraryDescription Description, nint Handle, LibraryCandidate? Found, IReadOnlyList<LibraryAttempt> Attempts)
{
    /// <summary>True when the library is loaded.</summary>
    public bool IsFound => Handle != 0;

    /// <summary>True when <c>MIRRORED_CUDA_PATH</c> kept the search from all other places.</summary>
    public bool IsMisdirected => !IsFound && Attempts.All(attempt => attempt.Origin == LibraryOrigin.ChosenFolder);

    /// <summary>What to do about a library that was not found.</summary>
    public string Advice => IsMisdirected
        ? $"{LibrarySearch.ChosenFolderVariable} is set, so nothing else was searched: correct it or unset it."
        : Description.Install;

    /// <summary>The error to throw for a library that was not found; a new one each time, as it carries a stack
    /// trace.</summary>
    public CudaUnavailableException Missing() => new(
        $"{Description.Name} was not found. Tried, in this order:{Environment.NewLine}"
        + string.Concat(Attempts.Select(attempt => $"  {attempt}{Environment.NewLine}")) + Advice,
        Description.Name,
        [.. Attempts.Select(attempt => attempt.ToString())],
        Advice);
}
