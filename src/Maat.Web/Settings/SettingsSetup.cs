using Microsoft.Extensions.Options;

namespace Maat.Web.Settings;

public static class SettingsSetup
{
    /// <summary>Reads the settings, before anything else is composed.</summary>
    /// <exception cref="SettingsException">Maat cannot start with them.</exception>
    public static MaatOptions AddMaatSettings(this WebApplicationBuilder builder)
    {
        var options = MaatOptionsReader.Read(builder.Configuration);
        builder.Services.AddSingleton(Options.Create(options));
        builder.Services.AddSingleton(TimeProvider.System);
        return options;
    }

    /// <exception cref="SettingsException">It cannot be made or written to.</exception>
    public static DataDirectory AddDataDirectory(this WebApplicationBuilder builder, MaatOptions options)
    {
        var directory = DataDirectory.Open(options);
        builder.Services.AddSingleton(directory);
        return directory;
    }
}
