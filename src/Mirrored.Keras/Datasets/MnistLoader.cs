namespace Mirrored.Keras;

/// <summary>Finds a dataset in the form of MNIST and reads it.</summary>
internal sealed class MnistLoader(PublishedDataset dataset, DataLocations locations, Downloader downloader)
{
    private readonly List<string> _tried = [];

    /// <summary>Loads from the given folder, or else from the first place that has the data.</summary>
    public MnistData Load(string? directory, bool download, CancellationToken cancellationToken)
    {
        if (directory is not null) return FromFolders([directory]) ?? throw NotFound();
        if (locations.DataRoot is { } root) return FromFolders(FoldersIn(root)) ?? throw NotFound();
        return FromFolders(FoldersIn(locations.ProgramData))
            ?? FromKeras()
            ?? FromDownloads(download, cancellationToken)
            ?? throw NotFound();
    }

    private string[] FoldersIn(string root)
    {
        string own = Path.Combine(root, dataset.Folder);
        return dataset.MayLieInRoot ? [own, root] : [own];
    }

    /// <summary>Reads the four files, gzip or plain, from the first folder that has any of them.</summary>
    private MnistData? FromFolders(string[] folders)
    {
        foreach (string folder in folders)
        {
            string?[] paths = [.. dataset.Files.Select(file => FindIn(folder, file))];
            int missing = Array.IndexOf(paths, null);
            if (missing < 0) return MnistFiles.ReadIdx(paths!, File.OpenRead, $"IDX files in {folder}");
            if (paths.Any(path => path is not null))
                throw new FileNotFoundException(
                    $"{folder} has some of {dataset.Title}'s four files, but no {dataset.Files[missing].Name}, packed or plain.",
                    Path.Combine(folder, dataset.Files[missing].Name));
            _tried.Add($"{folder}: none of the four files");
        }

        return null;
    }

    private static string? FindIn(string folder, PublishedFile file)
    {
        string packed = Path.Combine(folder, file.Name);
        string plain = Path.ChangeExtension(packed, null);
        return File.Exists(packed) ? packed : File.Exists(plain) ? plain : null;
    }

    private MnistData? FromKeras()
    {
        if (locations.KerasCache is not { } cache) return null;
        if (dataset.KerasArchive is not { } archive) return FromVerified(Path.Combine(cache, dataset.Folder), "Keras's files in");

        string path = Path.Combine(cache, archive.Name);
        return Try(path, () => MnistFiles.ReadNpz(archive.OpenVerified(path), path));
    }

    private MnistData? FromDownloads(bool download, CancellationToken cancellationToken)
    {
        if (locations.DownloadCache is not { } cache)
        {
            _tried.Add("download: this user has no folder for application data");
            return null;
        }

        string folder = Path.Combine(cache, dataset.Folder);
        if (FromVerified(folder, "files downloaded to") is { } data) return data;
        if (!download)
        {
            _tried.Add("download: turned off");
            return null;
        }

        return Try("download", () =>
        {
            foreach (PublishedFile file in dataset.Files.Where(file => !IsVerified(folder, file)))
                downloader.Fetch(file, dataset.Mirrors, folder, cancellationToken);
            return FromVerified(folder, "files just downloaded to");
        });
    }

    private static bool IsVerified(string folder, PublishedFile file)
    {
        try
        {
            file.OpenVerified(Path.Combine(folder, file.Name)).Dispose();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads the four files from a folder that others write to: only if they are the published ones.</summary>
    private MnistData? FromVerified(string folder, string source)
    {
        string[] paths = [.. dataset.Files.Select(file => Path.Combine(folder, file.Name))];
        return Try(folder, () => MnistFiles.ReadIdx(
            paths, path => dataset.Files[Array.IndexOf(paths, path)].OpenVerified(path), $"{source} {folder}"));
    }

    // A place that does not work out is remembered: if none does, the error lists them all.
    private MnistData? Try(string place, Func<MnistData?> load)
    {
        try
        {
            return load();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _tried.Add($"{place}: {error.Message}");
            return null;
        }
    }

    private FileNotFoundException NotFound() => new(
        $"{dataset.Title} was not found. Tried:{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", _tried)}"
        + $"{Environment.NewLine}Put {string.Join(", ", dataset.Files.Select(file => file.Name))} into a folder and pass it "
        + $"to LoadData, or name a folder that holds {dataset.Folder} in {DataLocations.DataRootVariable}.");
}
