using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.IncidentIntake
{
    /// <inheritdoc />
    public partial class MergeIncidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "MergedAt",
                table: "Incidents",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<Guid>(
                name: "MergedIntoId",
                table: "Incidents",
                type: "uuid",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "MergedIntoNumber",
                table: "Incidents",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "StatusBeforeMerge",
                table: "Incidents",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true
            );

            migrationBuilder.AddColumn<Guid>(
                name: "MergedFromId",
                table: "Alerts",
                type: "uuid",
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "IncidentLinks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FromId = table.Column<Guid>(type: "uuid", nullable: false),
                    ToId = table.Column<Guid>(type: "uuid", nullable: false),
                    Relation = table.Column<string>(
                        type: "character varying(40)",
                        maxLength: 40,
                        nullable: false
                    ),
                    LinkedAt = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                    ActorKind = table.Column<string>(
                        type: "character varying(20)",
                        maxLength: 20,
                        nullable: false
                    ),
                    ActorId = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    ActorName = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IncidentLinks", x => x.Id);
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_MergedIntoId",
                table: "Incidents",
                column: "MergedIntoId",
                filter: "\"MergedIntoId\" IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_MergedFromId",
                table: "Alerts",
                column: "MergedFromId",
                filter: "\"MergedFromId\" IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "IX_IncidentLinks_FromId_ToId_Relation",
                table: "IncidentLinks",
                columns: new[] { "FromId", "ToId", "Relation" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_IncidentLinks_ToId",
                table: "IncidentLinks",
                column: "ToId"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "IncidentLinks");

            migrationBuilder.DropIndex(name: "IX_Incidents_MergedIntoId", table: "Incidents");

            migrationBuilder.DropIndex(name: "IX_Alerts_MergedFromId", table: "Alerts");

            migrationBuilder.DropColumn(name: "MergedAt", table: "Incidents");

            migrationBuilder.DropColumn(name: "MergedIntoId", table: "Incidents");

            migrationBuilder.DropColumn(name: "MergedIntoNumber", table: "Incidents");

            migrationBuilder.DropColumn(name: "StatusBeforeMerge", table: "Incidents");

            migrationBuilder.DropColumn(name: "MergedFromId", table: "Alerts");
        }
    }
}
