using System.Text.Json;
using Maat.Domain.Expressions;
using Maat.Domain.Values;

namespace Maat.Domain.Kinds;

/// <summary>What a parameter holds. The constraints of a type are part of its JSON form, so that a form can check as it is filled.</summary>
public abstract record ParameterType
{
    private protected ParameterType()
    {
    }

    /// <summary>Its name in the JSON form of the catalogue.</summary>
    public abstract string Name { get; }

    /// <summary>Reports what is wrong with a value that is not null.</summary>
    internal abstract void Check(Value value, ParameterCheck check);

    /// <summary>The value with the defaults of what it leaves out; the value has been checked.</summary>
    internal virtual Value Complete(Value value) => value;

    /// <summary>The expressions that the value holds, in the order in which they stand; the value has been checked.</summary>
    internal virtual IEnumerable<Expression> Expressions(Value value) => [];

    /// <summary>Writes <c>"type"</c> and the constraints into an object that is open.</summary>
    internal void WriteMembersTo(Utf8JsonWriter writer)
    {
        writer.WriteString("type", Name);
        WriteConstraintsTo(writer);
    }

    private protected virtual void WriteConstraintsTo(Utf8JsonWriter writer)
    {
    }
}
