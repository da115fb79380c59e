using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.SqlServer.IncidentIntake
{
    /// <inheritdoc />
    public partial class AlertKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_Alerts_LatestKey", table: "Alerts");

            migrationBuilder.RenameColumn(name: "LatestKey", table: "Alerts", newName: "Key");

            migrationBuilder.CreateTable(
                name: "AlertKeys",
                columns: table => new
                {
                    Key = table.Column<byte[]>(
                        type: "varbinary(16)",
                        maxLength: 16,
                        nullable: false
                    ),
                    AlertId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlertKeys", x => x.Key);
                }
            );

            // The latest firing of each fingerprint had the key, earlier ones had none.
            migrationBuilder.Sql(
                "INSERT INTO [AlertKeys] ([Key], [AlertId]) SELECT [Key], [Id] FROM [Alerts] WHERE [Key] IS NOT NULL;"
            );

            migrationBuilder.CreateTable(
                name: "Watermarks",
                columns: table => new
                {
                    Name = table.Column<string>(
                        type: "nvarchar(40)",
                        maxLength: 40,
                        nullable: false
                    ),
                    Position = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
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
                "UPDATE [Alerts] SET [Key] = NULL WHERE [Id] NOT IN (SELECT [AlertId] FROM [AlertKeys]);"
            );

            migrationBuilder.DropTable(name: "AlertKeys");

            migrationBuilder.DropTable(name: "Watermarks");

            migrationBuilder.RenameColumn(name: "Key", table: "Alerts", newName: "LatestKey");

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_LatestKey",
                table: "Alerts",
                column: "LatestKey",
                unique: true,
                filter: "[LatestKey] IS NOT NULL"
            );
        }
    }
}
