using System.Globalization;
using Maat.Web.Settings;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Maat.Web.Logging;

public static class LoggingSetup
{
    private const string ConsoleLine = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}  [{SourceContext}]{NewLine}{Exception}";
    private const int BytesPerMegabyte = 1024 * 1024;

    /// <summary>People read the console; the files, one JSON object a line, are for programs and for later. Both are bounded.</summary>
    public static void AddMaatLogging(this WebApplicationBuilder builder, LogOptions log, DataDirectory data)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(ToSerilog(log.FrameworkLevel))
            .MinimumLevel.Override("Maat", ToSerilog(log.Level))
            // It logs addresses with their query, and a sign-in link carries its code there.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LogEventLevel.Warning)
            // It warns that keys are not encrypted where they lie; the data directory is its owner's alone.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            // Said in words on the console by whoever caught it.
            .Filter.ByExcluding(e => e.MessageTemplate.Text == "Hosting failed to start")
            .WriteTo.File(
                new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture),
                Path.Combine(data.Logs, "maat-.log"),
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: (long)log.FileMegabytes * BytesPerMegabyte,
                retainedFileCountLimit: log.FilesKept);
        if (log.Console)
            configuration.WriteTo.Console(outputTemplate: ConsoleLine, formatProvider: CultureInfo.InvariantCulture);

        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddSerilog(configuration.CreateLogger(), dispose: true);
    }

    private static LogEventLevel ToSerilog(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };
}
