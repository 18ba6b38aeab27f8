using System.Globalization;
using System.Text.RegularExpressions;

namespace Maat.Web.Tests.Deployment;

/// <summary>Holds the compose file against Maat and against itself.</summary>
internal sealed partial class ComposeCheck(DeployFiles files, IReadOnlyCollection<string> paths)
{
    private readonly Node compose = files.Documents(DeployFiles.Compose).Single();

    public IEnumerable<string> Problems() => compose["services"].Members.Where(service => service.Value["image"].Text == "maat:latest")
        .SelectMany(service => Problems(service.Key, service.Value)).Concat(VariableProblems());

    private IEnumerable<string> Problems(string name, Node service)
    {
        List<string[]> volumes = [.. service["volumes"].Items.Select(volume => volume.Text!.Split(':'))];
        foreach (string[] volume in volumes.Where(volume => volume.Length > 1 && compose["volumes"].Members.All(known => known.Key != volume[0])))
            yield return $"{name}: volume {volume[0]} is not defined";
        foreach (string directory in volumes.Select(volume => volume[^1]).Where(directory => !files[DeployFiles.Dockerfile].Contains($" {directory}", StringComparison.Ordinal)))
            yield return $"{name}: the image's user may not write to {directory}";
        if (service["read_only"].Text != "true")
            yield return $"{name}: its file system is open";

        Dictionary<string, string> environment = service["environment"].Members.ToDictionary(pair => pair.Key, pair => Filled(pair.Value.Text!));
        Match advertised = Advertised().Match(string.Join(' ', service["entrypoint"].Items.Select(word => word.Text)));
        if (advertised.Success)
            environment[advertised.Groups[1].Value] = advertised.Groups[2].Value.Replace("$$(hostname -i)", "10.0.0.7", StringComparison.Ordinal);
        Uri asked = service.At("healthcheck.test").Items.Select(word => word.Text!).Where(word => word.StartsWith("http://", StringComparison.Ordinal)).Select(word => new Uri(word)).Single();
        List<string> ports = [asked.Port.ToString(CultureInfo.InvariantCulture), .. service["ports"].Items.Select(port => port.Text!.Split(':')[^1])];
        if (advertised.Success)
            ports.Add(new Uri(environment[advertised.Groups[1].Value]).Port.ToString(CultureInfo.InvariantCulture));
        var patience = TimeSpan.FromSeconds(int.Parse(service["stop_grace_period"].Text!.TrimEnd('s'), CultureInfo.InvariantCulture));
        var process = new DescribedProcess(name, environment, ports, [asked.AbsolutePath], [.. volumes.Select(volume => volume[^1])], patience);
        foreach (string problem in ProcessCheck.Problems(process, paths))
            yield return problem;
        if (!files[DeployFiles.Dockerfile].Contains($"EXPOSE {ports[0]}", StringComparison.Ordinal))
            yield return $"{name}: the image exposes another port than {ports[0]}";
    }

    private IEnumerable<string> VariableProblems() => Variable().Matches(files[DeployFiles.Compose]).Select(match => match.Groups[1].Value).Distinct()
        .Where(variable => !files[DeployFiles.Readme].Contains(variable + "=", StringComparison.Ordinal)).Select(variable => $"README.md does not set {variable}");

    private static string Filled(string value) => Variable().Replace(value, match => match.Groups[2].Value.StartsWith(":-", StringComparison.Ordinal) ? match.Groups[2].Value[2..] : ProcessCheck.Placeholder);

    [GeneratedRegex(@"\$\{(\w+)([^}]*)\}")]
    private static partial Regex Variable();

    [GeneratedRegex("""export (\w+)="([^"]*)";""")]
    private static partial Regex Advertised();
}
