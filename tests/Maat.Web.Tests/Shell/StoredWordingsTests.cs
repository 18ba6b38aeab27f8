using System.Globalization;
using Maat.Web.Shell;

namespace Maat.Web.Tests.Shell;

public sealed class StoredWordingsTests
{
    [Theory]
    [InlineData("The condition of arm 'many' cannot be evaluated: Division by zero. (line 1, column 4)", "出口“many”的条件无法求值：除数为零。（第 1 行第 4 列）")]
    [InlineData("The script could not be started: out of paper", "脚本无法启动：out of paper")]
    [InlineData("Maat could not run this node: The task directory /t/1 cannot be made: No space left on device", "Maat 无法运行此节点：任务目录 /t/1 无法创建：磁盘空间已满")]
    [InlineData("Maat could not run this node: Permission denied (at /t/1/.maat-script)", "Maat 无法运行此节点：权限不足（/t/1/.maat-script）")]
    [InlineData("The script could not be started: bash cannot be started in /t: Cannot allocate memory.", "脚本无法启动：无法在 /t 中启动 bash：内存不足。")]
    [InlineData("Its worker was lost 4 times; the limit is 3. Its worker died.", "工作进程失联 4 次，上限为 3 次。工作进程已失联。")]
    [InlineData("something that a person wrote, not we", "something that a person wrote, not we")]
    [InlineData("second", "second")]
    public void Reason_InChinese_IsRecognisedWithWhatItQuotes(string stored, string chinese)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh");
        Assert.Equal(chinese, StoredWordings.Localized(stored));
    }

    [Fact]
    public void Reason_InEnglish_StandsAsItIs()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Assert.Equal("Its worker died.", StoredWordings.Localized("Its worker died."));
        Assert.Empty(StoredWordings.Patterns());
    }
}
