namespace Mirrored;

/// <summary>A native object that could not be released.</summary>
/// <param name="Kind">The kind of handle, for example <c>CudaStreamHandle</c>.</param>
/// <param name="Reason">What the library said.</param>
internal sealed record ReleaseFailure(string Kind, string Reason);
