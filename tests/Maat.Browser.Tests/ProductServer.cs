using Maat.Engine.People;
using Maat.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Browser.Tests;

/// <summary>The whole product on a port of its own and a data directory of its own.</summary>
/// <remarks>Any type of Maat.Web names it; a program that measures it has a Program of its own.</remarks>
public sealed class ProductServer : WebApplicationFactory<Texts>
{
    private readonly string data = Directory.CreateTempSubdirectory("maat-browser-").FullName;

    public ProductServer()
    {
        UseKestrel(0);
        StartServer();
    }

    /// <summary>What the person who started it sees.</summary>
    public StringWriter Console { get; } = new();

    public const string AdministratorName = "Ada";

    /// <summary>Everybody's in tests.</summary>
    public const string Password = "correct horse battery";

    /// <summary>Without a slash at its end.</summary>
    public string Address => ClientOptions.BaseAddress.ToString().TrimEnd('/');

    public string Token => File.ReadAllText(Path.Combine(data, "token")).Trim();

    /// <summary>Makes the first administrator.</summary>
    public Task SetUpAsync() => Services.GetRequiredService<SigningIn>().SetUpAsync(AdministratorName, Password, CancellationToken.None);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        // And not the directory in which somebody happens to stand, with its settings.
        builder.UseContentRoot(AppContext.BaseDirectory);
        builder.UseSetting("Maat:DataDirectory", data);
        builder.UseSetting("Maat:Log:Console", "false");
        builder.ConfigureTestServices(services => services.AddSingleton<TextWriter>(Console));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
    }
}
