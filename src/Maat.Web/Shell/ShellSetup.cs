using Radzen;

namespace Maat.Web.Shell;

public static class ShellSetup
{
    public static void AddShell(this WebApplicationBuilder builder)
    {
        builder.Services.AddLocalization(options => options.ResourcesPath = "Resources");
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
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
