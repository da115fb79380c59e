using Pir.IncidentIntake.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.SqlServer;

internal sealed class IntakeFactory() : DesignTimeFactory<IntakeDbContext>(DataProvider.SqlServer);
