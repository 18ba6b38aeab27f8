using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Maat.Storage.Tests.Upgrades;

/// <summary>The committed file first.sql: a database as the first migration made it, with two rows in each table.</summary>
internal static class FirstDatabase
{
    public static bool IsBeingWritten => Environment.GetEnvironmentVariable("MAAT_WRITE_FIXTURES") == "1";

    public static string Sql()
    {
        if (IsBeingWritten)
        {
            return File.ReadAllText(Location());
        }

        using var reader = new StreamReader(typeof(FirstDatabase).Assembly.GetManifestResourceStream("first.sql")!);
        return reader.ReadToEnd();
    }

    public static void Write(IEnumerable<string> statements) => File.WriteAllText(Location(), string.Join(";\n", statements) + ";\n", new UTF8Encoding(false));

    public static void AddRows(MaatContext context)
    {
        int number = 100;
        foreach (IEntityType entity in context.Model.GetEntityTypes().OrderBy(e => e.Name))
        {
            foreach (bool full in new[] { true, false })
            {
                object row = RuntimeHelpers.GetUninitializedObject(entity.ClrType);
                foreach (IProperty property in entity.GetProperties())
                {
                    if (full || !property.IsNullable)
                    {
                        property.PropertyInfo!.SetValue(row, Value(property, ++number));
                    }
                }

                context.Add(row);
            }
        }
    }

    private static object Value(IProperty property, int number)
    {
        Type type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type == typeof(string) ? $"{property.Name} 'of' \"{number}\" 表"
            : type == typeof(DateTime) ? DateTime.UnixEpoch.AddDays(20_000).AddMicroseconds(number)
            : type == typeof(bool) ? number % 2 == 0
            : type.IsEnum ? Enum.GetValues(type).GetValue(number % Enum.GetValues(type).Length)!
            : Convert.ChangeType(number % (type == typeof(byte) ? 14 : int.MaxValue), type, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Location([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "first.sql");
}
