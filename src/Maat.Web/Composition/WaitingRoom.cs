namespace Maat.Web.Composition;

/// <summary>
/// Stands where Maat will listen while its database is away at the start. It says that the process lives, so that nobody kills it for waiting,
/// and that it is not ready. It is a host of its own, so that no part of Maat has to be able to do without a database; between its end and
/// Maat's beginning nobody listens for a moment.
/// </summary>
internal sealed class WaitingRoom : IAsyncDisposable
{
    /// <summary>Says what is missing, not where: anyone may ask. The log names it.</summary>
    private const string Missing = "The database does not answer, or is being brought up to date. Maat starts by itself when that is over; its log says more.";

    private const string MissingInChinese = "数据库尚未响应，或正在升级。就绪后 Maat 会自动启动；详情见日志。";

    /// <summary>In seconds, for programs that ask again.</summary>
    private const string AskAgain = "5";

    private readonly WebApplication app;

    private WaitingRoom(WebApplication app) => this.app = app;

    /// <summary>Signalled when the process is asked to end.</summary>
    public CancellationToken Stopping => app.Lifetime.ApplicationStopping;

    /// <param name="configuration">Says with which certificates to listen.</param>
    /// <exception cref="IOException">An address is taken, or not this machine's.</exception>
    public static async Task<WaitingRoom> OpenAsync(IConfiguration configuration, IEnumerable<string> addresses)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Configure(context.Configuration.GetSection("Kestrel"));
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls([.. addresses]);
        WebApplication app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return new WaitingRoom(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static Task AnswerAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (context.Request.Path == "/health/live")
            return response.WriteAsync("Healthy", context.RequestAborted);
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = AskAgain;
        string text = context.Request.Path == "/health/ready" ? $"Unhealthy. {Missing}" : $"{Missing}\n{MissingInChinese}\n";
        return response.WriteAsync(text, context.RequestAborted);
    }
}
