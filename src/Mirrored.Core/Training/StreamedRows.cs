namespace Mirrored;

/// <summary>A batch that was read for one step: each replica's device gets its own rows and no others.</summary>
internal sealed unsafe class StreamedRows : StepData
{
    private readonly RowBuffer _rows;
    private readonly StagingBuffer?[] _stagings;
    private readonly nint[] _features;
    private readonly nint[] _labels;

    /// <summary>Makes a batch readable for steps.</summary>
    /// <param name="rows">Its memory.</param>
    /// <param name="stagings">The way to each replica's device, made by the first step; shared by all batches of a feed.</param>
    public StreamedRows(RowBuffer rows, StagingBuffer?[] stagings)
    {
        _rows = rows;
        _stagings = stagings;
        (_features, _labels) = (new nint[stagings.Length], new nint[stagings.Length]);
    }

    public override DType Features => DType.Float32;

    public override DType Labels => _rows.Targets?.Type ?? DType.Int32;

    public override void Bring(Replica replica, int first, int rows)
    {
        StagingBuffer staging = _stagings[replica.Index] ??= replica.Device.CreateStaging(replica.Stream, ReplicaGroup.RunAhead);
        long rowBytes = _rows.Features.RowBytes + (_rows.Targets?.RowBytes ?? 0);
        staging.Begin((rows * rowBytes) + (2 * StagingBuffer.Alignment));
        _features[replica.Index] = Bring(staging, _rows.Features, first, rows);
        if (_rows.Targets is { } targets) _labels[replica.Index] = Bring(staging, targets, first, rows);
        staging.Send();
    }

    public override void Point(StepFeed* feed, int replica)
    {
        feed->Features = (void*)_features[replica];
        feed->Labels = (void*)_labels[replica];
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
