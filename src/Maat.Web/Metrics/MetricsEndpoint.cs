using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Maat.Engine;
using Maat.Engine.Metrics;
using Maat.Web.Api;
using Maat.Web.Settings;

namespace Maat.Web.Metrics;

/// <summary>
/// What each process tells Prometheus, whatever its roles. Metrics tell of an installation's inside, so they are for administrators, and for
/// whoever has the token of <c>Maat:Metrics:Token</c>, which needs no database: when that is away, metrics are wanted most.
/// </summary>
public static partial class MetricsEndpoint
{
    public const string Path = "/metrics";

    private const string BearerStart = "Bearer ";

    /// <summary>A scrape must not take longer than Prometheus waits, ten seconds unless it is told otherwise.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddMetricsEndpoint(this WebApplicationBuilder builder, MaatOptions settings)
    {
        builder.Services.AddSingleton(p => new MetricCollector(EngineCounters.Meter, p.GetRequiredService<EngineGauges>().Meter));
        builder.Services.AddSingleton(new MetricsToken(settings.Metrics.Token is { } token ? Hash(token) : null));
    }

    /// <summary>Before sign-in, which knows nothing of this token and would ask the database for it.</summary>
    public static void UseMetricsToken(this WebApplication app)
    {
        // From the start: what is counted before anybody asks counts, too.
        app.Services.GetRequiredService<MetricCollector>();
        MetricsToken known = app.Services.GetRequiredService<MetricsToken>();
        if (known.Hash is not { } hash)
            return;
        app.Use((context, next) =>
        {
            HttpRequest request = context.Request;
            string header = request.Headers.Authorization.ToString();
            bool isReader = request.Path == Path && HttpMethods.IsGet(request.Method)
                && header.StartsWith(BearerStart, StringComparison.OrdinalIgnoreCase)
                && CryptographicOperations.FixedTimeEquals(Hash(header[BearerStart.Length..].Trim()), hash);
            return isReader ? AnswerAsync(context) : next(context);
        });
    }

    public static void MapMetrics(this WebApplication app) => app.MapGet(Path, (HttpContext context, ClaimsPrincipal user) =>
    {
        ApiActor.Of(user).DemandAdministrator($"read metrics");
        return AnswerAsync(context);
    }).ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        await RefreshAsync(services, context.RequestAborted);
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.WriteAsync(services.GetRequiredService<MetricCollector>().Tell(), context.RequestAborted);
    }

    private static async Task RefreshAsync(IServiceProvider services, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(Patience);
        try
        {
            await services.GetRequiredService<EngineGauges>().RefreshAsync(patience.Token);
        }
#pragma warning disable CA1031 // Without the database there is still much to tell.
        catch (Exception exception) when (!aborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(MetricsEndpoint));
            LogNotRead(logger, exception);
        }
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    [LoggerMessage(EventId = 1201, Level = LogLevel.Debug, Message = "The queues could not be read; they are left out of the metrics.")]
    private static partial void LogNotRead(ILogger logger, Exception exception);

    /// <param name="Hash">Null when there is none.</param>
    private sealed record MetricsToken(byte[]? Hash);
}
