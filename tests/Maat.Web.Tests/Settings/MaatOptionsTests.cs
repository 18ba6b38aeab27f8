using Maat.Web.Settings;
using Microsoft.Extensions.Configuration;

namespace Maat.Web.Tests.Settings;

public sealed class MaatOptionsTests
{
    [Theory]
    [InlineData("Maat:Listen", "")]
    [InlineData("Maat:Listen", ";")]
    [InlineData("Maat:Listen", "5080")]
    [InlineData("Maat:Listen", "ftp://127.0.0.1:5080")]
    [InlineData("Maat:Listen", "http://127.0.0.1:5080/maat")]
    [InlineData("Maat:Listen", "http://127.0.0.1:5080;nonsense")]
    [InlineData("Maat:Hosts", "https://maat.example.com", "Maat:Hosts:0")]
    [InlineData("Maat:Hosts", "maat.example.com:80", "Maat:Hosts:0")]
    [InlineData("Maat:Hosts", "*", "Maat:Hosts:0")]
    [InlineData("Maat:DataDirectory", " ")]
    [InlineData("Maat:Roles:0", "painter")]
    [InlineData("Maat:Queues", "", "Maat:Queues:0")]
    [InlineData("Maat:Log:Level", "loud")]
    [InlineData("Maat:Log:Console", "perhaps")]
    [InlineData("Maat:Log:FileMegabytes", "0")]
    [InlineData("Maat:Log:FileMegabytes", "1025")]
    [InlineData("Maat:Log:FilesKept", "0")]
    [InlineData("Maat:Log:FilesKept", "many")]
    [InlineData("Maat:Listn", "http://127.0.0.1:5080")]
    [InlineData("Maat:Log:Colour", "blue")]
    [InlineData("Maat:Metrics:Token", "too-short")]
    [InlineData("Maat:Metrics:Token", "long enough but spaced")]
    public void Setting_Wrong_IsNamedByItsKey(string named, string value, string? key = null)
    {
        var error = Assert.Throws<SettingsException>(() => Read((key ?? named, value)));
        Assert.Contains(named, Assert.Single(error.Problems), StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_WrongInSeveralPlaces_AreToldAtOnce()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("Maat:Listen", "5080"), ("Maat:Log:FilesKept", "0"), ("Maat:Listn", "x")));
        Assert.Equal(3, error.Problems.Count);
    }

    [Theory]
    [InlineData("Maat:Roles", "Web")]
    [InlineData("Maat:Queues", "heavy")]
    public void List_WithANameTwice_IsRefused(string key, string name)
    {
        var error = Assert.Throws<SettingsException>(() => Read(($"{key}:0", name), ($"{key}:1", name)));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_Given_AreRead()
    {
        var options = Read(
            ("Maat:Listen", "http://10.0.0.7:80; https://[::]:443"),
            ("Kestrel:Certificates:Default:Path", "maat.pfx"),
            ("maat:hosts:0", "*.example.com"),
            ("Maat:Roles:0", "scheduler"),
            ("Maat:Roles:1", "worker"),
            ("Maat:Queues:0", "heavy"),
            ("Maat:Log:Level", "debug"));
        Assert.Equal(["http://10.0.0.7:80", "https://[::]:443"], ListenAddresses.Of(options));
        Assert.Equal(["localhost", "127.0.0.1", "[::1]", "10.0.0.7", "*.example.com"], ListenAddresses.AllowedHosts(options));
        Assert.Equal([Role.Scheduler, Role.Worker], options.Roles);
        Assert.Equal(["heavy"], options.Queues);
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Debug, options.Log.Level);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080/", "http://127.0.0.1:5080")]
    [InlineData("http://0.0.0.0:5080", "http://localhost:5080")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("http://*:5080", "http://localhost:5080")]
    [InlineData("https://maat.example.com:443", "https://maat.example.com:443")]
    public void Address_ToOpen_IsOneThatABrowserReaches(string address, string expected) => Assert.Equal(expected, ListenAddresses.ToOpen(address));

    [Fact]
    public void Sample_ItsKeys_AreThoseOfTheOptions()
    {
        var documented = Keys(Sample().GetSection(MaatOptions.Section)).Order();
        Assert.Equal(SettingKeys.Of(typeof(MaatOptions), MaatOptions.Section).Order(), documented);
    }

    [Fact]
    public void Sample_ItsValues_AreTheDefaults() => Assert.Equivalent(new MaatOptions(), MaatOptionsReader.Read(Sample()), strict: true);

    [Fact]
    public void Nothing_Configured_IsEnough() => Assert.Equivalent(new MaatOptions(), Read(), strict: true);

    [Fact]
    public void DataDirectory_ThatIsAFile_IsNamedByItsKey()
    {
        var file = Path.GetTempFileName();
        try
        {
            var error = Assert.Throws<SettingsException>(() => DataDirectory.Open(new MaatOptions { DataDirectory = file }));
            Assert.Contains("Maat:DataDirectory", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IConfiguration Sample() =>
        new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.sample.json")).Build();

    private static MaatOptions Read(params (string Key, string Value)[] settings) =>
        MaatOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());

    /// <summary>The keys that a file names; a list is one key, also when it is empty.</summary>
    private static IEnumerable<string> Keys(IConfigurationSection section) =>
        section.GetChildren().SelectMany(child => child.GetChildren().Any() ? Keys(child) : [child.Path]);
}
