using System.Diagnostics;
using System.Text.Json;

namespace Mirrored.Peers;

/// <summary>What runs in a process of one side that trains: the job, then one line of JSON for the process that compares.</summary>
internal static class TrainingSide
{
    public static void Run(string side, PeerOptions options)
    {
        using ITrainingJob job = Sides.CreateJob(side, options);
        var epochSeconds = new double[options.EpochsToRun];
        for (int epoch = 0; epoch < epochSeconds.Length; epoch++)
            epochSeconds[epoch] = job.RunEpoch();
        double accuracy = job.Evaluate();

        using Process self = Process.GetCurrentProcess();
        var result = new SideResult(job.Name, job.TrainingRows, epochSeconds, accuracy, self.PeakWorkingSet64);
        Console.WriteLine(JsonSerializer.Serialize(result));
    }
}
