using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Values;

namespace Maat.Engine.Kinds.Branch;

/// <summary>
/// Chooses which of the edges that leave it are followed, by conditions that are evaluated in order. Costs no worker slot.
/// </summary>
public sealed class BranchKind : NodeKind
{
    public const string KindName = "branch";
    public const string Mode = "mode";
    public const string ArmList = "arms";
    public const string Arm = "arm";
    public const string When = "when";
    public const string Otherwise = "otherwise";

    /// <summary>The first arm whose condition holds is chosen.</summary>
    public const string ModeFirst = "first";

    /// <summary>Every arm whose condition holds is chosen.</summary>
    public const string ModeAll = "all";

    /// <summary>More ways out do not fit around a node, and the condition that was meant cannot be found among them.</summary>
    private const int MaxArms = 100;

    public override string Name => KindName;

    public override string Title => "Branch";

    public override string Description => "Follows some of its edges, by conditions over variables and outputs";

    public override bool CanHang => false;

    public override ItemList<ParameterDescriptor> Parameters { get; } =
    [
        new(Mode, new ChoiceType([ModeFirst, ModeAll]))
        {
            Title = "Mode",
            Description = "Whether the first arm whose condition holds is followed, or all of them",
            Default = new TextValue(ModeFirst),
        },
        new(ArmList, new ListType(ArmType) { MinCount = 1, MaxCount = MaxArms })
        {
            Title = "Arms",
            Description = "The ways out, in the order in which their conditions are evaluated",
            Required = true,
        },
    ];

    private static ObjectType ArmType => new(
    [
        new(Arm, new KeyType()) { Title = "Arm", Description = "The key that edges name", Required = true },
        new(When, new ExpressionType()) { Title = "When", Description = "The arm is chosen when this holds" },
        new(Otherwise, new BooleanType()) { Title = "Otherwise", Description = "The arm is chosen when no condition holds" },
    ]);

    public override ArmSet Arms(ObjectValue with)
    {
        ArgumentNullException.ThrowIfNull(with);
        var names = BranchArm.Read(with).Select(arm => arm.Arm).Distinct().ToItemList();
        return new ArmSet(names, Exclusive: !IsModeAll(with));
    }

    public override void Validate(ObjectValue with, ParameterCheck check)
    {
        ArgumentNullException.ThrowIfNull(with);
        ArgumentNullException.ThrowIfNull(check);
        var arms = BranchArm.Read(with);
        var names = new HashSet<string>(StringComparer.Ordinal);
        BranchArm? otherwise = null;
        foreach (var arm in arms)
        {
            var at = check.Field(ArmList).Item(arm.Index);
            if (!names.Add(arm.Arm))
                at.Field(Arm).Error("duplicate_arm", $"two arms are named '{arm.Arm}'");
            if (arm.Otherwise && arm.When is not null)
                at.Field(Otherwise).Error("ambiguous_arm", $"the arm '{arm.Arm}' has both a condition and 'otherwise': remove one of them");
            else if (!arm.Otherwise && arm.When is null)
                at.Field(When).Error("missing_parameter", $"the arm '{arm.Arm}' needs a condition, or 'otherwise: true'");
            if (!arm.Otherwise)
                continue;
            if (otherwise is not null)
                at.Field(Otherwise).Error("duplicate_otherwise", $"'{otherwise.Arm}' is the arm for otherwise already: there can be one");
            otherwise ??= arm;
        }

        if (otherwise is not null && otherwise != arms[^1] && !IsModeAll(with))
            check.Field(ArmList).Item(otherwise.Index).Field(Otherwise).Warning(
                "otherwise_not_last", $"'{otherwise.Arm}' is chosen only when no condition holds, those after it included: move it to the end");
    }

    private static bool IsModeAll(ObjectValue with) => with.Members.GetValueOrDefault(Mode) is TextValue(ModeAll);
}
