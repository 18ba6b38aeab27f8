using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Kinds;

/// <summary>The named ways out of a node, in order.</summary>
/// <param name="Exclusive">Whether at most one of them is ever chosen.</param>
public sealed record ArmSet(ItemList<string> Names, bool Exclusive);

/// <summary>
/// What a kind of node is, apart from doing it: its parameters and what must hold among them. A kind is registered in a
/// <see cref="NodeKindCatalog"/> and known nowhere else by name.
/// </summary>
public abstract class NodeKind
{
    /// <summary>Its name in documents, a key.</summary>
    public abstract string Name { get; }

    /// <summary>Its name in the palette.</summary>
    public abstract string Title { get; }

    /// <summary>One sentence for the palette.</summary>
    public abstract string Description { get; }

    /// <summary>In the order of a form.</summary>
    public abstract ItemList<ParameterDescriptor> Parameters { get; }

    /// <summary>
    /// The arms that edges leave by, as far as the parameters can be read; null for a kind whose edges have none.
    /// </summary>
    public virtual ArmSet? Arms(ObjectValue with) => null;

    /// <summary>Whether an attempt can hang, so that a limit on its time makes sense.</summary>
    public virtual bool CanHang => true;

    /// <summary>
    /// Reports what descriptors cannot say. Called also when they found problems: a parameter may have any type here.
    /// </summary>
    public virtual void Validate(ObjectValue with, ParameterCheck check)
    {
    }

    /// <summary>The parameters with the defaults of those that a valid document leaves out.</summary>
    public ObjectValue Complete(ObjectValue with) => (ObjectValue)new ObjectType(Parameters).Complete(with);

    /// <summary>The expressions of valid parameters, each once, in the order in which they stand.</summary>
    public IEnumerable<Expression> Expressions(ObjectValue with) =>
        new ObjectType(Parameters).Expressions(with).DistinctBy(expression => expression.Source, StringComparer.Ordinal);

    internal void Check(ObjectValue with, ParameterCheck check)
    {
        new ObjectType(Parameters).Check(with, check);
        Validate(with, check);
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteString("title", Title);
        writer.WriteString("description", Description);
        writer.WriteStartArray("parameters");
        foreach (var parameter in Parameters)
            parameter.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
