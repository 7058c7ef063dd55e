using System.Diagnostics;
using System.Security.Cryptography;

namespace Mirrored.Keras;

/// <summary>Fetches published files over HTTPS; what is not byte for byte the published file never gets its name.</summary>
internal sealed class Downloader(Func<HttpMessageHandler> newHandler, DownloadLimits limits)
{
    private const int ChunkSize = 1 << 16;

    /// <summary>Downloads with the platform's HTTP client.</summary>
    public Downloader()
        : this(() => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) }, new DownloadLimits())
    {
    }

    /// <summary>Fetches a file from the first mirror that has it.</summary>
    /// <param name="file">What is wanted.</param>
    /// <param name="mirrors">The folders to try, in order.</param>
    /// <param name="folder">Where to put it; made if need be.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="IOException">No mirror gave the file; the message says why for each.</exception>
    /// <exception cref="OperationCanceledException">The caller stopped it.</exception>
    public void Fetch(
        PublishedFile file, IReadOnlyList<Uri> mirrors, string folder, CancellationToken cancellationToken) =>
        Task.Run(() => FetchAsync(file, mirrors, folder, cancellationToken), cancellationToken).GetAwaiter().GetResult();

    private async Task FetchAsync(
        PublishedFile file, IReadOnlyList<Uri> mirrors, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var client = new HttpClient(newHandler(), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        var failures = new List<string>();
        foreach (Uri mirror in mirrors)
        {
            var source = new Uri(mirror, file.Name);
            try
            {
                await FetchAsync(client, source, file, folder, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                failures.Add($"{source}: {error.Message}");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(
                    $"{source}: no answer within {limits.Answer.TotalSeconds:0.#} s, no data for "
                    + $"{limits.Silence.TotalSeconds:0.#} s, or not done after {limits.Total.TotalSeconds:0.#} s");
            }
        }

        throw new IOException(string.Join(Environment.NewLine, failures));
    }

    private async Task FetchAsync(
        HttpClient client, Uri source, PublishedFile file, string folder, CancellationToken cancellationToken)
    {
        string part = Path.Combine(folder, $".{file.Name}.{Guid.NewGuid():N}.part");
        try
        {
            await FetchPartAsync(client, source, file, part, cancellationToken).ConfigureAwait(false);
            File.Move(part, Path.Combine(folder, file.Name), overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task FetchPartAsync(
        HttpClient client, Uri source, PublishedFile file, string part, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(limits.Answer);
        using HttpResponseMessage response = await client
            .GetAsync(source, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();

        using Stream content = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
        using var target = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkSize];
        long length = 0;
        while (true)
        {
            TimeSpan left = limits.Total - Stopwatch.GetElapsedTime(started);
            limit.CancelAfter(left < limits.Silence ? Max(left, TimeSpan.Zero) : limits.Silence);
            int read = await content.ReadAsync(chunk, limit.Token).ConfigureAwait(false);
            if (read == 0) break;
            length += read;
            if (length > file.Bytes)
                throw new DataFormatException(source.ToString(), file.Bytes, "more bytes", $"{file.Bytes} as published");
            sha256.AppendData(chunk, 0, read);
            await target.WriteAsync(chunk.AsMemory(0, read), limit.Token).ConfigureAwait(false);
        }

        file.Verify(source.ToString(), length, sha256.GetHashAndReset());
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
