using Pir.IncidentIntake.Data;
using Pir.Platform.Persistence;

namespace Pir.Migrations.Sqlite;

internal sealed class IntakeFactory() : DesignTimeFactory<IntakeDbContext>(DataProvider.Sqlite);
