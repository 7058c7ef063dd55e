namespace Mirrored;

/// <summary>Paths and path lists in the form of the system that a loader stands for, whatever system runs the
/// code.</summary>
internal static class LoaderPaths
{
    extension(INativeLoader loader)
    {
        /// <summary>The path of something in a folder; the folder itself for an empty name.</summary>
        public string Join(string folder, string name) => name.Length == 0
            ? folder
            : folder.TrimEnd('/', '\\') + (loader.IsWindows ? '\\' : '/') + name;

        /// <summary>The folders that a variable lists, as <c>PATH</c> does.</summary>
        public string[] List(string variable) => loader.Variable(variable)?.Split(
            loader.IsWindows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }
}
