using Maat.Domain.Schedules;

namespace Maat.Domain.Tests.Schedules;

public class CronExpressionParseTests
{
    [Theory]
    // The same times, written in two ways.
    [InlineData("@yearly", "0 0 1 1 *")]
    [InlineData("@annually", "0 0 1 1 *")]
    [InlineData("@monthly", "0 0 1 * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@daily", "0 0 * * *")]
    [InlineData("@midnight", "0 0 * * *")]
    [InlineData("@hourly", "0 * * * *")]
    [InlineData(" @DAILY\t", "0 0 * * *")]
    [InlineData("  0\t10,16  * * *  ", "0 10,16 * * *")]
    [InlineData("5 4 * * *", "0 5 4 * * *")]
    [InlineData("0 0 * * 7", "0 0 * * 0")]
    [InlineData("0 0 * * sun", "0 0 * * SUN")]
    [InlineData("0 0 * * 0-7", "0 0 * * *")]
    [InlineData("0 0 * * 5-7", "0 0 * * FRI,SAT,SUN")]
    [InlineData("0 0 * * 7-2", "0 0 * * SUN,MON,TUE")]
    [InlineData("0 0 * * FRI-MON", "0 0 * * 5,6,0,1")]
    [InlineData("0 0 * * 1/2", "0 0 * * 1,3,5,7")]
    [InlineData("0 0 * * 7L", "0 0 * * sunl")]
    [InlineData("0 0 * * SAT#3", "0 0 * * 6#3")]
    [InlineData("0 0 1 JAN-mar *", "0 0 1 1,2,3 *")]
    [InlineData("0 0 1 NOV-FEB *", "0 0 1 11,12,1,2 *")]
    [InlineData("51-4 * * * *", "51,52,53,54,55,56,57,58,59,0,1,2,3,4 * * * *")]
    [InlineData("51-4/5 * * * *", "51,56,1 * * * *")]
    [InlineData("0 22-2 * * *", "0 22,23,0,1,2 * * *")]
    [InlineData("0 0 30-2 * *", "0 0 30,31,1,2 * *")]
    [InlineData("*/20 * * * *", "0,20,40 * * * *")]
    [InlineData("10/20 * * * *", "10,30,50 * * * *")]
    [InlineData("10-40/15,5 * * * *", "5,10,25,40 * * * *")]
    [InlineData("0 0 ? * MON", "0 0 * * 1")]
    [InlineData("0 0 13 * ?", "0 0 13 * *")]
    [InlineData("0 0 ? * ?", "0 0 * * *")]
    [InlineData("0 0 l * *", "0 0 L * *")]
    [InlineData("0 0 lw * *", "0 0 LW * *")]
    [InlineData("0 0 15w * *", "0 0 15W * *")]
    public void Parse_TwoSpellings_MeanTheSame(string one, string other)
    {
        var from = new DateTimeOffset(2024, 1, 31, 22, 58, 57, TimeSpan.Zero);
        var expected = Take(other, from);
        Assert.Equal(expected, Take(one, from));
        Assert.Equal(40, expected.Count);
        Assert.Equal(one.Trim(), CronExpression.Parse(one).ToString());
    }

    [Theory]
    [InlineData("", 1, "has 0 fields")]
    [InlineData("   ", 4, "has 0 fields")]
    [InlineData("0 0", 4, "has 2 fields")]
    [InlineData("* * * *", 8, "has 4 fields")]
    [InlineData("0 0 0 1 1 ? 2030", 13, "has 7 fields")]
    [InlineData("60 * * * *", 1, "'60' is out of range: minute goes from 0 to 59")]
    [InlineData("60 * * * * *", 1, "'60' is out of range: second goes from 0 to 59")]
    [InlineData("0 24 * * *", 3, "'24' is out of range: hour goes from 0 to 23")]
    [InlineData("0 0 0 * *", 5, "'0' is out of range: day of month goes from 1 to 31")]
    [InlineData("0 0 32 * *", 5, "'32' is out of range")]
    [InlineData("0 0 1 13 *", 7, "'13' is out of range: month goes from 1 to 12")]
    [InlineData("0 0 * * 8", 9, "'8' is out of range: day of week goes from 0 to 7")]
    [InlineData("99999999999999999999 * * * *", 1, "is out of range")]
    [InlineData("-1 * * * *", 1, "Unexpected '-' in the minute: expected a number from 0 to 59")]
    [InlineData("1- * * * *", 3, "The minute is not complete")]
    [InlineData("1-70 * * * *", 3, "'70' is out of range")]
    [InlineData("1, * * * *", 3, "The minute is not complete")]
    [InlineData(",1 * * * *", 1, "Unexpected ','")]
    [InlineData("1,,2 * * * *", 3, "Unexpected ','")]
    [InlineData("*/ * * * *", 3, "The minute is not complete")]
    [InlineData("*/0 * * * *", 3, "a step of minute goes from 1 to 59")]
    [InlineData("*/60 * * * *", 3, "a step of minute goes from 1 to 59")]
    [InlineData("0 */24 * * *", 5, "a step of hour goes from 1 to 23")]
    [InlineData("*5 * * * *", 2, "Unexpected '5' in the minute")]
    [InlineData("*-5 * * * *", 2, "Unexpected '-'")]
    [InlineData("1-2-3 * * * *", 4, "Unexpected '-'")]
    [InlineData("1/2/3 * * * *", 4, "Unexpected '/'")]
    [InlineData("a * * * *", 1, "Unexpected 'a' in the minute: expected a number from 0 to 59 as minute")]
    [InlineData("٣ * * * *", 1, "Unexpected '٣'")]
    [InlineData("0\n0 * * * *", 2, "Unexpected '\n'")]
    [InlineData("? * * * *", 1, "write * for every minute")]
    [InlineData("0 0 * ? *", 7, "write * for every month")]
    [InlineData("0 0 ?,1 * *", 6, "Unexpected ',' in the day of month: expected nothing beside ?")]
    [InlineData("0 0 ?/2 * *", 6, "Unexpected '/'")]
    [InlineData("0 0 1,? * *", 7, "Unexpected '?'")]
    [InlineData("0 0 1 FOO *", 7, "a name from JAN to DEC as month")]
    [InlineData("0 0 1 JANUARY *", 10, "Unexpected 'U'")]
    [InlineData("0 0 * * MO", 9, "a name from SUN to SAT as day of week")]
    [InlineData("0 0 MON * *", 5, "Unexpected 'M' in the day of month")]
    [InlineData("0 L * * *", 3, "Unexpected 'L' in the hour")]
    [InlineData("0 0 * L *", 7, "Unexpected 'L' in the month")]
    [InlineData("0 0 * * L", 9, "5L is the last Friday of the month")]
    [InlineData("0 0 L-0 * *", 7, "days before the last one goes from 1 to 30")]
    [InlineData("0 0 L-31 * *", 7, "'31' is out of range")]
    [InlineData("0 0 L- * *", 7, "The day of month is not complete")]
    [InlineData("0 0 5L * *", 6, "Unexpected 'L'")]
    [InlineData("0 0 W * *", 5, "Unexpected 'W'")]
    [InlineData("0 0 1-5W * *", 8, "Unexpected 'W'")]
    [InlineData("0 0 15W/2 * *", 8, "Unexpected '/'")]
    [InlineData("0 0 1#2 * *", 6, "Unexpected '#'")]
    [InlineData("0 0 * * 1#0", 11, "which one of the month goes from 1 to 5")]
    [InlineData("0 0 * * 1#6", 11, "'6' is out of range")]
    [InlineData("0 0 * * 1#", 11, "The day of week is not complete")]
    [InlineData("0 0 * * 5L#2", 11, "Unexpected '#'")]
    [InlineData("0 0 * * */7#4", 12, "Unexpected '#'")]
    [InlineData("0 0 * * 1W", 10, "Unexpected 'W'")]
    [InlineData("@reboot", 1, "@reboot names no time")]
    [InlineData(" @fortnightly", 2, "'@fortnightly' is not a macro; the macros are @yearly")]
    [InlineData("@daily 1", 1, "'@daily 1' is not a macro")]
    // Dates that no calendar has.
    [InlineData("0 0 30 2 *", 5, "would never fire")]
    [InlineData("0 0 31 2,4,6,9,11 *", 5, "would never fire")]
    [InlineData("0 0 31 4,6 *", 5, "would never fire")]
    [InlineData("0 0 0 30-31 FEB *", 7, "would never fire")]
    [InlineData("0 0 30W 2 ?", 5, "would never fire")]
    [InlineData("0 0 L-29 2 *", 5, "would never fire")]
    [InlineData("0 0 L-30 4 *", 5, "would never fire")]
    // Both must match: the first or 31st is never a second Monday, the first never a fifth Sunday.
    [InlineData("0 0 */31 * MON#2", 5, "would never fire")]
    [InlineData("0 0 */30 2 0#5", 5, "would never fire")]
    public void Parse_Wrong_SaysWhereAndWhat(string text, int position, string message)
    {
        Assert.False(CronExpression.TryParse(text, out var expression, out var problem));
        Assert.Null(expression);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(position, problem.Position);
        Assert.EndsWith($"(position {position})", problem.Message, StringComparison.Ordinal);
        Assert.Equal(problem.Message, Assert.Throws<CrontabException>(() => CronExpression.Parse(text)).Message);
    }

    [Fact]
    public void Parse_LongestUsefulLists_AreTakenAndLongerTextIsNot()
    {
        static string All(int first, int last) => string.Join(',', Enumerable.Range(first, last - first + 1));
        var longest = $"{All(0, 59)} {All(0, 59)} {All(0, 23)} {All(1, 31)} {All(1, 12)} {All(0, 7)}";
        Assert.NotNull(CronExpression.Parse(longest));

        var tooLong = Assert.Throws<CrontabException>(() => CronExpression.Parse("0,0 * * * *".PadRight(1_001)));
        Assert.Equal(1_001, tooLong.Position);
        Assert.Contains("at most 1000 characters", tooLong.Message, StringComparison.Ordinal);
    }

    private static List<DateTimeOffset> Take(string text, DateTimeOffset from) =>
        [.. CronExpression.Parse(text).GetOccurrences(from, DateTimeOffset.MaxValue, TimeZoneInfo.Utc).Take(40)];
}
