using Radzen;

namespace Maat.Web.Shell;

public static class ShellSetup
{
    /// <summary>
    /// Bytes of one message from a browser: a document pasted into a field; a larger one comes as a file. SignalR's own 32 KiB would end
    /// the circuit, and with it what was typed.
    /// </summary>
    private const long MostTyped = 4 * 1024 * 1024;

    public static void AddShell(this WebApplicationBuilder builder)
    {
        builder.Services.AddLocalization(options => options.ResourcesPath = "Resources");
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = MostTyped);
        builder.Services.AddRadzenComponents();
        builder.Services.AddScoped<DialogService, Dialogs>();
        builder.Services.AddScoped<CurrentProject>();
    }

    /// <summary>The person's choice, else the browser's wish, else English.</summary>
    public static void UseShellCulture(this WebApplication app) => app.UseRequestLocalization(options => options
        .SetDefaultCulture(Languages.English)
        .AddSupportedCultures([.. Languages.All])
        .AddSupportedUICultures([.. Languages.All]));

    public static void MapShell(this WebApplication app)
    {
        app.MapPreferences();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
        {
            // SecurityHeaders sets the whole policy, frame-ancestors included.
            options.ContentSecurityFrameAncestorsPolicy = null;
        });
    }
}
