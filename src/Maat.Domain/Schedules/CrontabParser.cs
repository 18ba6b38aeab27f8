namespace Maat.Domain.Schedules;

/// <summary>Reads the text of a crontab, from left to right, into bit sets.</summary>
internal sealed class CrontabParser
{
    private static readonly CronField[] AllFields =
        [CronField.Second, CronField.Minute, CronField.Hour, CronField.DayOfMonth, CronField.Month, CronField.DayOfWeek];

    private static readonly Dictionary<string, string> Macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly string text;
    private int at;

    private CronField field = CronField.Second;
    private bool repeats;
    private uint beforeLast;
    private uint nearestWeekday;
    private uint nearestWeekdayBeforeLast;
    private byte lastWeekdays;
    private ulong nthWeekdays;

    internal CrontabParser(string text)
    {
        this.text = text;
        if (text.Length > CronExpression.MaxLength)
            throw Error($"A crontab has at most {CronExpression.MaxLength} characters, this one has {text.Length}; split it into several schedules", CronExpression.MaxLength);
    }

    private char Current => at < text.Length ? char.ToUpperInvariant(text[at]) : '\0';

    private bool AtFieldEnd => at == text.Length || IsBlank(text[at]);

    internal CronExpression Parse()
    {
        SkipBlanks();
        if (Current == '@')
            return ParseMacro();

        var starts = FieldStarts();
        if (starts.Count is not (5 or 6))
        {
            var counted = starts.Count == 1 ? Wording.Of($"1 field") : Wording.Of($"{starts.Count} fields");
            throw Error(
                $"A crontab has five fields (minute, hour, day of month, month, day of week) or six with the second first, this one has {counted}; write * where every value is meant",
                starts.Count > 6 ? starts[6] : text.Length);
        }

        ulong[] sets = [1, 0, 0, 0, 0, 0];
        var daysJoin = false;
        for (var i = 0; i < starts.Count; i++)
        {
            var index = i + AllFields.Length - starts.Count;
            field = AllFields[index];
            at = starts[i];
            daysJoin |= field.IsDay && Current is '*' or '?';
            sets[index] = ParseField();
        }

        var days = new CronDays
        {
            Days = (uint)sets[3],
            BeforeLast = beforeLast,
            NearestWeekday = nearestWeekday,
            NearestWeekdayBeforeLast = nearestWeekdayBeforeLast,
            Weekdays = (byte)sets[5],
            LastWeekdays = lastWeekdays,
            NthWeekdays = nthWeekdays,
            BothMustMatch = daysJoin,
        };
        var fields = new CronFields { Seconds = sets[0], Minutes = sets[1], Hours = (uint)sets[2], Months = (uint)sets[4], Days = days };
        if (!fields.CanFire())
            throw Error($"No date ever matches these days and months, so this would never fire; check the day of month, month and day of week together", starts[^3]);
        return new CronExpression(text.Trim(' ', '\t'), fields, repeats);
    }

    private CronExpression ParseMacro()
    {
        var name = text[at..].TrimEnd(' ', '\t');
        if (Macros.TryGetValue(name, out var meaning))
        {
            var expression = new CrontabParser(meaning).Parse();
            return new CronExpression(name, expression.Fields, expression.Repeats);
        }

        throw Error(
            name.Equals("@reboot", StringComparison.OrdinalIgnoreCase)
                ? Wording.Of($"@reboot names no time: nothing here is rebooted. Use a crontab with times, or trigger the run when the machine starts")
                : Wording.Of($"'{name}' is not a macro; the macros are {Wording.List(Macros.Keys)}"),
            at);
    }

    private List<int> FieldStarts()
    {
        var starts = new List<int>();
        for (var i = at; i < text.Length; i++)
        {
            if (!IsBlank(text[i]) && (i == 0 || IsBlank(text[i - 1])))
                starts.Add(i);
        }

        return starts;
    }

    private ulong ParseField()
    {
        if (Current == '?')
            return ParseNoMatter();
        var set = ParsePart();
        while (Current == ',')
        {
            at++;
            set |= ParsePart();
        }

        if (!AtFieldEnd)
            throw Unexpected($"a comma between values, or a blank before the next field");
        return set;
    }

    private ulong ParseNoMatter()
    {
        if (!field.IsDay)
            throw Error($"? stands only for a day of month or a day of week; write * for every {field.Name}", at);
        at++;
        if (!AtFieldEnd)
            throw Unexpected($"nothing beside ?");
        return Range(field.First, field.Last, 1);
    }

    private ulong ParsePart()
    {
        if (Current == '*')
        {
            at++;
            repeats |= field.IsTime;
            return Range(field.First, field.Last, ParseStep() ?? 1);
        }

        if (Current == 'L' && field.IsDay)
            return ParseLastDay();

        var first = ParseValue();
        if (field == CronField.DayOfMonth && Current == 'W')
        {
            at++;
            nearestWeekday |= 1u << first;
            return 0;
        }

        if (field == CronField.DayOfWeek && Current is 'L' or '#')
            return ParseWeekdayOfMonth(first % 7);

        int? last = null;
        if (Current == '-')
        {
            at++;
            last = ParseValue();
        }

        var step = ParseStep();
        repeats |= field.IsTime && (last ?? step) is not null;
        return Range(first, last ?? (step is null ? first : field.Last), step ?? 1);
    }

    /// <summary><c>L</c>, <c>L-n</c>, <c>LW</c> and <c>L-nW</c>.</summary>
    private ulong ParseLastDay()
    {
        if (field == CronField.DayOfWeek)
            throw Error($"L as a day of week needs a day before it: 5L is the last Friday of the month", at);
        at++;
        var before = 0;
        if (Current == '-')
        {
            at++;
            before = ParseNumber($"days before the last one", 1, 30);
        }

        if (Current == 'W')
        {
            at++;
            nearestWeekdayBeforeLast |= 1u << before;
        }
        else
        {
            beforeLast |= 1u << before;
        }

        return 0;
    }

    /// <summary><c>5L</c> and <c>6#3</c>.</summary>
    private ulong ParseWeekdayOfMonth(int weekday)
    {
        at++;
        if (char.ToUpperInvariant(text[at - 1]) == 'L')
            lastWeekdays |= (byte)(1 << weekday);
        else
            nthWeekdays |= CronDays.Nth(weekday, ParseNumber($"which one of the month", 1, 5));
        return 0;
    }

    private int? ParseStep()
    {
        if (Current != '/')
            return null;
        at++;
        return ParseNumber($"a step of {field.Name}", 1, field.Last);
    }

    private int ParseValue()
    {
        if (!char.IsAsciiLetter(Current))
            return ParseNumber(field.Name, field.First, field.Last);

        var start = at;
        if (text.Length - at >= 3)
        {
            var index = Array.FindIndex(field.Names, name => string.Compare(name, 0, text, start, 3, StringComparison.OrdinalIgnoreCase) == 0);
            if (index >= 0)
            {
                at += 3;
                return index + field.First;
            }
        }

        throw Unexpected(field.Names.Length == 0
            ? Wording.Of($"a number from {field.First} to {field.Last} as {field.Name}")
            : Wording.Of($"a number from {field.First} to {field.Last} or a name from {field.Names[0]} to {field.Names[^1]} as {field.Name}"));
    }

    private int ParseNumber(Wording what, int lowest, int highest)
    {
        var start = at;
        var number = 0;
        for (; char.IsAsciiDigit(Current); at++)
            number = Math.Min(number * 10 + Current - '0', CronExpression.MaxLength);
        if (at == start)
            throw Unexpected($"a number from {lowest} to {highest} as {what}");
        if (number < lowest || number > highest)
            throw Error($"'{text[start..at]}' is out of range: {what} goes from {lowest} to {highest}", start);
        return number;
    }

    /// <summary>Every step-th value from first to last, around the end of the field when last is the smaller one.</summary>
    private ulong Range(int first, int last, int step)
    {
        if (last < first)
            last += field.Period;
        ulong set = 0;
        for (var value = first; value <= last; value += step)
            set |= 1UL << ((value - field.First) % field.Period + field.First);
        return set;
    }

    private void SkipBlanks()
    {
        while (at < text.Length && IsBlank(text[at]))
            at++;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';

    private CrontabException Unexpected(Wording expected) => AtFieldEnd
        ? Error($"The {field.Name} is not complete: expected {expected}", at)
        : Error($"Unexpected '{text[at]}' in the {field.Name}: expected {expected}", at);

    private static CrontabException Error(Wording problem, int index) => new(problem, index + 1);
}
