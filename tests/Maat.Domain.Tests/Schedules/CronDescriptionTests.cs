using System.Globalization;
using Maat.Domain.Schedules;

namespace Maat.Domain.Tests.Schedules;

public class CronDescriptionTests
{
    [Theory]
    [InlineData("0 10,16 * * *", "every day at 10:00 and 16:00", "每天 10:00 和 16:00")]
    [InlineData("@daily", "every day at 00:00", "每天 00:00")]
    [InlineData("0,30 8-9 * * *", "every day at 08:00, 08:30, 09:00 and 09:30", "每天 08:00、08:30、09:00 和 09:30")]
    [InlineData("15 30 6 * * *", "every day at 06:30:15", "每天 06:30:15")]
    [InlineData("* * * * *", "every minute", "每分钟")]
    [InlineData("*/15 * * * *", "every 15 minutes", "每 15 分钟")]
    [InlineData("* * * * * *", "every second", "每秒")]
    [InlineData("*/10 * * * * *", "every 10 seconds", "每 10 秒")]
    [InlineData("@hourly", "every hour", "每小时")]
    [InlineData("30 * * * *", "every hour at minute 30", "每小时的第 30 分")]
    [InlineData("0 */2 * * *", "every 2 hours", "每 2 小时")]
    [InlineData("5 */2 * * *", "every 2 hours at minute 5", "每 2 小时的第 5 分")]
    [InlineData("0 */6 * * *", "every day at 00:00, 06:00, 12:00 and 18:00", "每天 00:00、06:00、12:00 和 18:00")]
    [InlineData("*/15 9-17 * * MON-FRI", "every 15 minutes from 09:00 to 17:45, from Monday to Friday", "每周一至周五，09:00 至 17:45 每 15 分钟")]
    [InlineData("30 8-18 * * *", "every hour from 08:30 to 18:30", "08:30 至 18:30 每小时")]
    [InlineData("0 9 * * 1-5", "from Monday to Friday at 09:00", "每周一至周五 09:00")]
    [InlineData("0 9 * * SAT,SUN", "on Saturdays and Sundays at 09:00", "每周六、周日 09:00")]
    [InlineData("0 9 * * FRI-SUN", "from Friday to Sunday at 09:00", "每周五至周日 09:00")]
    [InlineData("@weekly", "on Sundays at 00:00", "每周日 00:00")]
    [InlineData("@monthly", "on day 1 of the month at 00:00", "每月 1 日 00:00")]
    [InlineData("@yearly", "on day 1 of the month at 00:00 in January", "每月 1 日 00:00，仅限 1 月")]
    [InlineData("0 0 1,15 3-5 *", "on days 1, 15 of the month at 00:00 from March to May", "每月 1、15 日 00:00，仅限 3–5 月")]
    [InlineData("0 0 L * *", "on the last day of the month at 00:00", "每月最后一天 00:00")]
    [InlineData("0 0 L-1 * *", "on the last day but one of the month at 00:00", "每月倒数第 2 天 00:00")]
    [InlineData("0 0 L-3 * *", "on the day 3 days before the last of the month at 00:00", "每月倒数第 4 天 00:00")]
    [InlineData("0 0 LW * *", "on the last weekday of the month at 00:00", "每月最后一个工作日 00:00")]
    [InlineData("0 0 15W * *", "on the weekday nearest day 15 of the month at 00:00", "每月离 15 日最近的工作日 00:00")]
    [InlineData("0 0 * * 5L", "on the last Friday of the month at 00:00", "每月最后一个周五 00:00")]
    [InlineData("0 0 * * 6#3", "on the third Saturday of the month at 00:00", "每月第三个周六 00:00")]
    [InlineData("0 0 13 * 5", "on day 13 of the month as well as on Fridays at 00:00", "每月 13 日以及每周五 00:00")]
    [InlineData("0 0 13 * */5", "on day 13 of the month, but only on Fridays and Sundays at 00:00", "每月 13 日（仅限每周五、周日） 00:00")]
    [InlineData("0 0 1-31 * 5", "every day at 00:00", "每天 00:00")]
    // Read as written.
    [InlineData("5,10-20 3-5,9 * * *", "at minutes 5, 10–20 of hours 3–5, 9", "3–5、9 时的5、10–20 分")]
    [InlineData("1-59/2 * * * *", "at minutes 1, 3, … 59 of every hour", "每小时的1、3、… 59 分")]
    [InlineData("* 1,3,7 * * *", "every minute of hours 1, 3, 7", "1、3、7 时的每分钟")]
    [InlineData("*/20 * 2-4 * * *", "at seconds 0, 20, 40 of every minute of hours 2–4", "2–4 时的每分钟的0、20、40 秒")]
    public void Describe_Crontab_ReadsNaturally(string crontab, string english, string chinese)
    {
        var expression = CronExpression.Parse(crontab);
        Assert.Equal(english, CronDescription.Describe(expression, CultureInfo.GetCultureInfo("en-GB")));
        Assert.Equal(chinese, CronDescription.Describe(expression, CultureInfo.GetCultureInfo("zh-Hans")));
        Assert.Equal(english, CronDescription.Describe(expression, CultureInfo.GetCultureInfo("de-DE")));
    }

    [Fact]
    public void Describe_RandomCrontabs_ReadTheSameOnlyIfTheyFireTheSame()
    {
        var from = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var byWords = new Dictionary<string, string>();
        var shared = 0;
        foreach (var crontab in WrittenCrontab.Sample(WrittenCrontab.Minutely, 1_500, 6))
        {
            if (!CronExpression.TryParse(crontab.Text, out var expression, out _))
                continue;
            var occurrences = string.Join(',', expression.GetOccurrences(from, DateTimeOffset.MaxValue, TimeZoneInfo.Utc).Take(30).Select(at => at.Ticks))
                + expression.CountOccurrences(from, from.AddYears(8), TimeZoneInfo.Utc);
            foreach (var culture in new[] { "en", "zh" })
            {
                var words = CronDescription.Describe(expression, CultureInfo.GetCultureInfo(culture));
                if (byWords.TryAdd(words, occurrences))
                    continue;
                shared++;
                Assert.True(byWords[words] == occurrences, $"'{crontab}' reads '{words}', and so does another that fires at other times");
            }
        }

        Assert.True(shared > 50);
    }
}
