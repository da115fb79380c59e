using Pir.Gateway.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.Sqlite;

internal sealed class GatewayFactory() : DesignTimeFactory<GatewayDbContext>(DataProvider.Sqlite);
