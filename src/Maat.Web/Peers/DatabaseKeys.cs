using System.Xml.Linq;
using Maat.Storage;
using Maat.Storage.Processes;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Maat.Web.Peers;

/// <summary>Keeps the keys that protect cookies and forms in the database, so that every web process reads what another one wrote.</summary>
/// <remarks>
/// Data protection asks for keys synchronously, at the start and once a day; a thread of the pool waits for them, away from whatever context
/// the question came from.
/// </remarks>
internal sealed class DatabaseKeys(IMaatDatabase database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        List<string> keys = Task.Run(() => database.ReadAsync(
            (context, token) => context.ProtectionKeys.OrderBy(k => k.Id).Select(k => k.Xml).ToListAsync(token), CancellationToken.None)).GetAwaiter().GetResult();
        return [.. keys.Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName) => Task.Run(() => database.EditAsync(
        (context, _) =>
        {
            context.ProtectionKeys.Add(new ProtectionKeyRow { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
            return Task.FromResult(true);
        },
        CancellationToken.None)).GetAwaiter().GetResult();
}
