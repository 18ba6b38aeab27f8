using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Maat.EntityFrameworkCore.MySql.Infrastructure;

/// <summary>Asked for by EF Core; there are no messages beyond its own.</summary>
internal sealed class MySqlLoggingDefinitions : RelationalLoggingDefinitions;
