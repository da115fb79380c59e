using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.Sqlite.IncidentIntake
{
    /// <inheritdoc />
    public partial class AlertRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ResolveDueAt",
                table: "Incidents",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.AddColumn<Guid>(
                name: "RuleId",
                table: "Alerts",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "AlertGroups",
                columns: table => new
                {
                    Key = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: false),
                    IncidentId = table.Column<Guid>(type: "TEXT", nullable: true),
                    LastAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Times = table.Column<byte[]>(type: "BLOB", maxLength: -1, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlertGroups", x => x.Key);
                }
            );

            migrationBuilder.CreateTable(
                name: "AlertRules",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    IsEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    Conditions = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    Action = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Service = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Team = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Severity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    GroupBy = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    GroupMinutes = table.Column<int>(type: "INTEGER", nullable: true),
                    Occurrences = table.Column<int>(type: "INTEGER", nullable: false),
                    OccurrenceMinutes = table.Column<int>(type: "INTEGER", nullable: true),
                    HoldMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    StormIncidents = table.Column<int>(type: "INTEGER", nullable: true),
                    StormMinutes = table.Column<int>(type: "INTEGER", nullable: true),
                    ChangedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ChangedByKind = table.Column<string>(
                        type: "TEXT",
                        maxLength: 20,
                        nullable: false
                    ),
                    ChangedById = table.Column<string>(
                        type: "TEXT",
                        maxLength: 200,
                        nullable: false
                    ),
                    ChangedByName = table.Column<string>(
                        type: "TEXT",
                        maxLength: 200,
                        nullable: false
                    ),
                    DeletedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlertRules", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "HeldAlerts",
                columns: table => new
                {
                    Key = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    SourceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    GroupKey = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: true),
                    RuleId = table.Column<Guid>(type: "TEXT", nullable: true),
                    SilenceId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Title = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Severity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Service = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    StartsAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EndsAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    FirstSeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Occurrences = table.Column<int>(type: "INTEGER", nullable: false),
                    IncidentId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Content = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HeldAlerts", x => x.Key);
                }
            );

            migrationBuilder.CreateTable(
                name: "Silences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Conditions = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    From = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Until = table.Column<DateTime>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    CreatedByKind = table.Column<string>(
                        type: "TEXT",
                        maxLength: 20,
                        nullable: false
                    ),
                    CreatedById = table.Column<string>(
                        type: "TEXT",
                        maxLength: 200,
                        nullable: false
                    ),
                    CreatedByName = table.Column<string>(
                        type: "TEXT",
                        maxLength: 200,
                        nullable: false
                    ),
                    DeletedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Silences", x => x.Id);
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ResolveDueAt",
                table: "Incidents",
                column: "ResolveDueAt",
                filter: "\"ResolveDueAt\" IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "IX_AlertGroups_SeenAt",
                table: "AlertGroups",
                column: "SeenAt"
            );

            migrationBuilder.CreateIndex(
                name: "IX_HeldAlerts_GroupKey",
                table: "HeldAlerts",
                column: "GroupKey"
            );

            migrationBuilder.CreateIndex(
                name: "IX_HeldAlerts_IncidentId",
                table: "HeldAlerts",
                column: "IncidentId"
            );

            migrationBuilder.CreateIndex(
                name: "IX_HeldAlerts_State_LastSeenAt",
                table: "HeldAlerts",
                columns: new[] { "State", "LastSeenAt" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Silences_Until",
                table: "Silences",
                column: "Until"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "AlertGroups");

            migrationBuilder.DropTable(name: "AlertRules");

            migrationBuilder.DropTable(name: "HeldAlerts");

            migrationBuilder.DropTable(name: "Silences");

            migrationBuilder.DropIndex(name: "IX_Incidents_ResolveDueAt", table: "Incidents");

            migrationBuilder.DropColumn(name: "ResolveDueAt", table: "Incidents");

            migrationBuilder.DropColumn(name: "RuleId", table: "Alerts");
        }
    }
}
