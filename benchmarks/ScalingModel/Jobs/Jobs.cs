namespace Mirrored.ScalingModel;

/// <summary>The jobs of the tables.</summary>
public static class Jobs
{
    /// <summary>The tutorial's model.</summary>
    public static Job Mnist { get; } = new DenseJob("MNIST 784-128-10", [784, 128, 10]);

    /// <summary>Eight layers of 8192 x 8192: 537 million weights.</summary>
    public static Job Large { get; } = new DenseJob("8 x 8192", [.. Enumerable.Repeat(8192, 9)]);

    /// <summary>25.6 million weights; 319 images/s at batch 32 on one V100, wrapped in DDP.</summary>
    public static Job ResNet50 { get; } = MeasuredJob.Even("ResNet-50, batch 32", 32 / 319.0, 25_600_000, 50);

    /// <summary>23.8 million weights; 142 images/s at batch 64 on one P100.</summary>
    public static Job InceptionV3 { get; } = MeasuredJob.Even("Inception V3, batch 64", 64 / 142.0, 23_800_000, 48);

    /// <summary>138 million weights, nine tenths of them in the last three layers, which do one hundredth of the work; 154 images/s
    /// at batch 64 on one P100.</summary>
    public static Job Vgg16 { get; } = new MeasuredJob("VGG-16, batch 64", 64 / 154.0,
        [.. Enumerable.Repeat((14_710_000L / 13, 0.99 / 13), 13), (102_760_000, 0.008), (16_780_000, 0.001), (4_100_000, 0.001)]);
}
