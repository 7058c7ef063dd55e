namespace Mirrored.Keras.Tests;

/// <summary>A disk that is full.</summary>
internal sealed class FailingStorage : CheckpointStorage
{
    public override IReadOnlyList<string> Folders(string folder) => [];

    public override void Prepare(string folder)
    {
    }

    public override void CreateFolder(string folder)
    {
    }

    public override Stream Create(string path, long length) => throw new IOException("No space left on device");

    public override void Flush(Stream file)
    {
    }

    public override void FlushFolder(string folder)
    {
    }

    public override void Move(string from, string to)
    {
    }

    public override void Delete(string folder)
    {
    }

    public override Stream Open(string path) => throw new FileNotFoundException();

    public override IDisposable Claim(string folder) => new MemoryStream();
}
