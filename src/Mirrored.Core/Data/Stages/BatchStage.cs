namespace Mirrored;

/// <summary>Joins consecutive examples to batches.</summary>
internal sealed class BatchStage(ElementStage<Example> input, int size, bool dropRemainder) : ElementStage<Batch>
{
    public override long Count => Counts.Batch(input.Count, size, dropRemainder);

    public override int Shuffles => input.Shuffles;

    /// <summary>The rows of a full batch.</summary>
    public int Size => size;

    /// <summary>True when every batch is full.</summary>
    public bool DropRemainder => dropRemainder;

    public override ElementReader<Batch> Open(Pass pass) => new Reader(input.Open(pass), size, dropRemainder);

    private sealed class Reader(ElementReader<Example> input, int size, bool dropRemainder) : ElementReader<Batch>
    {
        private long _examples;

        public override bool TryNext(ref Batch element)
        {
            if (element is StagedBatch staged) return Fill(staged.Rows);
            var rows = new RowBuffer(pinned: false);
            if (!Fill(rows)) return false;
            element = rows.ToBatch();
            return true;
        }

        public override void Dispose() => input.Dispose();

        private bool Fill(RowBuffer rows)
        {
            rows.Clear();
            Example example = null!; // Filled when TryNext says so.
            while (rows.Count < size && input.TryNext(ref example)) rows.Add(example, size, _examples++);
            return rows.Count == size || (rows.Count > 0 && !dropRemainder);
        }
    }
}
