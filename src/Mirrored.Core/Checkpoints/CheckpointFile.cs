namespace Mirrored;

/// <summary>A file of a checkpoint that is to be written.</summary>
/// <param name="Name">Its name: lower-case letters, digits, dots, underscores and hyphens.</param>
/// <param name="Length">Its size in bytes, reserved before anything is written.</param>
/// <param name="Write">Writes its content.</param>
internal sealed record CheckpointFile(string Name, long Length, Action<Stream> Write);
