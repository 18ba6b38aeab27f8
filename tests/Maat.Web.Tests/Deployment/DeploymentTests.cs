using System.Net;
using Maat.Web.Metrics;
using Maat.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.Deployment;

/// <summary>
/// What <c>deploy/</c> names is there: it cannot be run here, so each setting, port, path, metric, secret and grace period is held against the
/// product.
/// </summary>
public sealed class DeploymentTests(MaatServer server) : IClassFixture<MaatServer>
{
    [Fact]
    public async Task Files_AsTheyAre_FitTheProduct() => Assert.Empty(await ProblemsAsync(DeployFiles.Read()));

    [Theory]
    [InlineData("kubernetes/worker-default.yaml", "Maat__Worker__Slots", "Maat__Worker__Slotz", "Maat:Worker:Slotz is not a setting")]
    [InlineData("kubernetes/worker-default.yaml", "value: \"16\"", "value: many", "Maat:Worker:Slots is 'many'")]
    [InlineData("kubernetes/worker-default.yaml", "terminationGracePeriodSeconds: 180", "terminationGracePeriodSeconds: 120", "it is killed after")]
    [InlineData("kubernetes/worker-default.yaml", "            - { name: Maat__Queues__0, value: default }\n", "", "it serves every queue")]
    [InlineData("kubernetes/worker-default.yaml", "claimName: maat-node-logs", "claimName: logs", "claim logs is not defined")]
    [InlineData("kubernetes/web.yaml", "containerPort: 5080", "containerPort: 8080", "port 8080 is named, but it listens on 5080")]
    [InlineData("kubernetes/web.yaml", "path: /health/ready", "path: /healthz", "nothing answers at /healthz")]
    [InlineData("kubernetes/web.yaml", "prometheus.io/path: /metrics", "prometheus.io/path: /metric", "nothing answers at /metric")]
    [InlineData("kubernetes/web.yaml", "targetPort: http", "targetPort: web", "nothing has port web")]
    [InlineData("kubernetes/web.yaml", "runAsUser: 10001", "runAsUser: 1000", "does not run as the Dockerfile's user")]
    [InlineData("kubernetes/scheduler.yaml", "key: metrics-token", "key: token", "README.md makes no key token")]
    [InlineData("kubernetes/scheduler.yaml", "mountPath: /data", "mountPath: /var/lib/maat", "'/data' is no volume")]
    [InlineData("kubernetes/scheduler.yaml", "name: maat-settings", "name: settings", "ConfigMap settings is not defined")]
    [InlineData("kubernetes/settings.yaml", "Maat__Database__Provider: MySql", "Maat__Database__Provider: Sqlite", "Maat:Database:Provider is Sqlite")]
    [InlineData("kubernetes/ingress.yaml", "affinity: cookie", "affinity: none", "is not sticky")]
    [InlineData("kubernetes/ingress.yaml", "name: maat-web, port", "name: web, port", "Service web has no port")]
    [InlineData("kubernetes/worker-default-scaling.yaml", "maat_queue_demand{", "maat_queue_depth{", "maat_queue_depth is not a metric")]
    [InlineData("kubernetes/worker-default-scaling.yaml", "scaleTargetRef: { name: maat-worker-default }", "scaleTargetRef: { name: maat-worker }", "there is no Deployment maat-worker")]
    [InlineData("kubernetes/kustomization.yaml", "  - scheduler.yaml\n", "", "scheduler.yaml is not in kustomization.yaml")]
    [InlineData("docker-compose.yml", "Maat__Metrics__Token", "Maat__Metrics__Password", "Maat:Metrics:Password is not a setting")]
    [InlineData("docker-compose.yml", "5080:5080", "5080:80", "port 80 is named")]
    [InlineData("docker-compose.yml", "/health/ready", "/ready", "nothing answers at /ready")]
    [InlineData("docker-compose.yml", "stop_grace_period: 180s", "stop_grace_period: 30s", "it is killed after")]
    [InlineData("docker-compose.yml", "${MAAT_DATABASE_PASSWORD:?", "${DATABASE_SECRET:?", "README.md does not set DATABASE_SECRET")]
    [InlineData("docker-compose.yml", "web:/data", "pages:/data", "volume pages is not defined")]
    [InlineData("README.md", "maat_worker_slots_used", "maat_worker_slots_taken", "maat_worker_slots_taken is not a metric")]
    [InlineData("README.md", "Maat__Worker__GraceSeconds", "Maat__Worker__DrainSeconds", "Maat:Worker:DrainSeconds is not a setting")]
    public async Task Files_WithSomethingWrong_AreNoticed(string file, string old, string changed, string problem) =>
        Assert.Contains(await ProblemsAsync(DeployFiles.Read().With(file, old, changed)), found => found.Contains(problem, StringComparison.Ordinal));

    private async Task<List<string>> ProblemsAsync(DeployFiles files)
    {
        IReadOnlyCollection<string> paths = await AnsweredAsync("/health/live", "/health/ready", "/metrics", "/healthz", "/ready", "/metric");
        HashSet<string> metrics = Metrics();
        return
        [
            .. new KubernetesCheck(files, paths).Problems(),
            .. new ComposeCheck(files, paths).Problems(),
            .. files.Yaml.Append(DeployFiles.Readme).SelectMany(file => ProcessCheck.UnknownSettings(file, files[file])),
            .. files.Yaml.Append(DeployFiles.Readme).SelectMany(file => ProcessCheck.UnknownMetrics(file, files[file], metrics)),
        ];
    }

    /// <summary>Those of the paths at which something answers a program: a refusal counts where a token is asked for, a page for lost people does not.</summary>
    private async Task<IReadOnlyCollection<string>> AnsweredAsync(params string[] paths)
    {
        using HttpClient client = server.Bearer();
        var answered = new List<string>();
        foreach (string path in paths)
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK)
                answered.Add(path);
        }

        return answered;
    }

    private HashSet<string> Metrics() =>
        [.. server.Services.GetRequiredService<MetricCollector>().Tell().Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2])];
}
