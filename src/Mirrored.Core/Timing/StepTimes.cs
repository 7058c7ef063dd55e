namespace Mirrored;

/// <summary>Seconds of one or more steps on one device, part by part.</summary>
internal record struct StepTimes(double Input, double Host, double Compute, double Exchange, double Update, double Queueing)
{
    /// <summary>Adds up, part by part.</summary>
    public static StepTimes operator +(StepTimes a, StepTimes b) => new(
        a.Input + b.Input, a.Host + b.Host, a.Compute + b.Compute, a.Exchange + b.Exchange, a.Update + b.Update,
        a.Queueing + b.Queueing);
}
