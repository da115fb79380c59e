namespace Aspire.Hosting.Running;

/// <summary>All processes of a run, and in which order they are to be stopped.</summary>
internal sealed class RunPlan
{
    private RunPlan(
        IReadOnlyList<Instance> instances,
        IReadOnlyDictionary<IResource, ResourceProgress> progress
    )
    {
        Instances = instances;
        Progress = progress;
    }

    public IReadOnlyList<Instance> Instances { get; }

    public IReadOnlyDictionary<IResource, ResourceProgress> Progress { get; }

    public static RunPlan Create(
        IReadOnlyCollection<IResource> resources,
        IReadOnlyList<IPlanner> planners,
        Dashboard? dashboard
    )
    {
        var instances = resources
            .SelectMany(resource =>
                planners.Select(p => p.Plan(resource)).FirstOrDefault(plan => plan is not null)
                ?? []
            )
            .ToList();
        if (dashboard is not null)
            instances.Insert(0, dashboard.ToInstance());
        var progress = instances
            .GroupBy(i => i.Resource)
            .ToDictionary(
                g => g.Key,
                g => new ResourceProgress(g.Count())
                {
                    ExpectedExitCode = ExpectedExitCode(g.Key, resources),
                }
            );
        return new(instances, progress);
    }

    /// <summary>Waves to stop one after another: first what nothing else waited for, last what all the others need.</summary>
    public IEnumerable<IReadOnlyList<T>> StopOrder<T>(
        IReadOnlyList<T> processes,
        Func<T, IResource> resourceOf
    )
    {
        var waits = new WaitList(Progress);
        var depths = new Dictionary<IResource, int>();
        return processes
            .GroupBy(p => Depth(resourceOf(p)))
            .OrderByDescending(wave => wave.Key)
            .Select(wave => wave.ToList());

        int Depth(IResource resource)
        {
            if (!depths.TryGetValue(resource, out var depth))
            {
                depths[resource] = 0;
                depths[resource] = depth = waits
                    .Dependencies(resource)
                    .Select(d => Depth(d) + 1)
                    .DefaultIfEmpty(0)
                    .Max();
            }
            return depth;
        }
    }

    private static int? ExpectedExitCode(IResource resource, IEnumerable<IResource> all) =>
        all.SelectMany(r => r.Annotations.OfType<WaitAnnotation>())
            .FirstOrDefault(w => w.Resource == resource && w.WaitType == WaitType.WaitForCompletion)
            ?.ExitCode;
}
