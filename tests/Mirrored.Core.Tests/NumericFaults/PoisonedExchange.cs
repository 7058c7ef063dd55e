namespace Mirrored.Core.Tests;

/// <summary>An exchange that first overwrites one element of one replica's gradient, in one step.</summary>
/// <remarks>It writes through the host, so it waits for the replica's stream; that costs time, not bits.</remarks>
internal sealed class PoisonedExchange(CrossDeviceOps inner) : CrossDeviceOps
{
    /// <summary>The number of the step, from 1 on since the exchange was made.</summary>
    public int Step { get; set; }

    /// <summary>The replica.</summary>
    public int Replica { get; set; }

    /// <summary>The element of the flat range.</summary>
    public long Element { get; set; }

    /// <summary>What the element becomes.</summary>
    public float Value { get; set; } = float.NaN;

    internal override IReadOnlyList<GradientExchange> Connect(ExchangeContext context)
    {
        IReadOnlyList<GradientExchange> exchanges = inner.Connect(context);
        return [.. exchanges.Select((exchange, i) => new Part(this, exchange, context, context.Sums[i]))];
    }

    private sealed unsafe class Part(PoisonedExchange all, GradientExchange inner, ExchangeContext context, nint gradients)
        : GradientExchange(inner.Replica)
    {
        private int _steps;

        public override void Reduce(int bucket)
        {
            if (bucket == 0) _steps++;
            Bucket range = context.Buckets[bucket];
            if (_steps == all.Step && Replica.Index == all.Replica && all.Element >= range.Start && all.Element < range.Start + range.Count)
            {
                // The simulator's device memory is the host's.
                Replica.Stream.Synchronize();
                if (context.Type == DType.BFloat16) *((ushort*)gradients + all.Element) = BFloat16.Round(all.Value);
                else *((float*)gradients + all.Element) = all.Value;
            }

            inner.Reduce(bucket);
        }

        public override void Complete() => inner.Complete();

        public override void Recover() => inner.Recover();

        public override void Dispose()
        {
            inner.Dispose();
            base.Dispose();
        }

        protected override void Sum(int bucket) => throw new NotSupportedException();
    }
}
