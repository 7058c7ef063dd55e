namespace Mirrored;

/// <summary>Why a path was tried; in the order of the search.</summary>
internal enum LibraryOrigin
{
    /// <summary>A folder that <c>MIRRORED_CUDA_PATH</c> names.</summary>
    ChosenFolder,

    /// <summary>The system's loader: its configuration, <c>LD_LIBRARY_PATH</c> or <c>PATH</c>.</summary>
    Loader,

    /// <summary>A folder in which drivers install themselves but the loader may not look.</summary>
    DriverFolder,

    /// <summary>A CUDA toolkit.</summary>
    Toolkit,

    /// <summary>A Python or conda environment.</summary>
    Python,
}
