namespace Mirrored.Keras;

/// <summary>The folders of this machine that may hold datasets.</summary>
internal sealed record DataLocations
{
    /// <summary>The environment variable that names <see cref="DataRoot"/>.</summary>
    public const string DataRootVariable = "MIRRORED_DATA";

    /// <summary>The folder of datasets that the user has set up; null if none.</summary>
    public string? DataRoot { get; init; }

    /// <summary>The data folder beside the program.</summary>
    public required string ProgramData { get; init; }

    /// <summary>Keras's cache; null if there is no home folder.</summary>
    public string? KerasCache { get; init; }

    /// <summary>Where downloads go; null if there is no folder for this user's data.</summary>
    public string? DownloadCache { get; init; }

    /// <summary>The folders of this process.</summary>
    public static DataLocations OfThisProcess()
    {
        string? root = Environment.GetEnvironmentVariable(DataRootVariable);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string local = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return new()
        {
            DataRoot = string.IsNullOrEmpty(root) ? null : root,
            ProgramData = Path.Combine(AppContext.BaseDirectory, "data"),
            KerasCache = home.Length == 0 ? null : Path.Combine(home, ".keras", "datasets"),
            DownloadCache = local.Length == 0 ? null : Path.Combine(local, "mirrored", "datasets"),
        };
    }
}
