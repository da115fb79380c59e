using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.IncidentIntake
{
    /// <inheritdoc />
    public partial class AlertTexts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsSeverityChosen",
                table: "Incidents",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<bool>(
                name: "IsTitleChosen",
                table: "Incidents",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<string>(
                name: "Notices",
                table: "Incidents",
                type: "character varying(4000)",
                maxLength: 4000,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "Annotations",
                table: "Alerts",
                type: "text",
                maxLength: -1,
                nullable: true
            );

            // Until now only people changed these.
            migrationBuilder.Sql(
                "UPDATE \"Incidents\" SET \"IsSeverityChosen\" = TRUE WHERE \"Id\" IN (SELECT \"IncidentId\" FROM \"IncidentHistory\" WHERE \"Field\" = 'severity');"
            );

            migrationBuilder.Sql(
                "UPDATE \"Incidents\" SET \"IsTitleChosen\" = TRUE WHERE \"Id\" IN (SELECT \"IncidentId\" FROM \"IncidentHistory\" WHERE \"Field\" = 'title');"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "IsSeverityChosen", table: "Incidents");

            migrationBuilder.DropColumn(name: "IsTitleChosen", table: "Incidents");

            migrationBuilder.DropColumn(name: "Notices", table: "Incidents");

            migrationBuilder.DropColumn(name: "Annotations", table: "Alerts");
        }
    }
}
