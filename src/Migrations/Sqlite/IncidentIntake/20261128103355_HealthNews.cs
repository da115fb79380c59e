using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.Sqlite.IncidentIntake
{
    /// <inheritdoc />
    public partial class HealthNews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CreatedById",
                table: "Sources",
                type: "TEXT",
                maxLength: 200,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "CreatedByKind",
                table: "Sources",
                type: "TEXT",
                maxLength: 20,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "CreatedByName",
                table: "Sources",
                type: "TEXT",
                maxLength: 200,
                nullable: true
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "HealthToldAt",
                table: "Sources",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "IsFailureTold",
                table: "Sources",
                type: "INTEGER",
                nullable: false,
                defaultValue: false
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "CreatedById", table: "Sources");

            migrationBuilder.DropColumn(name: "CreatedByKind", table: "Sources");

            migrationBuilder.DropColumn(name: "CreatedByName", table: "Sources");

            migrationBuilder.DropColumn(name: "HealthToldAt", table: "Sources");

            migrationBuilder.DropColumn(name: "IsFailureTold", table: "Sources");
        }
    }
}
