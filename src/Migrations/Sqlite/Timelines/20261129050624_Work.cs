using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.Sqlite.Timelines
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<int>(
                name: "RepairMinutes",
                table: "EntryHistory",
                type: "INTEGER",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "RepairResult",
                table: "EntryHistory",
                type: "TEXT",
                maxLength: 40,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "Milestone",
                table: "Entries",
                type: "TEXT",
                maxLength: 40,
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "RepairIsUndone",
                table: "Entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<int>(
                name: "RepairMinutes",
                table: "Entries",
                type: "INTEGER",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "RepairResult",
                table: "Entries",
                type: "TEXT",
                maxLength: 40,
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "Activities",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    IncidentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    OwnerName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    RequestedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    AuthorKind = table.Column<string>(
                        type: "TEXT",
                        maxLength: 200,
                        nullable: false
                    ),
                    AuthorId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AuthorName = table.Column<string>(
                        type: "TEXT",
                        maxLength: 200,
                        nullable: false
                    ),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
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
