namespace Mirrored;

/// <summary>How the gradients of several devices become one sum that all of them hold.</summary>
/// <remarks>Immutable, and free to serve several strategies: <see cref="StrategyOptions.CrossDeviceOps"/> takes one. Source:
/// TensorFlow's <c>tf.distribute.CrossDeviceOps</c>.</remarks>
public abstract class CrossDeviceOps
{
    private protected CrossDeviceOps()
    {
    }

    /// <summary>Refuses devices that it cannot serve, when a strategy is made.</summary>
    /// <exception cref="ArgumentException">They do not fit; the message tells why.</exception>
    internal virtual void Check(IReadOnlyList<DeviceId> devices, StrategyOptions options)
    {
    }

    /// <summary>Makes ready the exchange of one model: an object for each replica, in order. The caller disposes them.</summary>
    /// <remarks>Called once on the caller's thread while no replica works; what belongs on a replica's own thread goes through
    /// <see cref="ReplicaGroup.RunAll"/>.</remarks>
    internal abstract IReadOnlyList<GradientExchange> Connect(ExchangeContext context);
}
