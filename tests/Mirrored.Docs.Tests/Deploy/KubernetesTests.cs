using k8s;
using k8s.Models;
using YamlDotNet.Core;

namespace Mirrored.Docs.Tests;

/// <summary>deploy/kubernetes/job.yaml against the types of Kubernetes's own client, which refuse unknown fields.</summary>
public sealed class KubernetesTests
{
    private static readonly string Text = Repository.Read("deploy/kubernetes/job.yaml");

    [Fact]
    public void Job_OfThisRepository_SavesAndGoesOnWhenItIsStopped()
    {
        List<object> objects = Load(Text);
        V1Job job = Assert.Single(objects.OfType<V1Job>());
        V1PodSpec pod = job.Spec.Template.Spec;
        V1Container container = Assert.Single(pod.Containers);

        Assert.Equal(["batch/v1", "Job"], [job.ApiVersion, job.Kind]);
        Assert.Equal("Never", pod.RestartPolicy); // As a pod failure policy demands.
        Assert.True(pod.TerminationGracePeriodSeconds >= 30);
        Assert.Contains(job.Spec.PodFailurePolicy.Rules, rule => rule is { Action: "Ignore", OnExitCodes.Values: [75] });
        Assert.All(job.Spec.PodFailurePolicy.Rules, rule => Assert.True((rule.OnExitCodes?.ContainerName ?? container.Name) == container.Name));
        Assert.True(container.Resources.Limits["nvidia.com/gpu"].ToInt32() > 0);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        SampleCommand.Check(container.Args);
    }

    [Fact]
    public void Job_Volumes_AreThereAndMounted()
    {
        List<object> objects = Load(Text);
        V1PodSpec pod = objects.OfType<V1Job>().Single().Spec.Template.Spec;

        Assert.Equal(pod.Volumes.Select(v => v.Name).Order(), pod.Containers[0].VolumeMounts.Select(m => m.Name).Order());
        Assert.Equal("Memory", pod.Volumes.Single(v => v.Name == Mount(pod, "/dev/shm")).EmptyDir.Medium);
        Assert.Equal(
            Assert.Single(objects.OfType<V1PersistentVolumeClaim>()).Metadata.Name,
            pod.Volumes.Single(v => v.Name == Mount(pod, "/runs")).PersistentVolumeClaim.ClaimName);
    }

    [Theory]
    [InlineData("terminationGracePeriodSeconds", "gracePeriodSeconds")]
    [InlineData("operator: In", "operators: In")]
    [InlineData("mountPath", "path")]
    public void Job_WithAnUnknownField_IsRefused(string text, string mistake)
    {
        string changed = Text.Replace(text, mistake, StringComparison.Ordinal);

        Assert.NotEqual(Text, changed);
        Assert.ThrowsAny<YamlException>(() => Load(changed));
    }

    private static List<object> Load(string text) => KubernetesYaml.LoadAllFromString(text, strict: true);

    private static string Mount(V1PodSpec pod, string path) => pod.Containers[0].VolumeMounts.Single(m => m.MountPath == path).Name;
}
