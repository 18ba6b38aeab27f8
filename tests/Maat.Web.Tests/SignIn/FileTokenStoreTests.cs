using System.Buffers.Text;
using Maat.Web.Settings;
using Maat.Web.SignIn;

namespace Maat.Web.Tests.SignIn;

public sealed class FileTokenStoreTests : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("maat-token-").FullName;
    private readonly DataDirectory data;

    public FileTokenStoreTests() => data = DataDirectory.Open(new MaatOptions { DataDirectory = path });

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public async Task Store_OpenedFirst_MakesATokenOf256BitsForItsOwnerAlone()
    {
        var store = FileTokenStore.Open(data);
        var token = await File.ReadAllTextAsync(data.TokenFile, TestContext.Current.CancellationToken);
        Assert.Equal(store.Fresh, token.Trim());
        Assert.StartsWith("maat_", token, StringComparison.Ordinal);
        Assert.Equal(256 / 8, Base64Url.DecodeFromChars(token.AsSpan("maat_".Length).Trim()).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(data.TokenFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(data.TokenHashFile));
        Assert.DoesNotContain(token.Trim(), await File.ReadAllTextAsync(data.TokenHashFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Store_OpenedAgain_KnowsTheSameTokenWithoutItsFile()
    {
        var first = FileTokenStore.Open(data);
        File.Delete(data.TokenFile);
        var second = FileTokenStore.Open(data);
        Assert.Null(second.Fresh);
        Assert.False(File.Exists(data.TokenFile));
        Assert.True(second.Find(first.Fresh!)?.IsAdministrator);
        Assert.Null(second.Find(first.Fresh! + "x"));
    }

    [Fact]
    public void Store_AfterTheHashWasRemoved_KnowsANewTokenOnly()
    {
        var first = FileTokenStore.Open(data);
        File.Delete(data.TokenHashFile);
        var second = FileTokenStore.Open(data);
        Assert.Null(second.Find(first.Fresh!));
        Assert.NotNull(second.Find(second.Fresh!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not hexadecimal")]
    [InlineData("abcd")]
    public void Hash_Damaged_KeepsMaatFromStarting(string text)
    {
        File.WriteAllText(data.TokenHashFile, text);
        var error = Assert.Throws<SettingsException>(() => FileTokenStore.Open(data));
        Assert.Contains(data.TokenHashFile, error.Message, StringComparison.Ordinal);
    }

    private static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);
}
