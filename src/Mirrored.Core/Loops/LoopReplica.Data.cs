using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>The way of a step's data to the device.</content>
internal sealed unsafe partial class LoopReplica
{
    private void SetFeatures(nint address) => _feed.Features = (void*)address;

    private void SetLabels(nint labels, nint weights)
    {
        _feed.Labels = (void*)labels;
        _feed.Weights = (float*)weights;
    }

    /// <summary>Queues the way of arrays to the device; a CPU reads them where they are until <see cref="Unpin"/>.</summary>
    /// <returns>Where each lies there; 0 for one without numbers.</returns>
    private nint[] Bring(ReadOnlySpan<NDArray> arrays)
    {
        nint[] addresses = new nint[arrays.Length];
        _staging ??= _model.Device.CreateStaging(_model.Stream, ReplicaGroup.RunAhead);
        long bytes = 0;
        foreach (NDArray array in arrays)
        {
            ArraySource source = Plain(array);
            int size = source.StorageType.Size();
            _pinned.Add(new PinnedArrayBuffer(source.Backing, (long)source.Offset * size, source.Shape.Length * size));
            bytes += _pinned[^1].Length + StagingBuffer.Alignment;
        }

        if (_pinned.TrueForAll(piece => piece.Length == 0)) return addresses;
        BeforeSending();
        _staging.Begin(bytes);
        for (int i = 0; i < addresses.Length; i++) addresses[i] = _staging.Add(_pinned[i].Address, _pinned[i].Length);
        _staging.Send();
        return addresses;
    }

    /// <summary>Lets go of arrays whose numbers have been read, or copied.</summary>
    private void Unpin()
    {
        foreach (PinnedArrayBuffer array in _pinned) array.Dispose();
        _pinned.Clear();
    }

    /// <summary>Queues the way of state and feed to the device.</summary>
    /// <param name="rows">The replica's rows.</param>
    private void Send(int rows)
    {
        nint numbers = Numbers(rows);
        BeforeSending();
        _model.SendControl(_state, _feed, numbers);
        _sent++;
    }

    /// <summary>Keeps slots of the host that are still being copied from being filled.</summary>
    private void BeforeSending()
    {
        if (_sent < ReplicaGroup.RunAhead - 1) return;
        _model.Stream.Synchronize();
        _sent = 0;
    }

    /// <summary>The numbers of the replica's own rows on the device: 0, 1, 2, ...</summary>
    private nint Numbers(int rows)
    {
        long bytes = (long)Math.Max(1, rows) * sizeof(int);
        if (_numbers is not null && _numbers.Length >= bytes) return _numbers.Address;
        _model.Stream.Synchronize();
        _numbers?.Dispose();
        _numbers = null;
        _numbers = _model.Device.Allocate(bytes, "row numbers");
        int[] numbers = [.. Enumerable.Range(0, Math.Max(1, rows))];
        _numbers.Write(MemoryMarshal.AsBytes(numbers.AsSpan()), 0);
        return _numbers.Address;
    }

    /// <summary>Where an array's numbers are; those of a view of bytes are made first.</summary>
    private static ArraySource Plain(NDArray array) => array.Source is { ByteValues: not null }
        ? new NDArray<float>(array.As<float>().ToArray(), array.Shape).Source
        : array.Source;
}
