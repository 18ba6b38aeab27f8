using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace Maat.EntityFrameworkCore.MySql.Metadata;

internal sealed class MySqlConventionSetBuilder(
    ProviderConventionSetBuilderDependencies dependencies, RelationalConventionSetBuilderDependencies relationalDependencies)
    : RelationalConventionSetBuilder(dependencies, relationalDependencies)
{
    /// <summary>Characters of a name; the same in MySQL and MariaDB for all kinds of things.</summary>
    public const int MaxIdentifierLength = 64;

    public override ConventionSet CreateConventionSet()
    {
        ConventionSet conventions = base.CreateConventionSet();
        conventions.Add(new RelationalMaxIdentifierLengthConvention(MaxIdentifierLength, Dependencies, RelationalDependencies));
        return conventions;
    }
}
