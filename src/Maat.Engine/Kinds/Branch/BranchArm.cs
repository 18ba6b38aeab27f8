using Maat.Domain.Documents;
using Maat.Domain.Values;

namespace Maat.Engine.Kinds.Branch;

/// <summary>One way out of a branch.</summary>
/// <param name="Arm">The key that edges name.</param>
/// <param name="When">The condition, an expression; null for the arm that is taken when no other is.</param>
/// <param name="Index">Its place in the document's list.</param>
public sealed record BranchArm(string Arm, string? When, bool Otherwise, int Index)
{
    /// <summary>The arms in order, as far as the parameters can be read: an arm without a proper key is left out.</summary>
    public static ItemList<BranchArm> Read(ObjectValue with)
    {
        ArgumentNullException.ThrowIfNull(with);
        if (with.Members.GetValueOrDefault(BranchKind.ArmList) is not ListValue list)
            return [];
        return list.Items.Select(Read).OfType<BranchArm>().ToItemList();
    }

    private static BranchArm? Read(Value item, int index)
    {
        if (item is not ObjectValue { Members: var members } || members.GetValueOrDefault(BranchKind.Arm) is not TextValue(var arm) || !Key.IsValid(arm))
            return null;
        string? when = members.GetValueOrDefault(BranchKind.When) is TextValue(var condition) ? condition : null;
        bool otherwise = members.GetValueOrDefault(BranchKind.Otherwise) is BooleanValue(true);
        return new BranchArm(arm, when, otherwise, index);
    }
}
