using Maat.Web.Api;
using Maat.Web.Composition;
using Maat.Web.Errors;
using Maat.Web.Health;
using Maat.Web.Live;
using Maat.Web.Logging;
using Maat.Web.Metrics;
using Maat.Web.Moving;
using Maat.Web.OpenApi;
using Maat.Web.Peers;
using Maat.Web.Safety;
using Maat.Web.Settings;
using Maat.Web.Shell;
using Maat.Web.SignIn;
using Maat.Web.Templates;

try
{
    if (args is [CopyCommand.Name, .. var settingsOfCopy])
    {
        await CopyCommand.RunAsync(settingsOfCopy, Console.Out, CancellationToken.None);
        return 0;
    }

    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
    });
    // In a published copy the files lie in wwwroot; in a built one this finds them where they were made, in any environment.
    builder.WebHost.UseStaticWebAssets();
    // Else a built copy, unlike a published one, gets a catch-all route for files made since the build.
    builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";

    var settings = builder.AddMaatSettings();
    var data = builder.AddDataDirectory(settings);
    builder.AddMaatLogging(settings.Log, data);
    builder.AddListening(settings);
    builder.AddErrorHandling();
    builder.AddShell();
    builder.AddSignIn(settings);
    builder.AddPeers(settings);
    builder.AddApi();
    builder.AddApiDocument();
    builder.AddHealth();
    builder.AddMetricsEndpoint(settings);
    builder.AddEngine(settings, data);
    builder.AddLive();

    var app = builder.Build();
    if (!await app.PrepareDatabaseAsync(settings))
        return 0;

    app.UseStoppingGuard();
    app.UseRequestLog();
    app.UseSecurityHeaders();
    app.UseErrorHandling();
    app.UseOriginGuard();
    app.UseMetricsToken();
    app.UseShellCulture();
    app.UseSignIn();

    app.MapHealth();
    app.MapMetrics();
    app.MapPeers();
    if (settings.Takes(Role.Web))
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignIn();
        app.MapApi();
        app.MapApiDocument();
        app.MapLive();
        app.MapTemplateFiles();
        app.MapShell();
    }

    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartUpFailure.Explain(e) is { } explanation)
{
    Console.Error.WriteLine(explanation);
    return SettingsException.ExitCode;
}

/// <summary>The entry point, visible so that tests can host it.</summary>
public partial class Program;
