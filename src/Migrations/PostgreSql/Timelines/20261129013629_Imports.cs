using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.Timelines
{
    /// <inheritdoc />
    public partial class Imports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "AcknowledgedAt",
                table: "Incidents",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "ImpactEndedAt",
                table: "Incidents",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "MitigatedAt",
                table: "Incidents",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "IsInterpretation",
                table: "EntryHistory",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "KnownAt",
                table: "EntryHistory",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "ExternalId",
                table: "Entries",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "IsInterpretation",
                table: "Entries",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "KnownAt",
                table: "Entries",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "Link",
                table: "Entries",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "Source",
                table: "Entries",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "AcknowledgedAt", table: "Incidents");

            migrationBuilder.DropColumn(name: "ImpactEndedAt", table: "Incidents");

            migrationBuilder.DropColumn(name: "MitigatedAt", table: "Incidents");

            migrationBuilder.DropColumn(name: "IsInterpretation", table: "EntryHistory");

            migrationBuilder.DropColumn(name: "KnownAt", table: "EntryHistory");

            migrationBuilder.DropColumn(name: "ExternalId", table: "Entries");

            migrationBuilder.DropColumn(name: "IsInterpretation", table: "Entries");

            migrationBuilder.DropColumn(name: "KnownAt", table: "Entries");

            migrationBuilder.DropColumn(name: "Link", table: "Entries");

            migrationBuilder.DropColumn(name: "Source", table: "Entries");
        }
    }
}
