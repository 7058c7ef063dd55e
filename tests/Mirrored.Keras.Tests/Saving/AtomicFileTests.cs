namespace Mirrored.Keras.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_OldFile_IsReplaced()
    {
        File.WriteAllText(_folder["weights"], "the old and longer content");
        AtomicFile.Write(_folder["weights"], 3, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(_folder["weights"]));
        Assert.Equal(["weights"], _folder.Names);
    }

    [Fact]
    public void Write_FewerBytesThanReserved_KeepsTheWrittenOnes()
    {
        AtomicFile.Write(_folder["weights"], 1000, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(_folder["weights"]));
    }

    [Fact]
    public void Write_ContentFails_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(_folder["weights"], "old");
        InvalidOperationException failure = new("the device is lost");
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(
            () => AtomicFile.Write(_folder["weights"], 10, stream =>
            {
                stream.Write("half"u8);
                throw failure;
            }));
        Assert.Same(failure, thrown);
        Assert.Equal("old", File.ReadAllText(_folder["weights"]));
        Assert.Equal(["weights"], _folder.Names);
    }

    [Fact]
    public void Write_WhileWriting_OthersSeeTheOldFile()
    {
        File.WriteAllText(_folder["weights"], "old");
        AtomicFile.Write(_folder["weights"], 3, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(_folder["weights"]));
        });
        Assert.Equal("new", File.ReadAllText(_folder["weights"]));
    }

    [Fact]
    public void Write_TwoAtATime_BothSucceedAndTheLastOneStays()
    {
        AtomicFile.Write(_folder["weights"], 5, outer =>
        {
            outer.Write("outer"u8);
            AtomicFile.Write(_folder["weights"], 5, inner => inner.Write("inner"u8));
            Assert.Equal("inner", File.ReadAllText(_folder["weights"]));
        });
        Assert.Equal("outer", File.ReadAllText(_folder["weights"]));
        Assert.Equal(["weights"], _folder.Names);
    }

    [Fact]
    public void Write_OntoAFolder_ThrowsAndLeavesNothing()
    {
        Directory.CreateDirectory(_folder["weights"]);
        Exception? error = Record.Exception(
            () => AtomicFile.Write(_folder["weights"], 3, stream => stream.Write("new"u8)));
        Assert.True(error is IOException or UnauthorizedAccessException, $"{error}");
        Assert.Equal(["weights"], _folder.Names);
    }

    [Fact]
    public void Write_NoSuchFolder_Throws() => Assert.Throws<DirectoryNotFoundException>(
        () => AtomicFile.Write(Path.Combine(_folder["missing"], "weights"), 3, stream => stream.Write("new"u8)));

    [Fact]
    public void Write_MoreThanTheDiskHolds_ThrowsBeforeWriting()
    {
        const long exabyte = 1L << 60;
        bool called = false;
        Assert.Throws<IOException>(() => AtomicFile.Write(_folder["weights"], exabyte, _ => called = true));
        Assert.False(called);
        Assert.Empty(_folder.Names);
    }
}
