namespace Maat.EntityFrameworkCore.MySql.Metadata
{
    /// <summary>
    /// Named as Pomelo names them: migrations that were generated here say the same to either provider.
    /// </summary>
    internal static class MySqlAnnotationNames
    {
        public const string ValueGenerationStrategy = "MySql:ValueGenerationStrategy";

        public const string CharSet = "MySql:CharSet";
    }
}

namespace Microsoft.EntityFrameworkCore.Metadata
{
    /// <summary>How the database makes the value of a column.</summary>
    public enum MySqlValueGenerationStrategy
    {
        None,

        /// <summary><c>AUTO_INCREMENT</c>.</summary>
        IdentityColumn,

        /// <summary>Known to other providers' migrations; not made here.</summary>
        ComputedColumn,
    }
}
