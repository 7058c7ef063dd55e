namespace Mirrored;

/// <summary>The end of a streaming dataset in training: batches in memory that is filled again and again.</summary>
internal sealed class StagingStage(ElementStage<Batch> input, StagedBatchPool pool) : ElementStage<StagedBatch>
{
    public override long Count => input.Count;

    public override int Shuffles => input.Shuffles;

    public override ElementReader<StagedBatch> Open(Pass pass) => new Reader(input.Open(pass), pool);

    private sealed class Reader(ElementReader<Batch> input, StagedBatchPool pool) : ElementReader<StagedBatch>
    {
        private long _batches;

        public override bool TryNext(ref StagedBatch element)
        {
            element = pool.Take();
            // A Batch without Map behind it fills what it is given; everything else gives batches of its own.
            Batch batch = element;
            if (!input.TryNext(ref batch))
            {
                pool.Return(element);
                return false;
            }

            if (batch != element) Copy(batch, element);
            _batches++;
            return true;
        }

        public override void Dispose() => input.Dispose();

        private void Copy(Batch batch, StagedBatch into)
        {
            try
            {
                into.Rows.Set(batch);
            }
            catch (ArgumentException misfit)
            {
                throw new DatasetException("Fit", _batches, misfit);
            }
        }
    }
}
