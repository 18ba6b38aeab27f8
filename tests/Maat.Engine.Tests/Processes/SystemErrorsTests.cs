using Maat.Engine.Processes;

namespace Maat.Engine.Tests.Processes;

public sealed class SystemErrorsTests
{
    /// <summary>The words are ours, so that they can be said in other languages; whoever searches for them finds what the system says.</summary>
    [Fact]
    public void Error_ThatIsNamed_ReadsAsTheSystemSaysIt() => Assert.All(
        Enumerable.Range(1, 133), error => Assert.Equal(System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error), SystemErrors.Of(error).ToString()));

    [Fact]
    public void Exception_OfAFile_SaysWhatTheSystemSaysAndWhere()
    {
        string folder = Directory.CreateTempSubdirectory("maat-errors-").FullName;
        try
        {
            Assert.Equal("No space left on device (at /dev/full)", SystemErrors.Of(Assert.ThrowsAny<IOException>(() => File.WriteAllText("/dev/full", "full"))).ToString());
            Assert.Equal($"Access to the path '{folder}' is denied.", SystemErrors.Of(Assert.Throws<UnauthorizedAccessException>(() => File.ReadAllText(folder))).ToString());
            Assert.Equal("out of paper", SystemErrors.Of(new InvalidOperationException("out of paper")).ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
