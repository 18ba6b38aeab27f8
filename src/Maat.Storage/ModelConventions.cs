using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Maat.Storage;

/// <summary>Times are stored as microseconds since 1970, UTC: the same on every database, ordered, and exact for the hot statements.</summary>
public sealed class MicrosecondConverter() : ValueConverter<DateTime, long>(time => Microseconds.From(time), stored => Microseconds.ToUtc(stored));

public static class Microseconds
{
    /// <exception cref="ArgumentException">The time is not UTC.</exception>
    public static long From(DateTime utc) => utc.Kind == DateTimeKind.Utc
        ? (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
        : throw new ArgumentException($"{utc:O} is not a UTC time.", nameof(utc));

    public static DateTime ToUtc(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}

internal static class PropertyBuilderExtensions
{
    /// <summary>A text without a length: longtext where a database makes a difference.</summary>
    public static void Unbounded(this PropertyBuilder property) => property.Metadata.SetMaxLength(null);
}

/// <summary>A row that people edit: two who edit it at once do not overwrite each other. Saving a change raises its revision.</summary>
public interface IRevised
{
    int Revision { get; set; }
}

internal static class ConcurrencyTokens
{
    public static void Apply(IMutableModel model)
    {
        foreach (IMutableEntityType entity in model.GetEntityTypes())
        {
            if (entity.ClrType.IsAssignableTo(typeof(IRevised)))
            {
                entity.FindProperty(nameof(IRevised.Revision))!.IsConcurrencyToken = true;
            }
        }
    }
}

/// <summary>Table and column names as the hot statements write them: <c>NodeRunRow.AttemptBase</c> is <c>node_run.attempt_base</c>.</summary>
internal static class SnakeCase
{
    public static void Apply(IMutableModel model)
    {
        foreach (IMutableEntityType entity in model.GetEntityTypes())
        {
            string name = entity.ClrType.Name;
            entity.SetTableName(Of(name[..name.LastIndexOf("Row", StringComparison.Ordinal)]));
            foreach (IMutableProperty property in entity.GetProperties())
            {
                property.SetColumnName(Of(property.Name));
            }

            foreach (IMutableIndex index in entity.GetIndexes())
            {
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => Of(p.Name)))}");
            }
        }
    }

    private static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (char letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
