using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Maat.EntityFrameworkCore.MySql.Infrastructure;

/// <summary>What the services that are shared by contexts may know of the options.</summary>
public interface IMySqlOptions : ISingletonOptions
{
    ServerVersion ServerVersion { get; }
}

internal sealed class MySqlOptions : IMySqlOptions
{
    private ServerVersion? _version;

    public ServerVersion ServerVersion => _version ?? throw new InvalidOperationException("No server version is configured: call UseMySql with one.");

    public void Initialize(IDbContextOptions options) => _version = options.FindExtension<MySqlOptionsExtension>()?.ServerVersion;

    public void Validate(IDbContextOptions options)
    {
        if (!Equals(options.FindExtension<MySqlOptionsExtension>()?.ServerVersion, _version))
        {
            throw new InvalidOperationException(
                $"Contexts that share an internal service provider must be for one server version; this one was made for {_version}. "
                + "Do not call UseInternalServiceProvider, or give each version its own.");
        }
    }
}
