using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

[assembly: DesignTimeProviderServices("Maat.EntityFrameworkCore.MySql.Design.MySqlDesignTimeServices")]

namespace Maat.EntityFrameworkCore.MySql.Design;

/// <summary>What the EF tool needs to write migrations. Reading a model from an existing database is not supported.</summary>
public sealed class MySqlDesignTimeServices : IDesignTimeServices
{
    public void ConfigureDesignTimeServices(IServiceCollection serviceCollection)
    {
        serviceCollection.AddEntityFrameworkMySql();
        new EntityFrameworkRelationalDesignServicesBuilder(serviceCollection).TryAddCoreServices();
    }
}
