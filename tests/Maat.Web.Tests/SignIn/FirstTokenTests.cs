using System.Buffers.Text;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.People;
using Maat.Web.Settings;
using Maat.Web.SignIn;
using Maat.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.SignIn;

public sealed class FirstTokenTests(MaatServer server) : IClassFixture<MaatServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private InstallationToken Tokens => server.Services.GetRequiredService<InstallationToken>();

    [Fact]
    public async Task Start_TheFirst_MakesATokenOf256BitsForItsOwnerAlone()
    {
        Assert.StartsWith("maat_", server.Token, StringComparison.Ordinal);
        Assert.Equal(256 / 8, Base64Url.DecodeFromChars(server.Token.AsSpan("maat_".Length)).Length);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Data, "token")));
        Actor? actor = await server.Services.GetRequiredService<Identities>().OfTokenAsync(server.Token, Cancellation);
        Assert.True(actor is { IsAdministrator: true, Name: "token", PersonId: null });
    }

    [Fact]
    public async Task Start_OfAnotherProcess_MakesNoneAndLeavesNoFile()
    {
        _ = server.Server;
        using var another = new TemporaryData();
        DataDirectory directory = DataDirectory.Open(new MaatOptions { DataDirectory = another.Path });
        var token = new FirstToken(Tokens, directory);
        await token.MakeIfMissingAsync(Cancellation);
        Assert.Null(token.Fresh);
        Assert.False(File.Exists(directory.TokenFile));
    }

    [Fact]
    public async Task Administrator_SeesIt_AndCanEndIt()
    {
        await using var own = new MaatServer();
        string token = own.Token;
        var editing = own.Services.GetRequiredService<TokenEditing>();
        Actor administrator = Actor.Administrator("somebody");
        Page<TokenView> listed = await editing.ListOwnAsync(administrator, new PageRequest(), Cancellation);
        TokenView view = Assert.Single(listed.Items);
        Assert.Equal(InstallationToken.NoEnd, view.ExpiresAt);
        Assert.Empty((await editing.ListOwnAsync(new Actor("viewer", false, new Dictionary<long, Maat.Domain.Projects.Role>()), new PageRequest(), Cancellation)).Items);

        await editing.RevokeAsync(administrator, view.Id, Cancellation);
        Assert.Null(await own.Services.GetRequiredService<Identities>().OfTokenAsync(token, Cancellation));
        Assert.True(await own.Services.GetRequiredService<InstallationToken>().MakeIfMissingAsync(_ => { }, Cancellation));
    }
}
