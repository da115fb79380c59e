using Pir.Gateway.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.PostgreSql;

internal sealed class GatewayFactory()
    : DesignTimeFactory<GatewayDbContext>(DataProvider.PostgreSql);
