using System.Security.Cryptography;

namespace Mirrored.Keras;

/// <summary>A file as its authors published it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Bytes">Its exact length.</param>
/// <param name="Sha256">Its SHA-256, in hexadecimal.</param>
internal sealed record PublishedFile(string Name, long Bytes, string Sha256)
{
    /// <summary>Opens a copy, once it is sure that it is one.</summary>
    /// <param name="path">The copy.</param>
    /// <exception cref="DataFormatException">Length or SHA-256 differ.</exception>
    public FileStream OpenVerified(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            Verify(path, file.Length, file.Length == Bytes ? SHA256.HashData(file) : []);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Compares what is known of a copy with this file.</summary>
    /// <exception cref="DataFormatException">Length or SHA-256 differ.</exception>
    public void Verify(string copy, long length, ReadOnlySpan<byte> sha256)
    {
        if (length != Bytes) throw new DataFormatException(copy, 0, $"{length} bytes", $"{Bytes} as published");
        if (!sha256.SequenceEqual(Convert.FromHexString(Sha256)))
            throw new DataFormatException(
                copy, 0, $"SHA-256 {Convert.ToHexStringLower(sha256)}", $"{Sha256} as published");
    }
}
