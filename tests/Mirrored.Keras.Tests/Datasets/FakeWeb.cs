using System.Net;

namespace Mirrored.Keras.Tests;

/// <summary>Answers requests from a table, and notes them; no network is touched.</summary>
internal sealed class FakeWeb : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<string> _requests = [];

    /// <summary>What an address answers; an address that is not here is not found.</summary>
    public Dictionary<string, Func<HttpContent>> Pages { get; } = [];

    /// <summary>Addresses that never answer.</summary>
    public HashSet<string> Silent { get; } = [];

    public IReadOnlyList<string> Requests => _requests;

    /// <summary>A handler that a client may dispose while this one stays.</summary>
    public HttpMessageHandler Unowned() => new Forwarder(this);

    public void Publish(Uri folder, byte[][] files)
    {
        for (int i = 0; i < files.Length; i++)
        {
            byte[] file = files[i];
            Pages[new Uri(folder, TestFiles.Names[i]).ToString()] = () => new ByteArrayContent(file);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string address = request.RequestUri!.ToString();
        lock (_lock) _requests.Add(address);
        if (Silent.Contains(address)) await Task.Delay(Timeout.Infinite, cancellationToken);
        return Pages.TryGetValue(address, out Func<HttpContent>? page)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = page() }
            : new HttpResponseMessage(HttpStatusCode.NotFound);
    }

    private sealed class Forwarder(FakeWeb web) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            web.SendAsync(request, cancellationToken);
    }
}
