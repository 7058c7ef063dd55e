namespace Mirrored;

/// <summary>Takes batches apart into examples.</summary>
internal sealed class UnbatchStage(ElementStage<Batch> input) : ElementStage<Example>
{
    public override long Count => input is BatchStage { DropRemainder: true } batches
        ? Counts.Unbatch(input.Count, batches.Size, fullBatches: true)
        : Counts.Unbatch(input.Count, 0, fullBatches: false);

    public override int Shuffles => input.Shuffles;

    public override ElementReader<Example> Open(Pass pass) => new Reader(input.Open(pass));

    private sealed class Reader(ElementReader<Batch> input) : ElementReader<Example>
    {
        private Batch? _batch;
        private int _next;

        public override bool TryNext(ref Example element)
        {
            while (_batch is null || _next == _batch.Count)
            {
                Batch batch = null!; // Filled when TryNext says so.
                if (!input.TryNext(ref batch)) return false;
                (_batch, _next) = (batch, 0);
            }

            element = _batch.Row(_next++);
            return true;
        }

        public override void Dispose() => input.Dispose();
    }
}
