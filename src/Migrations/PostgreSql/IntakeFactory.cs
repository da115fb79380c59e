using Pir.IncidentIntake.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.PostgreSql;

internal sealed class IntakeFactory() : DesignTimeFactory<IntakeDbContext>(DataProvider.PostgreSql);
