using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.Sqlite.IncidentIntake
{
    /// <inheritdoc />
    public partial class AlertKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_Alerts_LatestKey", table: "Alerts");

            migrationBuilder.RenameColumn(name: "LatestKey", table: "Alerts", newName: "Key");

            // Without a row id the table is its own index, and an entry is written once.
            migrationBuilder.Sql(
                "CREATE TABLE \"AlertKeys\" (\"Key\" BLOB NOT NULL CONSTRAINT \"PK_AlertKeys\" PRIMARY KEY, \"AlertId\" TEXT NOT NULL) WITHOUT ROWID;"
            );

            // The latest firing of each fingerprint had the key, earlier ones had none.
            migrationBuilder.Sql(
                "INSERT INTO \"AlertKeys\" (\"Key\", \"AlertId\") SELECT \"Key\", \"Id\" FROM \"Alerts\" WHERE \"Key\" IS NOT NULL;"
            );

            migrationBuilder.CreateTable(
                name: "Watermarks",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Position = table.Column<Guid>(type: "TEXT", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Watermarks", x => x.Name);
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "UPDATE \"Alerts\" SET \"Key\" = NULL WHERE \"Id\" NOT IN (SELECT \"AlertId\" FROM \"AlertKeys\");"
            );

            migrationBuilder.DropTable(name: "AlertKeys");

            migrationBuilder.DropTable(name: "Watermarks");

            migrationBuilder.RenameColumn(name: "Key", table: "Alerts", newName: "LatestKey");

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_LatestKey",
                table: "Alerts",
                column: "LatestKey",
                unique: true
            );
        }
    }
}
