using Pir.Gateway.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.SqlServer;

internal sealed class GatewayFactory()
    : DesignTimeFactory<GatewayDbContext>(DataProvider.SqlServer);
