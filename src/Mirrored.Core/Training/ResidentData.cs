namespace Mirrored;

/// <summary>Features and labels where the replicas can read them: on every device once, however many epochs follow.</summary>
internal sealed class ResidentData : StepData
{
    private readonly DeviceBuffer?[] _features;
    private readonly DeviceBuffer?[] _labels;
    private readonly DeviceBuffer?[] _byteValues;

    public ResidentData(ReplicaGroup group, ArraySource features, ArraySource? labels)
    {
        Features = features.StorageType;
        Labels = labels?.StorageType ?? DType.Int32;
        int replicas = group.Replicas.Count;
        (_features, _labels, _byteValues) = (new DeviceBuffer?[replicas], new DeviceBuffer?[replicas], new DeviceBuffer?[replicas]);
        try
        {
            group.RunAll(replica => Load(replica, features, labels));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override DType Features { get; }

    public override DType Labels { get; }

    public override unsafe void Point(StepFeed* feed, int replica)
    {
        feed->Features = (void*)_features[replica]!.Address;
        feed->Labels = (void*)(_labels[replica]?.Address ?? 0);
        feed->ByteValues = (float*)(_byteValues[replica]?.Address ?? 0);
    }

    public override void Dispose()
    {
        foreach (DeviceBuffer? buffer in _features.Concat(_labels).Concat(_byteValues)) buffer?.Dispose();
    }

    private static DeviceBuffer Adopt(Device device, ArraySource source)
    {
        int size = source.StorageType.Size();
        return device.Adopt(source.Backing, (long)source.Offset * size, source.Shape.Length * size);
    }

    private void Load(Replica replica, ArraySource features, ArraySource? labels)
    {
        _features[replica.Index] = Adopt(replica.Device, features);
        if (features.ByteValues is { } values) _byteValues[replica.Index] = replica.Device.Adopt(values, 0, values.Length * sizeof(float));
        if (labels is { } given) _labels[replica.Index] = Adopt(replica.Device, given);
    }
}
