using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.EntityFrameworkCore.MySql.Infrastructure;

/// <summary>What <c>UseMySql</c> was told.</summary>
public sealed class MySqlOptionsExtension : RelationalOptionsExtension
{
    private DbContextOptionsExtensionInfo? _info;

    public MySqlOptionsExtension()
    {
    }

    private MySqlOptionsExtension(MySqlOptionsExtension other)
        : base(other) => ServerVersion = other.ServerVersion;

    /// <summary>Null until <c>UseMySql</c> has set it.</summary>
    public ServerVersion? ServerVersion { get; private set; }

    public override DbContextOptionsExtensionInfo Info => _info ??= new ExtensionInfo(this);

    public MySqlOptionsExtension WithServerVersion(ServerVersion version)
    {
        var changed = (MySqlOptionsExtension)Clone();
        changed.ServerVersion = version;
        return changed;
    }

    public override void ApplyServices(IServiceCollection services) => services.AddEntityFrameworkMySql();

    protected override RelationalOptionsExtension Clone() => new MySqlOptionsExtension(this);

    /// <summary>
    /// Statements differ by server version and are cached by the internal services, so contexts for different versions must not share them.
    /// </summary>
    private sealed class ExtensionInfo(MySqlOptionsExtension extension) : RelationalExtensionInfo(extension)
    {
        private readonly MySqlOptionsExtension _extension = extension;

        public override bool IsDatabaseProvider => true;

        public override string LogFragment => $"{base.LogFragment}ServerVersion {_extension.ServerVersion} ";

        public override int GetServiceProviderHashCode() => HashCode.Combine(base.GetServiceProviderHashCode(), _extension.ServerVersion);

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo same
            && base.ShouldUseSameServiceProvider(other)
            && Equals(same._extension.ServerVersion, _extension.ServerVersion);

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) =>
            debugInfo["MySql:ServerVersion"] = _extension.ServerVersion?.ToString() ?? "";
    }
}
