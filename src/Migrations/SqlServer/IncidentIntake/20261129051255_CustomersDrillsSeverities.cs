using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Pir.Migrations.SqlServer.IncidentIntake
{
    /// <inheritdoc />
    public partial class CustomersDrillsSeverities : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Scenario",
                table: "Incidents",
                type: "nvarchar(max)",
                maxLength: -1,
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "ImpactedCustomers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    IncidentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Key = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    CustomerId = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: true
                    ),
                    Name = table.Column<string>(
                        type: "nvarchar(200)",
                        maxLength: 200,
                        nullable: true
                    ),
                    IsAffected = table.Column<bool>(type: "bit", nullable: true),
                    ReportedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Note = table.Column<string>(
                        type: "nvarchar(1000)",
                        maxLength: 1000,
                        nullable: true
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImpactedCustomers", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "Severities",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Severity = table.Column<string>(
                        type: "nvarchar(40)",
                        maxLength: 40,
                        nullable: false
                    ),
                    Label = table.Column<string>(
                        type: "nvarchar(60)",
                        maxLength: 60,
                        nullable: false
                    ),
                    Description = table.Column<string>(
                        type: "nvarchar(4000)",
                        maxLength: 4000,
                        nullable: true
                    ),
                    Examples = table.Column<string>(
                        type: "nvarchar(4000)",
                        maxLength: 4000,
                        nullable: true
                    ),
                    Version = table.Column<int>(type: "int", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Severities", x => x.Id);
                }
            );

            migrationBuilder.InsertData(
                table: "Severities",
                columns: new[] { "Id", "Description", "Examples", "Label", "Severity", "Version" },
                values: new object[,]
                {
                    {
                        new Guid("01900000-0000-7000-8000-000000005e01"),
                        "Customers cannot work.",
                        null,
                        "Critical",
                        "Sev1",
                        1,
                    },
                    {
                        new Guid("01900000-0000-7000-8000-000000005e02"),
                        "Much is broken, or many customers are affected.",
                        null,
                        "Major",
                        "Sev2",
                        1,
                    },
                    {
                        new Guid("01900000-0000-7000-8000-000000005e03"),
                        "Something is broken, and there is a way around it.",
                        null,
                        "Moderate",
                        "Sev3",
                        1,
                    },
                    {
                        new Guid("01900000-0000-7000-8000-000000005e04"),
                        "Little is affected.",
                        null,
                        "Minor",
                        "Sev4",
                        1,
                    },
                    {
                        new Guid("01900000-0000-7000-8000-000000005e05"),
                        "Nobody is affected.",
                        null,
                        "Informational",
                        "Sev5",
                        1,
                    },
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_ImpactedCustomers_IncidentId_Key",
                table: "ImpactedCustomers",
                columns: new[] { "IncidentId", "Key" },
                unique: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "ImpactedCustomers");

            migrationBuilder.DropTable(name: "Severities");

            migrationBuilder.DropColumn(name: "Scenario", table: "Incidents");
        }
    }
}
