using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.IncidentIntake
{
    /// <inheritdoc />
    public partial class IncidentListKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_Incidents_Status_Number", table: "Incidents");

            migrationBuilder.AddColumn<string>(
                name: "CommanderKey",
                table: "Incidents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<long>(
                name: "DurationSeconds",
                table: "Incidents",
                type: "bigint",
                nullable: false,
                defaultValue: 0L
            );

            migrationBuilder.AddColumn<string>(
                name: "EnvironmentKey",
                table: "Incidents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "ImpactFrom",
                table: "Incidents",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified)
            );

            migrationBuilder.AddColumn<string>(
                name: "ServiceKey",
                table: "Incidents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<int>(
                name: "SeverityRank",
                table: "Incidents",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<int>(
                name: "StatusRank",
                table: "Incidents",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<string>(
                name: "TeamKey",
                table: "Incidents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: ""
            );

            // Incidents from before get their keys here.
            migrationBuilder.Sql(
                """
                UPDATE "Incidents" SET
                    "ServiceKey" = lower(trim(coalesce("Service", ''))),
                    "TeamKey" = lower(trim(coalesce("Team", ''))),
                    "EnvironmentKey" = lower(trim(coalesce("Environment", ''))),
                    "CommanderKey" = coalesce((
                        SELECT lower(trim(r.value -> 'person' ->> 'name'))
                        FROM jsonb_array_elements("Roles"::jsonb) WITH ORDINALITY r(value, place)
                        WHERE r.value ->> 'role' = 'incidentCommander'
                        ORDER BY r.place DESC LIMIT 1), ''),
                    "SeverityRank" = CAST(substr("Severity", 4) AS integer),
                    "StatusRank" = CASE "Status" WHEN 'Open' THEN 0 WHEN 'Acknowledged' THEN 1
                        WHEN 'Mitigated' THEN 2 WHEN 'Resolved' THEN 3 ELSE 4 END,
                    "ImpactFrom" = coalesce("ImpactStartedAt", "DetectedAt"),
                    "DurationSeconds" = CASE WHEN "ResolvedAt" IS NULL THEN -1
                        ELSE CAST(trunc(extract(epoch FROM "ResolvedAt" - "DetectedAt")) AS bigint) END;
                """
            );

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_DetectedAt_Number",
                table: "Incidents",
                columns: new[] { "DetectedAt", "Number" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_DurationSeconds_DetectedAt_Number",
                table: "Incidents",
                columns: new[] { "DurationSeconds", "DetectedAt", "Number" },
                descending: new[] { true, false, false }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ImpactFrom_Number",
                table: "Incidents",
                columns: new[] { "ImpactFrom", "Number" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ServiceKey_DetectedAt_Number",
                table: "Incidents",
                columns: new[] { "ServiceKey", "DetectedAt", "Number" },
                descending: new[] { false, true, true }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_SeverityRank_DetectedAt_Number",
                table: "Incidents",
                columns: new[] { "SeverityRank", "DetectedAt", "Number" },
                descending: new[] { false, true, true }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_StatusRank_DetectedAt_Number",
                table: "Incidents",
                columns: new[] { "StatusRank", "DetectedAt", "Number" },
                descending: new[] { false, true, true }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_Incidents_DetectedAt_Number", table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_DurationSeconds_DetectedAt_Number",
                table: "Incidents"
            );

            migrationBuilder.DropIndex(name: "IX_Incidents_ImpactFrom_Number", table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_ServiceKey_DetectedAt_Number",
                table: "Incidents"
            );

            migrationBuilder.DropIndex(
                name: "IX_Incidents_SeverityRank_DetectedAt_Number",
                table: "Incidents"
            );

            migrationBuilder.DropIndex(
                name: "IX_Incidents_StatusRank_DetectedAt_Number",
                table: "Incidents"
            );

            migrationBuilder.DropColumn(name: "CommanderKey", table: "Incidents");

            migrationBuilder.DropColumn(name: "DurationSeconds", table: "Incidents");

            migrationBuilder.DropColumn(name: "EnvironmentKey", table: "Incidents");

            migrationBuilder.DropColumn(name: "ImpactFrom", table: "Incidents");

            migrationBuilder.DropColumn(name: "ServiceKey", table: "Incidents");

            migrationBuilder.DropColumn(name: "SeverityRank", table: "Incidents");

            migrationBuilder.DropColumn(name: "StatusRank", table: "Incidents");

            migrationBuilder.DropColumn(name: "TeamKey", table: "Incidents");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_Status_Number",
                table: "Incidents",
                columns: new[] { "Status", "Number" }
            );
        }
    }
}
