using Pir.Platform.Persistence;
using Pir.Reviews.Data;

namespace Pir.Migrations.SqlServer;

internal sealed class ReviewFactory() : DesignTimeFactory<ReviewDbContext>(DataProvider.SqlServer);
