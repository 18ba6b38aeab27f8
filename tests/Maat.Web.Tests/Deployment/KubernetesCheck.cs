using System.Globalization;

namespace Maat.Web.Tests.Deployment;

/// <summary>Holds the Kubernetes manifests against Maat and against each other.</summary>
internal sealed class KubernetesCheck(DeployFiles files, IReadOnlyCollection<string> paths)
{
    private const string Kustomization = "kubernetes/kustomization.yaml";
    private const string NameLabel = "app.kubernetes.io/name";

    private static readonly string[] Probes = ["startupProbe", "livenessProbe", "readinessProbe"];

    private readonly List<Node> objects = [.. files.Kubernetes.Where(file => file != Kustomization).SelectMany(files.Documents)];
    private readonly Node kustomization = files.Documents(Kustomization).Single();

    public IEnumerable<string> Problems() =>
        Listed().Concat(Of("Deployment").SelectMany(DeploymentProblems)).Concat(ReachProblems()).Concat(ScalingProblems());

    private IEnumerable<Node> Of(string kind) => objects.Where(o => o["kind"].Text == kind);

    private bool Has(string kind, string? name) => Of(kind).Any(o => o.At("metadata.name").Text == name);

    private IEnumerable<string> Listed()
    {
        List<string> listed = [.. kustomization["resources"].Items.Select(item => "kubernetes/" + item.Text)];
        foreach (string file in files.Kubernetes.Except(listed).Where(file => file != Kustomization))
            yield return $"{file} is not in kustomization.yaml";
        foreach (string file in listed.Except(files.Kubernetes))
            yield return $"kustomization.yaml names {file}, which is not there";
    }

    private IEnumerable<string> DeploymentProblems(Node deployment)
    {
        string name = deployment.At("metadata.name").Text!;
        Node pod = deployment.At("spec.template.spec"), container = pod["containers"].Items.Single();
        Node label = deployment.At("spec.template.metadata.labels")[NameLabel];
        if (label.Text is null || label != deployment.At("spec.selector.matchLabels")[NameLabel])
            yield return $"{name}: its selector does not match its pods";
        if (kustomization["images"].Items.All(image => image["name"] != container["image"]))
            yield return $"{name}: image {container["image"].Text} is not in kustomization.yaml";
        if (pod.At("securityContext.runAsNonRoot").Text != "true" || !files[DeployFiles.Dockerfile].Contains($"USER {pod.At("securityContext.runAsUser").Text}:", StringComparison.Ordinal))
            yield return $"{name}: it does not run as the Dockerfile's user";
        if (container.At("securityContext.readOnlyRootFilesystem").Text != "true" || container.At("securityContext.allowPrivilegeEscalation").Text != "false")
            yield return $"{name}: its file system or privileges are open";
        if (!container.At("resources.requests.cpu").Exists || !container.At("resources.requests.memory").Exists)
            yield return $"{name}: it requests no resources";

        var volumes = pod["volumes"].Items.ToDictionary(volume => volume["name"].Text!);
        foreach (Node mount in container["volumeMounts"].Items.Where(mount => !volumes.ContainsKey(mount["name"].Text!)))
            yield return $"{name}: volume {mount["name"].Text} is not defined";
        foreach (Node claim in volumes.Values.Select(volume => volume.At("persistentVolumeClaim.claimName")).Where(claim => claim.Exists && !Has("PersistentVolumeClaim", claim.Text)))
            yield return $"{name}: claim {claim.Text} is not defined";
        foreach (Node map in container["envFrom"].Items.Select(source => source.At("configMapRef.name")).Where(map => !Has("ConfigMap", map.Text)))
            yield return $"{name}: ConfigMap {map.Text} is not defined";
        foreach (Node secret in container["env"].Items.Select(variable => variable.At("valueFrom.secretKeyRef")).Where(secret => secret.Exists))
        {
            if (!files[DeployFiles.Readme].Contains($"create secret generic {secret["name"].Text}", StringComparison.Ordinal)
                || !files[DeployFiles.Readme].Contains($"--from-literal={secret["key"].Text}=", StringComparison.Ordinal))
                yield return $"{name}: README.md makes no key {secret["key"].Text} of secret {secret["name"].Text}";
        }

        Node[] probes = [.. Probes.Select(probe => container[probe]["httpGet"])];
        if (probes.Any(probe => !probe.Exists))
            yield return $"{name}: a probe is missing";
        Dictionary<string, string> ports = container["ports"].Items.ToDictionary(port => port["name"].Text!, port => port["containerPort"].Text!);
        Node scrape = deployment.At("spec.template.metadata.annotations");
        var process = new DescribedProcess(
            name,
            Environment(container),
            [.. ports.Values, scrape["prometheus.io/port"].Text ?? "none", .. probes.Select(probe => ports.GetValueOrDefault(probe["port"].Text ?? "", probe["port"].Text ?? "none"))],
            [.. probes.Select(probe => probe["path"].Text ?? "none"), scrape["prometheus.io/path"].Text ?? "none"],
            [.. container["volumeMounts"].Items.Select(mount => mount["mountPath"].Text!)],
            TimeSpan.FromSeconds(int.Parse(pod["terminationGracePeriodSeconds"].Text!, CultureInfo.InvariantCulture)));
        foreach (string problem in ProcessCheck.Problems(process, paths))
            yield return problem;
    }

    /// <summary>As the pod gets it; what is not known before it runs is replaced by something of its kind.</summary>
    private Dictionary<string, string> Environment(Node container)
    {
        var environment = new Dictionary<string, string>();
        foreach (Node map in container["envFrom"].Items.SelectMany(source => Of("ConfigMap").Where(map => map.At("metadata.name") == source.At("configMapRef.name"))))
        {
            foreach (var (key, value) in map["data"].Members)
                environment[key] = value.Text!;
        }

        foreach (Node variable in container["env"].Items.Where(variable => variable["name"].Text!.StartsWith("Maat__", StringComparison.Ordinal)))
        {
            environment[variable["name"].Text!] = variable.At("valueFrom.secretKeyRef.key").Text switch
            {
                null => variable["value"].Text!.Replace("$(POD_IP)", "10.0.0.7", StringComparison.Ordinal),
                "database" => ProcessCheck.PlaceholderOfDatabase,
                _ => ProcessCheck.Placeholder,
            };
        }

        return environment;
    }

    private IEnumerable<string> ReachProblems()
    {
        foreach (Node service in Of("Service"))
        {
            Node? target = DeploymentOf(service.At("spec.selector")[NameLabel]);
            IEnumerable<string?> known = target?.At("spec.template.spec.containers").Items.SelectMany(c => c["ports"].Items).Select(port => port["name"].Text) ?? [];
            foreach (Node port in service.At("spec.ports").Items.Where(port => !known.Contains(port["targetPort"].Text)))
                yield return $"Service {service.At("metadata.name").Text}: nothing has port {port["targetPort"].Text}";
        }

        foreach (Node backend in Of("Ingress").SelectMany(i => i.At("spec.rules").Items).SelectMany(rule => rule.At("http.paths").Items).Select(path => path.At("backend.service")))
        {
            Node service = Of("Service").FirstOrDefault(s => s.At("metadata.name") == backend["name"]);
            if (service.At("spec.ports").Items.All(port => port["name"] != backend.At("port.name")))
                yield return $"Ingress: Service {backend["name"].Text} has no port {backend.At("port.name").Text}";
        }

        foreach (Node ingress in Of("Ingress").Where(i => i.At("metadata.annotations")["nginx.ingress.kubernetes.io/affinity"].Text != "cookie"))
            yield return $"Ingress {ingress.At("metadata.name").Text} is not sticky";
        foreach (Node budget in Of("PodDisruptionBudget").Where(b => DeploymentOf(b.At("spec.selector.matchLabels")[NameLabel]) is null))
            yield return $"PodDisruptionBudget {budget.At("metadata.name").Text} matches nothing";
    }

    private IEnumerable<string> ScalingProblems()
    {
        foreach (Node scaled in Of("ScaledObject"))
        {
            Node target = scaled.At("spec.scaleTargetRef.name");
            if (!Has("Deployment", target.Text))
                yield return $"ScaledObject: there is no Deployment {target.Text}";
            else if (Of("Deployment").Single(d => d.At("metadata.name") == target).At("spec.replicas").Exists)
                yield return $"{target.Text}: its replicas are set here and by its ScaledObject";
        }
    }

    private Node? DeploymentOf(Node label) => Of("Deployment").Where(d => d.At("spec.template.metadata.labels")[NameLabel] == label).Select(d => (Node?)d).FirstOrDefault();
}
