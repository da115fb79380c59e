using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.SqlServer.IncidentIntake
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
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "CreatedByKind",
                table: "Sources",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "CreatedByName",
                table: "Sources",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "HealthToldAt",
                table: "Sources",
                type: "datetime2",
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "IsFailureTold",
                table: "Sources",
                type: "bit",
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
