namespace Mirrored;

/// <summary>Keeps the elements of the first complete pass in a file and reads them from there, in later runs too.</summary>
/// <remarks>The file appears when it is complete: it is written beside its place and moved there.</remarks>
internal sealed class CacheFileStage<T>(ElementStage<T> input, string path, ElementFormat<T> format) : ElementStage<T>
{
    public override long Count => input.Count;

    public override int Shuffles => input.Shuffles;

    public override ElementReader<T> Open(Pass pass) => File.Exists(path)
        ? new KeptReader(new ElementFileReader(path), format, pass.Token)
        : new KeepingReader(input.Open(pass with { Iteration = 0 }), path, format);

    private sealed class KeepingReader(ElementReader<T> input, string path, ElementFormat<T> format) : ElementReader<T>
    {
        private ElementFileWriter? _file;
        private bool _done;

        public override bool TryNext(ref T element)
        {
            if (_done) return false;
            _file ??= new ElementFileWriter(path);
            T item = default!; // Filled when TryNext says so.
            if (!input.TryNext(ref item))
            {
                _file.Complete();
                _done = true;
                return false;
            }

            format.Write(_file, item);
            element = item;
            return true;
        }

        public override void Dispose()
        {
            try
            {
                input.Dispose();
            }
            finally
            {
                _file?.Dispose();
            }
        }
    }

    private sealed class KeptReader(ElementFileReader file, ElementFormat<T> format, CancellationToken token) : ElementReader<T>
    {
        public override bool TryNext(ref T element)
        {
            token.ThrowIfCancellationRequested();
            if (!file.TryNext()) return false;
            element = format.Read(file);
            return true;
        }

        public override void Dispose() => file.Dispose();
    }
}
