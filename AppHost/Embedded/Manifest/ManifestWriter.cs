using System.Text.Json;

namespace Aspire.Hosting.Publishing;

/// <summary>
/// Writes the resources in Aspire's manifest format: the declared ones in their order, then the generated parameters they
/// refer to, each followed by its encoded form, then conditional values.
/// </summary>
internal sealed class ManifestWriter(
    Utf8JsonWriter json,
    string manifestPath,
    DistributedApplicationExecutionContext execution
)
{
    private readonly ManifestReferences _references = new();

    public void Write(IEnumerable<IResource> resources)
    {
        var published = resources
            .Where(r => !r.Annotations.OfType<ExcludeFromManifestAnnotation>().Any())
            .ToList();
        json.WriteStartObject();
        json.WriteStartObject("resources");
        foreach (var resource in published)
            WriteResource(resource);
        foreach (var parameter in _references.Parameters.Where(p => !published.Contains(p)))
            WriteResource(parameter);
        foreach (var expression in _references.Conditionals)
            WriteConditional(expression);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteResource(IResource resource)
    {
        json.WriteStartObject(resource.Name);
        switch (resource)
        {
            case ProjectResource project:
                WriteProject(project);
                break;
            case ExecutableResource executable:
                WriteExecutable(executable);
                break;
            case ContainerResource container:
                WriteContainer(container);
                break;
            case ParameterResource parameter:
                WriteParameter(parameter);
                break;
            case IResourceWithConnectionString value:
                json.WriteString("type", "value.v0");
                WriteConnectionString(value);
                break;
            default:
                throw new DistributedApplicationException(
                    $"'{resource.Name}' cannot be published."
                );
        }
        json.WriteEndObject();
        if (resource is ParameterResource written && _references.IsUriEncoded(written))
            WriteUriEncoded(written);
    }

    private void WriteProject(ProjectResource project)
    {
        json.WriteString("type", "project.v0");
        json.WriteString(
            "path",
            RelativePath(project.Annotations.OfType<IProjectMetadata>().Single().ProjectPath)
        );
        WriteArguments(project);
        WriteEnvironment(project);
        WriteBindings(project);
    }

    private void WriteExecutable(ExecutableResource executable)
    {
        json.WriteString("type", "executable.v0");
        json.WriteString("workingDirectory", RelativePath(executable.WorkingDirectory));
        json.WriteString("command", executable.Command);
        WriteArguments(executable);
        WriteEnvironment(executable);
        WriteBindings(executable);
    }

    private void WriteContainer(ContainerResource container)
    {
        json.WriteString("type", "container.v0");
        if (container is IResourceWithConnectionString server)
            WriteConnectionString(server);
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Last();
        json.WriteString("image", $"{image.Registry}/{image.Image}:{image.Tag}");
        if (container.Entrypoint is { } entrypoint)
            json.WriteString("entrypoint", entrypoint);
        WriteArguments(container);
        WriteVolumes(container);
        WriteEnvironment(container);
        WriteBindings(container);
    }

    private void WriteParameter(ParameterResource parameter)
    {
        json.WriteString("type", "parameter.v0");
        if (parameter is ConnectionStringParameterResource)
            json.WriteString("connectionString", $"{{{parameter.Name}.value}}");
        json.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        json.WriteStartObject("inputs");
        json.WriteStartObject("value");
        json.WriteString("type", "string");
        if (parameter.Secret)
            json.WriteBoolean("secret", true);
        if (parameter.Default is GenerateParameterDefault generated)
            WriteGenerated(generated);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteGenerated(GenerateParameterDefault generated)
    {
        json.WriteStartObject("default");
        json.WriteStartObject("generate");
        json.WriteNumber("minLength", generated.MinLength);
        if (!generated.Special)
            json.WriteBoolean("special", false);
        if (generated.MinLower > 0)
            json.WriteNumber("minLower", generated.MinLower);
        if (generated.MinUpper > 0)
            json.WriteNumber("minUpper", generated.MinUpper);
        if (generated.MinNumeric > 0)
            json.WriteNumber("minNumeric", generated.MinNumeric);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteUriEncoded(ParameterResource parameter)
    {
        json.WriteStartObject(ManifestReferences.UriEncodedName(parameter));
        json.WriteString("type", "annotated.string");
        json.WriteString("value", parameter.ValueExpression);
        json.WriteString("filter", "uri");
        json.WriteEndObject();
    }

    private void WriteConditional(ReferenceExpression expression)
    {
        json.WriteStartObject(expression.ConditionalName!);
        json.WriteString("type", "value.v0");
        json.WriteString("connectionString", _references.Render(expression.ManifestBranch!));
        json.WriteEndObject();
    }

    private void WriteConnectionString(IResourceWithConnectionString resource) =>
        json.WriteString(
            "connectionString",
            _references.Render(resource.ConnectionStringExpression)
        );

    private void WriteArguments(IResource resource)
    {
        var arguments = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            annotation.Callback(arguments);
        if (arguments.Count == 0)
            return;
        json.WriteStartArray("args");
        arguments.ForEach(a => json.WriteStringValue(_references.Render(a)));
        json.WriteEndArray();
    }

    private void WriteVolumes(ContainerResource container)
    {
        var volumes = container.Annotations.OfType<ContainerVolumeAnnotation>().ToList();
        if (volumes.Count == 0)
            return;
        json.WriteStartArray("volumes");
        foreach (var volume in volumes)
        {
            json.WriteStartObject();
            json.WriteString("name", volume.Name);
            json.WriteString("target", volume.Target);
            json.WriteBoolean("readOnly", volume.IsReadOnly);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteEnvironment(IResource resource)
    {
        var context = new EnvironmentCallbackContext(execution, resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            annotation.Callback(context);
        if (context.EnvironmentVariables.Count == 0)
            return;
        json.WriteStartObject("env");
        foreach (var (name, value) in context.EnvironmentVariables)
            json.WriteString(name, _references.Render(value));
        json.WriteEndObject();
    }

    private void WriteBindings(IResource resource)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        if (endpoints.Count == 0)
            return;
        json.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
            WriteBinding(resource, endpoint);
        json.WriteEndObject();
    }

    private void WriteBinding(IResource resource, EndpointAnnotation endpoint)
    {
        // Aspire invents a port in these cases; declare the endpoint so that the deployment chooses instead.
        if (
            resource is not ContainerResource
            && (
                endpoint.TargetPort is null
                && (endpoint.Port is not null || endpoint.UriScheme is not ("http" or "https"))
            )
        )
            throw new DistributedApplicationException(
                $"Publish '{resource.Name}' without a port on its endpoint '{endpoint.Name}', or give the target port."
            );
        json.WriteStartObject(endpoint.Name);
        json.WriteString("scheme", endpoint.UriScheme);
        json.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
        json.WriteString("transport", endpoint.Transport);
        if (endpoint.Port is { } port && endpoint.TargetPort is { } differing && port != differing)
            json.WriteNumber("port", port);
        if (endpoint.TargetPort is { } target)
            json.WriteNumber("targetPort", target);
        if (endpoint.IsExternal)
            json.WriteBoolean("external", true);
        json.WriteEndObject();
    }

    private string RelativePath(string path) =>
        Path.GetRelativePath(Path.GetDirectoryName(manifestPath)!, path).Replace('\\', '/');
}
