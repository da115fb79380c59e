using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.Timelines
{
    /// <inheritdoc />
    public partial class Work : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "RepairIsUndone",
                table: "EntryHistory",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<int>(
                name: "RepairMinutes",
                table: "EntryHistory",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "RepairResult",
                table: "EntryHistory",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "Milestone",
                table: "Entries",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "RepairIsUndone",
                table: "Entries",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<int>(
                name: "RepairMinutes",
                table: "Entries",
                type: "integer",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "RepairResult",
                table: "Entries",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "Activities",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    IncidentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(
                        type: "character varying(500)",
                        maxLength: 500,
                        nullable: false
                    ),
                    OwnerId = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: true
                    ),
                    OwnerName = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: true
                    ),
                    RequestedAt = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                    StartedAt = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: true
                    ),
                    FinishedAt = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: true
                    ),
                    AuthorKind = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    AuthorId = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    AuthorName = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    Version = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Activities", x => x.Id);
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Activities_IncidentId",
                table: "Activities",
                column: "IncidentId"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "Activities");

            migrationBuilder.DropColumn(name: "RepairIsUndone", table: "EntryHistory");

            migrationBuilder.DropColumn(name: "RepairMinutes", table: "EntryHistory");

            migrationBuilder.DropColumn(name: "RepairResult", table: "EntryHistory");

            migrationBuilder.DropColumn(name: "Milestone", table: "Entries");

            migrationBuilder.DropColumn(name: "RepairIsUndone", table: "Entries");

            migrationBuilder.DropColumn(name: "RepairMinutes", table: "Entries");

            migrationBuilder.DropColumn(name: "RepairResult", table: "Entries");
        }
    }
}
