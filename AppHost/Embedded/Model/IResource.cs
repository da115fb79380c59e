namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something the distributed application consists of: a project, a server, a database, a parameter.</summary>
public interface IResource
{
    string Name { get; }

    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>A resource that is started with environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource that listens somewhere.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource that is started with command line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that can be held back until another one is ready.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that belongs to another one, as a database to its server.</summary>
public interface IResourceWithParent<out T> : IResource
    where T : IResource
{
    T Parent { get; }
}
