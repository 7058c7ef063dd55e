namespace Mirrored;

/// <summary>Features, labels and weights where the replicas can read them: on every device once, however many epochs follow.</summary>
internal sealed class ResidentData : StepData
{
    private readonly DeviceBuffer?[] _features;
    private readonly DeviceBuffer?[] _labels;
    private readonly DeviceBuffer?[] _byteValues;
    private readonly DeviceBuffer?[] _weights;
    private readonly PlanKey _key;

    /// <summary>Loads arrays.</summary>
    /// <param name="group">The replicas that will read them.</param>
    /// <param name="features">The features.</param>
    /// <param name="labels">The labels, or null.</param>
    /// <param name="weights">The weight of each row, float32, or null.</param>
    public ResidentData(ReplicaGroup group, ArraySource features, ArraySource? labels, ArraySource? weights = null)
    {
        Shape labelShape = labels is { } given ? given.Shape.RowShape() : default;
        _key = new PlanKey(default, 0, features.StorageType, labels?.StorageType ?? DType.Int32, labelShape, weights is not null);
        int replicas = group.Replicas.Count;
        (_features, _labels, _byteValues) = (new DeviceBuffer?[replicas], new DeviceBuffer?[replicas], new DeviceBuffer?[replicas]);
        _weights = new DeviceBuffer?[replicas];
        try
        {
            group.RunAll(replica => Load(replica, features, labels, weights));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override PlanKey Key(StepMode mode, int rows) => _key with { Mode = mode, Rows = rows };

    public override unsafe void Point(StepFeed* feed, int replica)
    {
        feed->Features = (void*)_features[replica]!.Address;
        feed->Labels = (void*)(_labels[replica]?.Address ?? 0);
        feed->Weights = (float*)(_weights[replica]?.Address ?? 0);
        feed->ByteValues = (float*)(_byteValues[replica]?.Address ?? 0);
    }

    public override void Dispose()
    {
        foreach (DeviceBuffer? buffer in _features.Concat(_labels).Concat(_byteValues).Concat(_weights)) buffer?.Dispose();
    }

    private static DeviceBuffer Adopt(Device device, ArraySource source)
    {
        int size = source.StorageType.Size();
        return device.Adopt(source.Backing, (long)source.Offset * size, source.Shape.Length * size);
    }

    private void Load(Replica replica, ArraySource features, ArraySource? labels, ArraySource? weights)
    {
        _features[replica.Index] = Adopt(replica.Device, features);
        if (features.ByteValues is { } values) _byteValues[replica.Index] = replica.Device.Adopt(values, 0, values.Length * sizeof(float));
        if (labels is { } given) _labels[replica.Index] = Adopt(replica.Device, given);
        if (weights is { } perRow) _weights[replica.Index] = Adopt(replica.Device, perRow);
    }
}
