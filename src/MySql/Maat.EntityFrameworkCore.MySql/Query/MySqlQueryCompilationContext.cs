using Microsoft.EntityFrameworkCore.Query;

namespace Maat.EntityFrameworkCore.MySql.Query;

internal sealed class MySqlQueryCompilationContextFactory(
    QueryCompilationContextDependencies dependencies, RelationalQueryCompilationContextDependencies relationalDependencies)
    : IQueryCompilationContextFactory
{
    public QueryCompilationContext Create(bool async) => new MySqlQueryCompilationContext(dependencies, relationalDependencies, async);

    /// <summary>
    /// A connection has one open reader at a time, so the first query of a split one is read to its end before the next begins.
    /// </summary>
    private sealed class MySqlQueryCompilationContext(
        QueryCompilationContextDependencies dependencies, RelationalQueryCompilationContextDependencies relationalDependencies, bool async)
        : RelationalQueryCompilationContext(dependencies, relationalDependencies, async)
    {
        public override bool IsBuffering => base.IsBuffering || QuerySplittingBehavior == Microsoft.EntityFrameworkCore.QuerySplittingBehavior.SplitQuery;
    }
}
