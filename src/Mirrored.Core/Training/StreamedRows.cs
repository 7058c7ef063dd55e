namespace Mirrored;

/// <summary>A batch that was read for one step: each replica's device gets its own rows and no others.</summary>
internal sealed unsafe class StreamedRows : StepData
{
    private readonly RowBuffer _rows;
    private readonly StagingBuffer?[] _stagings;
    private readonly nint[] _features;
    private readonly nint[] _labels;
    private readonly nint[] _weights;

    /// <summary>Makes a batch readable for steps.</summary>
    /// <param name="rows">Its memory.</param>
    /// <param name="stagings">The way to each replica's device, made by the first step; shared by all batches of a feed.</param>
    public StreamedRows(RowBuffer rows, StagingBuffer?[] stagings)
    {
        _rows = rows;
        _stagings = stagings;
        (_features, _labels, _weights) = (new nint[stagings.Length], new nint[stagings.Length], new nint[stagings.Length]);
    }

    public override PlanKey Key(StepMode mode, int rows) =>
        new(mode, rows, DType.Float32, _rows.Targets?.Type ?? DType.Int32, _rows.Targets?.RowShape ?? default, _rows.Weights is not null);

    public override void Bring(Replica replica, int first, int rows)
    {
        StagingBuffer staging = _stagings[replica.Index] ??= replica.Device.CreateStaging(replica.Stream, ReplicaGroup.RunAhead);
        long rowBytes = _rows.Features.RowBytes + (_rows.Targets?.RowBytes ?? 0) + (_rows.Weights?.RowBytes ?? 0);
        staging.Begin((rows * rowBytes) + (3 * StagingBuffer.Alignment));
        _features[replica.Index] = Bring(staging, _rows.Features, first, rows);
        if (_rows.Targets is { } targets) _labels[replica.Index] = Bring(staging, targets, first, rows);
        if (_rows.Weights is { } weights) _weights[replica.Index] = Bring(staging, weights, first, rows);
        staging.Send();
    }

    public override void Point(StepFeed* feed, int replica)
    {
        feed->Features = (void*)_features[replica];
        feed->Labels = (void*)_labels[replica];
        feed->Weights = (float*)_weights[replica];
    }

    public override void Dispose()
    {
    }

    /// <summary>Brings a replica's part of a column.</summary>
    /// <returns>Where the batch's first row would lie: steps count rows from there, and read only those that are there.</returns>
    private static nint Bring(StagingBuffer staging, RowColumn column, int first, int rows)
    {
        nint skipped = (nint)(first * column.RowBytes);
        return staging.Add(column.Address + skipped, rows * column.RowBytes) - skipped;
    }
}
