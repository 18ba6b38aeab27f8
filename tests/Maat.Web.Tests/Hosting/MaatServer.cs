using System.Net.Http.Headers;
using Maat.Engine.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.Hosting;

/// <summary>The whole product in memory, as it runs in production, on a data directory of its own.</summary>
public sealed class MaatServer : WebApplicationFactory<Program>
{
    private readonly bool ownsData;
    private readonly bool logEverything;
    private readonly Action<IApplicationBuilder>? atTheEnd;
    private readonly TimeProvider? time;
    private readonly string? database;

    public MaatServer() : this(null)
    {
    }

    /// <param name="data">A data directory that is already there; it is left when the server ends.</param>
    /// <param name="logEverything">Whether the files get every level of Maat and of the libraries below.</param>
    /// <param name="atTheEnd">Adds to the end of the pipeline, where only somebody signed in arrives.</param>
    /// <param name="time">What tells the time, instead of the machine.</param>
    /// <param name="database">How to connect to a database that several servers share; null for an embedded one.</param>
    internal MaatServer(
        string? data = null, bool logEverything = false, Action<IApplicationBuilder>? atTheEnd = null, TimeProvider? time = null, string? database = null)
    {
        ownsData = data is null;
        Data = data ?? Directory.CreateTempSubdirectory("maat-web-").FullName;
        this.logEverything = logEverything;
        this.atTheEnd = atTheEnd;
        this.time = time;
        this.database = database;
    }

    public const string AdministratorName = "ada";

    /// <summary>Everybody's in tests.</summary>
    public const string Password = "correct horse battery";

    public string Data { get; }

    /// <summary>What the person who started it sees.</summary>
    internal StringWriter Console { get; } = new();

    public string Token
    {
        get
        {
            _ = Server;
            return File.ReadAllText(Path.Combine(Data, "token")).Trim();
        }
    }

    /// <summary>Somebody who is not signed in. Follows no redirect.</summary>
    public HttpClient Nobody() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    /// <summary>A program with the token.</summary>
    public HttpClient Bearer()
    {
        var client = Nobody();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    /// <summary>Makes the first administrator, called <see cref="AdministratorName"/>.</summary>
    internal async Task<SignedIn> SetUpAsync() =>
        await Services.GetRequiredService<SigningIn>().SetUpAsync(AdministratorName, Password, TestContext.Current.CancellationToken);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Maat:DataDirectory", Data);
        builder.UseSetting("Maat:Hosts:0", "maat.example.com");
        builder.UseSetting("Maat:Log:Console", "false");
        if (database is not null)
        {
            builder.UseSetting("Maat:Database:Provider", "MySql");
            builder.UseSetting("Maat:Database:ConnectionString", database);
        }

        if (logEverything)
        {
            builder.UseSetting("Maat:Log:Level", "Trace");
            builder.UseSetting("Maat:Log:FrameworkLevel", "Trace");
        }

        builder.ConfigureTestServices(collection =>
        {
            collection.AddSingleton<TextWriter>(Console);
            if (time is not null)
                collection.AddSingleton(time);
            if (atTheEnd is not null)
                collection.AddSingleton<IStartupFilter>(new AtTheEnd(atTheEnd));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        // The host may still be ending on the thread of its own Main; what it held of the data directory is free when it has ended.
        await Eventually.HoldsAsync(IsFree, "the server has let go of its data directory");
        if (ownsData && Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
    }

    private bool IsFree()
    {
        string path = Path.Combine(Data, "maat.db.lock");
        try
        {
            if (File.Exists(path))
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private sealed class AtTheEnd(Action<IApplicationBuilder> configure) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            configure(app);
        };
    }
}
