using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Mirrored.Files.Tests;

/// <summary>What reads files has no means to run what they say: it names no method that finds a type by its name, loads code, or starts a
/// program.</summary>
public sealed class LoaderAssembliesTests
{
    /// <summary>By type the methods that nothing may call; all of a type where none is named. <c>Type.GetType</c> alone is a static method,
    /// <c>object.GetType</c> another.</summary>
    private static readonly Dictionary<string, string[]> Forbidden = new(StringComparer.Ordinal)
    {
        ["System.Type"] = ["GetType", "InvokeMember", "GetTypeFromProgID"],
        ["System.Reflection.Assembly"] = ["Load", "LoadFrom", "LoadFile", "UnsafeLoadFrom", "GetType", "CreateInstance"],
        ["System.Activator"] = ["CreateInstanceFrom"],
        ["System.Runtime.Loader.AssemblyLoadContext"] = [],
        ["System.AppDomain"] = [],
        ["System.Diagnostics.Process"] = [],
        ["System.Diagnostics.ProcessStartInfo"] = [],
        ["System.Runtime.Serialization.Formatters.Binary.BinaryFormatter"] = [],
        ["System.Runtime.Serialization.NetDataContractSerializer"] = [],
        ["System.Reflection.Emit.DynamicMethod"] = [],
        ["System.Reflection.MethodBase"] = ["Invoke"],
        ["System.Xaml.XamlServices"] = [],
    };

    [Theory]
    [InlineData(typeof(Sequential))]
    [InlineData(typeof(MirroredStrategy))]
    [InlineData(typeof(KerasFiles))]
    public void References_OfWhatReadsFiles_RunNothing(Type inAssembly)
    {
        ArgumentNullException.ThrowIfNull(inAssembly);
        Assert.Empty(Find(inAssembly.Assembly.Location));
    }

    [Fact]
    public void References_OfWhatDoes_AreFound() =>
        Assert.NotEmpty(Find(typeof(Xunit.v3.XunitTestFramework).Assembly.Location));

    private static List<string> Find(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        List<string> found = [];
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference) continue;
            TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            string typeName = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}", name = metadata.GetString(member.Name);
            if (Forbidden.TryGetValue(typeName, out string[]? methods) && (methods.Length == 0 || methods.Contains(name))) found.Add($"{typeName}.{name}");
        }

        return found;
    }
}
