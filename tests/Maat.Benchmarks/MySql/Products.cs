using System.Collections;
using Maat.Benchmarks.Databases;

namespace Maat.Benchmarks.MySql;

/// <summary>Processes of the product that work on one database and know each other.</summary>
internal sealed class Products : IReadOnlyList<ProductProcess>, IAsyncDisposable
{
    private readonly List<ProductProcess> _products = [];

    public int Count => _products.Count;

    public ProductProcess this[int index] => _products[index];

    /// <param name="settings">Those of each process.</param>
    public static async Task<Products> StartAsync(MeasuredMySql database, IEnumerable<string[]> settings, CancellationToken cancellation)
    {
        var products = new Products();
        try
        {
            foreach (string[] own in settings)
            {
                products._products.Add(await ProductProcess.StartAsync(database.ConnectionString, own, cancellation));
            }

            foreach (ProductProcess product in products)
            {
                await product.KnowPeersAsync(products.Count - 1, cancellation);
            }

            return products;
        }
        catch
        {
            await products.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ProductProcess product in _products)
        {
            await product.DisposeAsync();
        }
    }

    public IEnumerator<ProductProcess> GetEnumerator() => _products.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
