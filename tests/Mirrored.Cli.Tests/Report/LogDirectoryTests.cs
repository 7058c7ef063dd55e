using Google.Protobuf;
using Mirrored.Keras.EventFiles;

namespace Mirrored.Cli.Tests;

public sealed class LogDirectoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_TheTagsOfKeras_BecomesCurves()
    {
        using (SummaryWriter train = Open("train"), validation = Open("validation"))
        {
            for (int epoch = 0; epoch < 2; epoch++)
            {
                train.Scalar("epoch_loss", 2 - epoch, epoch);
                validation.Scalar("epoch_loss", 4 - epoch, epoch);
                validation.Scalar("evaluation_loss_vs_iterations", 4 - epoch, 10 * (epoch + 1));
                train.Scalar("batch_loss", 3 - epoch, 5 * (epoch + 1));
                train.Scalar("step_ms/CPU:0/compute", 7 + epoch, epoch);
                train.Scalar("step_ms/CPU:0/update", 1, epoch);
            }

            train.Text("model_summary", "```\nTotal: 5\n```\n", 0);
        }

        RunRecord run = Assert.Single(LogDirectory.Read(_folder.FullName));

        Assert.Equal(_folder.Name, run.Name);
        Assert.Equal(["loss", "loss by update"], run.Curves.Select(curve => curve.Name));
        Assert.Equal([new Point(1, 2), new Point(2, 1)], run.Curves[0].Training);
        Assert.Equal([new Point(1, 4), new Point(2, 3)], run.Curves[0].Validation);
        Assert.Equal([new Point(5, 3), new Point(10, 2)], run.Curves[1].Training);
        Assert.Equal([new Point(10, 4), new Point(20, 3)], run.Curves[1].Validation);
        DeviceTime time = Assert.Single(run.Times);
        Assert.Equal(("CPU:0", 9.0), (time.Device, time.Step));
        Assert.Equal("Total: 5", Assert.Single(run.Texts).Value);
        Assert.Equal([new Fact("last loss", "1"), new Fact("last validation loss", "3")], run.Headlines);
    }

    [Fact]
    public void Read_ARunThatWentOnAfterAKill_TakesTheLaterValues()
    {
        using (SummaryWriter first = Open("train"))
            for (int epoch = 0; epoch < 3; epoch++) first.Scalar("epoch_loss", 10 + epoch, epoch);
        string file = Directory.GetFiles(Path.Combine(_folder.FullName, "train"))[0];
        using (FileStream cut = File.OpenWrite(file)) cut.SetLength(cut.Length - 3);
        using (SummaryWriter second = Open("train")) second.Scalar("epoch_loss", 5, 1);

        Assert.Equal([new Point(1, 10), new Point(2, 5)], LogDirectory.Read(_folder.FullName)[0].Curves[0].Training);
    }

    [Fact]
    public void Read_TheFormsOfOtherWriters_GivesTheirNumbers()
    {
        using (EventFile file = new(_folder.FullName, TimeProvider.System))
        {
            // TensorFlow's content as bytes, with metadata only the first time; and the form of TensorFlow 1 and PyTorch.
            byte[] half = BitConverter.GetBytes(0.5f);
            Summary.Types.Value value = SummaryValues.Scalar("loss", 0);
            value.Tensor = new TensorProto { Dtype = DataType.DtFloat, TensorContent = ByteString.CopyFrom(half) };
            file.Write(1, value);
            Summary.Types.Value later = value.Clone();
            later.Metadata = null;
            file.Write(2, later);
            file.Write(1, new Summary.Types.Value { Tag = "old", SimpleValue = 0.25f });
        }

        RunRecord run = Assert.Single(LogDirectory.Read(_folder.FullName));

        Assert.Equal([new Point(1, 0.5), new Point(2, 0.5)], run.Curves[0].Training);
        Assert.Equal([new Point(1, 0.25)], run.Curves[1].Training);
    }

    [Fact]
    public void Read_AFolderOfRuns_FindsEachByItsName()
    {
        foreach (string name in new[] { "b/train", "b/validation", "a/deep/train", "own" })
            using (SummaryWriter writer = Open(name)) writer.Scalar("epoch_loss", 1, 0);

        Assert.Equal([Path.Combine("a", "deep"), "b", "own"], LogDirectory.Read(_folder.FullName).Select(run => run.Name));
    }

    private SummaryWriter Open(string name) => new(Path.Combine(_folder.FullName, name));
}
